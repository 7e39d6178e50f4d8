import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCitationStream } from './citation-stream.ts';

function read(deltas: readonly string[], sources = 3) {
  const stream = createCitationStream(sources);
  const pieces = [...deltas.flatMap((delta) => stream.push(delta)), ...stream.finish()];
  return {
    text: pieces.map((piece) => (piece.type === 'text-delta' ? piece.text : '')).join(''),
    citations: pieces.flatMap((piece) => (piece.type === 'citation' ? [[piece.n, piece.position]] : [])),
    removed: stream.removed,
    shown: stream.text,
  };
}

describe('citations in a streamed text', () => {
  test.each<[string, string, number[]]>([
    ['Oui [1].', 'Oui [1].', [1]],
    ['Oui [1, 2].', 'Oui [1][2].', [1, 2]],
    ['Oui [1][2].', 'Oui [1][2].', [1, 2]],
    ['Oui [n° 1].', 'Oui [1].', [1]],
    ['Oui [1-3].', 'Oui [1][2][3].', [1, 2, 3]],
    ['Oui [ 1 et 3 ].', 'Oui [1][3].', [1, 3]],
    ['Oui【2】.', 'Oui[2].', [2]],
    ['Oui【2†L3-L9】.', 'Oui[2].', [2]],
    ['Oui [1, 1].', 'Oui [1].', [1]],
    ['Voir [annexe] et [a[2].', 'Voir [annexe] et [a[2].', [2]],
    ['Un [sic] mot', 'Un [sic] mot', []],
  ])('%s', (given, text, citations) => {
    const result = read([given]);
    expect(result).toMatchObject({ text, removed: 0 });
    expect(result.citations.map(([n]) => n)).toEqual(citations);
    for (const [n, position] of result.citations)
      expect(text.slice(position)).toMatch(new RegExp(`^\\[${n}\\]`));
  });

  test.each([
    ['R45: Oui [9].', 'R45: Oui.', 1],
    ['Oui [9] et non.', 'Oui et non.', 1],
    ['Oui [9] ; non', 'Oui ; non', 1],
    ['Oui [0][12] !', 'Oui !', 2],
    ['Oui [1, 9].', 'Oui [1].', 1],
    ['Oui [7-99].', 'Oui.', 2],
    ['[4]', '', 1],
    ['un[9]deux', 'un deux', 1],
    ['(Oui [9]).', '(Oui).', 1],
    ['Oui [9].[1]', 'Oui.[1]', 1],
    ['www[9].exemple', 'www .exemple', 1],
  ])('%s: numbers of no source are removed and counted', (given, text, removed) => {
    expect(read([given])).toMatchObject({ text, removed });
  });

  test('holds back an unfinished bracket, and drops it at the end', () => {
    const stream = createCitationStream(2);
    expect(stream.push('Oui [')).toEqual([{ type: 'text-delta', text: 'Oui' }]);
    expect(stream.push('2')).toEqual([]);
    expect(stream.push('].')).toEqual([
      { type: 'text-delta', text: ' ' },
      { type: 'citation', n: 2, position: 4 },
      { type: 'text-delta', text: '[2].' },
    ]);
    stream.push(' Non [1');
    stream.finish();
    expect(stream.text).toBe('Oui [2]. Non');
  });

  test('gives out a bracket that was no citation', () => {
    expect(read(['Voir [annexe']).text).toBe('Voir [annexe');
    expect(read([`Voir [${'a'.repeat(80)}]`]).text).toBe(`Voir [${'a'.repeat(80)}]`);
  });

  test('R44: invisible and control characters do not get through', () => {
    expect(read(['a\u0000b\u001b[2J\u202ec\u200bd\u{e0041}\r\ne']).text).toBe('ab[2Jcd\ne');
  });

  test('any way of cutting the text into deltas gives the same text and citations', () => {
    const alphabet = fc.constantFrom(
      ...[
        '[',
        ']',
        '【',
        '】',
        '1',
        '2',
        '9',
        ',',
        '-',
        ' ',
        '\n',
        '.',
        ';',
        'n°',
        'é',
        '😀',
        'et',
        '†',
        '\ud83d',
        '\u200b',
      ],
    );
    fc.assert(
      fc.property(fc.array(alphabet, { maxLength: 30 }), fc.array(fc.nat({ max: 60 })), (parts, cuts) => {
        const text = parts.join('');
        const places = [...new Set([0, ...cuts.filter((cut) => cut < text.length), text.length])].sort(
          (a, b) => a - b,
        );
        const deltas = places.slice(1).map((end, index) => text.slice(places[index], end));
        const whole = read([text]);
        expect(read(deltas)).toEqual(whole);
        expect(whole.text).toBe(whole.shown);
        for (const [n, position] of whole.citations) {
          expect(n).toBeLessThanOrEqual(3);
          expect(whole.text.slice(position, Number(position) + 3)).toBe(`[${n}]`);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
