import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isAppError } from '../../src/core/errors.ts';
import { parseSuite, readSuite, readSuites } from './read-suites.ts';

const folder = mkdtempSync(join(tmpdir(), 'sourcier-suites-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

/** What a refused suite says, without the folder. */
function refusal(file: string): string[] {
  try {
    readSuite(file);
  } catch (error) {
    if (!isAppError(error) || error.code !== 'SUITE_INVALID') throw error;
    return (error.detail ?? '').replaceAll(`${folder}/`, '').split('\n');
  }
  return [];
}

describe('reading a suite', () => {
  it('reads the same from YAML and from JSON lines', () => {
    const yaml = readSuite(
      write('a.yaml', 'suite: a\nquestions:\n  - { question: Où ?, documents: [x.md], answer: ici }\n'),
    );
    const lines = readSuite(
      write('a.jsonl', '{"suite":"a"}\n{"question":"Où ?","documents":["x.md"],"answer":"ici"}\n'),
    );
    expect(yaml).toEqual(lines);
    expect(yaml.questions[0]).toMatchObject({ id: 'q1', answer: ['ici'], tags: [] });
    expect(yaml.measure).toEqual(['search']);
  });

  it('names the line of each mistake in JSON lines', () => {
    const file = write(
      'bad.jsonl',
      '{"suite":"a"}\n{"question":""}\n\n{"question":"x","wrong":1}\nnot json\n',
    );
    expect(refusal(file)).toEqual([
      expect.stringMatching(/^bad\.jsonl:2: question: /),
      expect.stringMatching(/^bad\.jsonl:4: .*wrong/),
      'bad.jsonl:5: not JSON',
    ]);
  });

  it('tells mistakes of a suite that is no file in both languages, by line', () => {
    let refused: unknown;
    try {
      parseSuite('{"suite":"a b"}');
    } catch (error) {
      refused = error;
    }
    expect(refused).toMatchObject({
      explanation: {
        fr: 'ligne 1 : suite : des lettres, des chiffres, des points et des tirets seulement',
        en: 'line 1: suite: letters, digits, dots, dashes',
      },
    });
  });

  it('names the line of each mistake in YAML', () => {
    const file = write(
      'bad.yaml',
      'suite: a\nmeasure: [guess]\nquestions:\n  - question: Un ?\n  - question: Deux ?\n    abstain: true\n    documents: [a.md]\n',
    );
    expect(refusal(file)).toEqual([
      expect.stringMatching(/^bad\.yaml:2: measure\.0: /),
      expect.stringMatching(/^bad\.yaml:5: questions\.1: abstain excludes/),
    ]);
    expect(refusal(write('broken.yaml', 'suite: a\nquestions: [\n'))[0]).toMatch(/^broken\.yaml:3: /);
  });

  it('refuses a bomb of aliases', () => {
    const level = (name: string, of: string) => `  - &${name} [${Array(10).fill(`*${of}`).join(', ')}]\n`;
    const bomb = `suite: a\nquestions:\n  - &a [x]\n${level('b', 'a')}${level('c', 'b')}${level('d', 'c')}`;
    expect(refusal(write('bomb.yaml', bomb))).toEqual(['bomb.yaml:1: too many aliases']);
  });

  it('refuses an id twice, no question, and no header', () => {
    const twice = write(
      'twice.jsonl',
      '{"suite":"a"}\n{"id":"x","question":"1"}\n{"id":"x","question":"2"}\n',
    );
    expect(refusal(twice)).toEqual(['twice.jsonl:3: id: x is taken by line 2']);
    expect(refusal(write('none.jsonl', '{"suite":"a"}\n'))).toEqual([
      'none.jsonl:1: questions: there is no question',
    ]);
    expect(refusal(write('empty.jsonl', ''))).toEqual(['empty.jsonl:1: the first line must be {"suite": …}']);
    expect(refusal(join(folder, 'absent.yaml'))).toEqual(['absent.yaml: cannot be read']);
  });

  it('takes the suites of a folder and leaves other files alone', () => {
    const own = mkdtempSync(join(folder, 'many-'));
    writeFileSync(join(own, 'one.yaml'), 'suite: one\nquestions: [{ question: Un ? }]\n');
    writeFileSync(join(own, 'organisation.yaml'), 'organisation: x\n');
    writeFileSync(join(own, 'passages.jsonl'), '{"id":"a","text":"b"}\n');
    expect(readSuites(own).map(({ suite }) => suite)).toEqual(['one']);
  });
});
