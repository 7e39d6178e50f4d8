import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { citedNumbers, readAnswer, withoutOpenMark } from './answer-text.ts';

const known = new Set([1, 2]);

describe('readAnswer', () => {
  it('reads paragraphs, lists and quotes, with their citations', () => {
    expect(readAnswer('Le tarif baisse [1].\n\n- A [2]\n- B\n\n> cité\n3. trois\n4. quatre', known)).toEqual([
      {
        kind: 'paragraph',
        inlines: [
          { kind: 'text', text: 'Le tarif baisse ' },
          { kind: 'citation', n: 1 },
          { kind: 'text', text: '.' },
        ],
      },
      {
        kind: 'list',
        start: null,
        items: [
          [
            { kind: 'text', text: 'A ' },
            { kind: 'citation', n: 2 },
          ],
          [{ kind: 'text', text: 'B' }],
        ],
      },
      { kind: 'quote', inlines: [{ kind: 'text', text: 'cité' }] },
      {
        kind: 'list',
        start: 3,
        items: [[{ kind: 'text', text: 'trois' }], [{ kind: 'text', text: 'quatre' }]],
      },
    ]);
  });

  it('leaves the number of an unknown source as text', () => {
    expect(readAnswer('Voir [7].', known)).toEqual([
      { kind: 'paragraph', inlines: [{ kind: 'text', text: 'Voir [7].' }] },
    ]);
  });

  it('R38 R40: leaves links, images, HTML and addresses as the characters that they are', () => {
    const hostile =
      '![x](https://evil.example/a.png) <img src=x onerror=alert(1)> [a][b] https://evil.example';
    expect(readAnswer(hostile, known)).toEqual([
      { kind: 'paragraph', inlines: [{ kind: 'text', text: hostile }] },
    ]);
  });

  it('loses no word of the answer, whatever it holds', () => {
    const part = fc.constantFrom('mot', ' ', '\n', '\n\n', '[1]', '[9]', '<b>', 'é');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const text = parts.join('');
        const marks = text.length === 0 ? [] : [{ end: text.length, support: 'partial' as const }];
        const shown = readAnswer(text, known, marks)
          .flatMap((block) =>
            block.kind === 'list'
              ? block.items.flat()
              : block.kind === 'table'
                ? block.rows.flat(2)
                : block.inlines,
          )
          .map((inline) =>
            inline.kind === 'citation' ? `[${inline.n}]` : inline.kind === 'doubt' ? '' : inline.text,
          )
          .join('');
        expect(shown.replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      }),
    );
  });
});

it('puts the mark of a sentence after it and its citations, in paragraphs, lists and quotes', () => {
  const text = 'Un [1]. Deux.\nTrois.\n\n- Quatre [2]\n> cinq';
  const after = (sentence: string, support: 'partial' | 'unsupported') => ({
    end: text.indexOf(sentence) + sentence.length,
    support,
  });
  const marks = [
    after('Un [1].', 'partial'),
    after('Trois.', 'unsupported'),
    after('- Quatre [2]', 'partial'),
    after('> cinq', 'unsupported'),
  ];
  const doubt = (support: 'partial' | 'unsupported') => ({ kind: 'doubt' as const, support });
  expect(readAnswer(text, known, marks)).toEqual([
    {
      kind: 'paragraph',
      inlines: [
        { kind: 'text', text: 'Un ' },
        { kind: 'citation', n: 1 },
        { kind: 'text', text: '.' },
        doubt('partial'),
        { kind: 'text', text: ' Deux.\nTrois.' },
        doubt('unsupported'),
      ],
    },
    {
      kind: 'list',
      start: null,
      items: [[{ kind: 'text', text: 'Quatre ' }, { kind: 'citation', n: 2 }, doubt('partial')]],
    },
    { kind: 'quote', inlines: [{ kind: 'text', text: 'cinq' }, doubt('unsupported')] },
  ]);
});

it('counts each cited source once', () => {
  expect(citedNumbers('a [2] b [1] c [2] d [9]', known)).toEqual([2, 1]);
});

it('hides a mark that is still arriving', () => {
  expect(withoutOpenMark('Texte [1')).toBe('Texte ');
  expect(withoutOpenMark('Texte [1]')).toBe('Texte [1]');
});

it('reads headings, strong words and tables, with a citation and a mark in each cell', () => {
  const text = '## Bilan\n| Critère | A **net** |\n|---|:-:|\n| Prix | 12 [1] |\n| x\\|y | [9] |\nFin.';
  const marks = [{ end: text.indexOf(' |\n| x'), support: 'partial' as const }];
  const word = (said: string) => ({ kind: 'text' as const, text: said });
  expect(readAnswer(text, known, marks)).toEqual([
    { kind: 'heading', inlines: [word('Bilan')] },
    {
      kind: 'table',
      rows: [
        [[word('Critère')], [word('A '), { kind: 'strong', text: 'net' }]],
        [[word('Prix')], [word('12 '), { kind: 'citation', n: 1 }, { kind: 'doubt', support: 'partial' }]],
        [[word('x|y')], [word('[9]')]],
      ],
    },
    { kind: 'paragraph', inlines: [word('Fin.')] },
  ]);
});
