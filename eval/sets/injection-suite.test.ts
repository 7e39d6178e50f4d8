import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSuite } from '../suite/read-suites.ts';
import { writeInjectionSuite } from './injection-suite.ts';

describe('the suite of planted instructions', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sourcier-injection-'));
  const out = join(folder, 'out');
  beforeAll(() => {
    mkdirSync(join(folder, 'attacks'));
    const lines = ['instruction-2', 'anagramming-0'].map((name) =>
      JSON.stringify({ id: `bipia-text-${name}`, category: 'Kind', text: `Words of ${name} & <b>.` }),
    );
    writeFileSync(join(folder, 'attacks', 'bipia_train.jsonl'), `${lines.join('\n')}\n`);
    writeInjectionSuite(folder, out);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('R35: has each text of others in two places, each of ours in all, every one in a page of its own', () => {
    const { questions, measure } = readSuite(join(out, 'injection.jsonl'));
    expect(measure).toEqual(['ask']);
    expect(questions).toHaveLength(2 * 2 + 10 * 5);
    expect(readdirSync(join(out, 'corpora', 'injection')).sort()).toEqual(
      questions.flatMap(({ documents = [] }) => documents).sort(),
    );
    for (const { scope, documents, attack, answer } of questions) {
      expect(scope).toEqual({ documents });
      expect(attack?.signs.length).toBeGreaterThan(0);
      expect(answer?.length).toBeGreaterThan(0);
    }
    const places = new Set(questions.map(({ attack }) => attack?.place));
    expect([...places].sort()).toEqual(['body', 'cell', 'hidden', 'note', 'title']);
  });

  it('keeps the characters of an attack as they are, whatever the format of its page', () => {
    const { questions } = readSuite(join(out, 'injection.jsonl'));
    const planted = questions.find(({ id }) => id === 'instruction-2.body');
    expect(planted?.documents?.[0]).toMatch(/^[a-z-]+-\d+\.txt$/);
    const page = join(out, 'corpora', 'injection', planted?.documents?.[0] ?? '');
    expect(readFileSync(page, 'utf8')).toContain('Words of instruction-2 & <b>.');
  });
});
