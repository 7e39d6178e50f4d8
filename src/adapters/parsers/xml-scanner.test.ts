import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { visitXml } from './xml-reader.ts';
import { scanXml } from './xml-scanner.ts';

const text =
  '\uFEFF<?xml version="1.0"?><!-- <no> --><a:x n="1 &gt; 0" m=\'"\'>é &amp;&#x41;<b/><![CDATA[<&amp;>]]><c>fin</c></a:x>';

function told(pieces: Iterable<string>, localNames = false): string {
  const said: string[] = [];
  let characters = '';
  const flush = (): void => {
    if (characters !== '') said.push(JSON.stringify(characters));
    characters = '';
  };
  const handlers = {
    open(name: string, attributes: ReadonlyMap<string, string>) {
      flush();
      said.push(`<${name} ${JSON.stringify([...attributes])}>`);
    },
    close(name: string) {
      flush();
      said.push(`</${name}>`);
    },
    text(piece: string) {
      characters += piece;
    },
  };
  scanXml(pieces, handlers, { localNames });
  return said.join('');
}

describe('scanXml', () => {
  test('tells elements, attributes, texts, CDATA; comments and instructions are nothing', () => {
    expect(told([text])).toBe(
      '<a:x [["n","1 > 0"],["m","\\""]]>"é &A"<b []></b>"<&amp;>"<c []>"fin"</c></a:x>',
    );
    expect(told([text], true)).toContain('<x [');
  });

  test('wherever the text is cut, the same is told', () => {
    const whole = told([text]);
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 12 }), (cuts) => {
        const ends = [...cuts.toSorted((one, other) => one - other), text.length];
        const pieces = ends.map((end, at) => text.slice(ends[at - 1] ?? 0, end));
        expect(told(pieces)).toBe(whole);
      }),
    );
  });

  test('R48: a tag or comment without end is refused before it fills the memory', () => {
    function* endless(start: string): Generator<string> {
      yield start;
      for (;;) yield 'x'.repeat(1024 * 1024);
    }
    for (const start of ['<a b="', '<!-- ', '<![CDATA['])
      expect(() => told(endless(start))).toThrow(expect.objectContaining({ reason: 'damaged' }));
  });

  test.each(['<a>', '</a>', '<a></b>', '<!DOCTYPE a><a/>', '<a', '<a b=1/>'])('%s is damaged', (broken) => {
    expect(() => told([broken])).toThrow(expect.objectContaining({ reason: 'damaged' }));
  });
});

test('R48: an element of too many nodes is refused, however long its file may be', () => {
  const row = `<r>${'<c/>'.repeat(400_001)}</r>`;
  const gather = { open: () => 'gather' as const, gathered: () => {} };
  expect(() => visitXml([row], gather)).toThrow(expect.objectContaining({ reason: 'too-large' }));
});
