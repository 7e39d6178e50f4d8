import { expect, test } from 'vitest';
import { tunables } from '../../../config/tunables.ts';
import { aPassage } from '../../../test/support/a-passage.ts';
import { excerptOf } from './excerpt.ts';
import { pickSources } from './pick-sources.ts';

const line = (n: number) => `Ligne ${n} du règlement, écrite pour être lue.`;
const section = Array.from({ length: 60 }, (_, index) => line(index)).join('\n');

test('an excerpt is trimmed around its passage at line ends', () => {
  const passage = aPassage({ text: line(30), section: { text: section, tokens: 600 } });
  const excerpt = excerptOf(passage, 100);
  expect(excerpt).toContain(line(30));
  expect(excerpt.startsWith('…\nLigne')).toBe(true);
  expect(excerpt.endsWith('lue.\n…')).toBe(true);
  expect(excerpt.length).toBeLessThanOrEqual((section.length * 100) / 600 + 4);
});

test('a short section is read whole; a passage that is not in its section is read alone', () => {
  expect(excerptOf(aPassage({ text: line(3), section: { text: section, tokens: 600 } }), 600)).toBe(section);
  const row = '| Tarif | Prix |\n| A | 12 € |';
  expect(excerptOf(aPassage({ text: row, section: { text: section, tokens: 600 } }), 600)).toBe(row);
});

test('an excerpt never cuts its own passage', () => {
  expect(excerptOf(aPassage({ text: line(0), section: { text: section, tokens: 600 } }), 1)).toBe(
    `${line(0)}\n…`,
  );
  expect(excerptOf(aPassage({ text: line(59), section: { text: section, tokens: 600 } }), 1)).toBe(
    `…\n${line(59)}`,
  );
});

test('at most six sources, within the budget, the best ones widest', () => {
  const passages = Array.from({ length: 9 }, (_, index) =>
    aPassage({
      id: `chunk-${index}`,
      text: line(index + 20),
      document: { id: `document-${index}` },
      section: { text: section, tokens: 1_000 },
    }),
  );
  const picked = pickSources(passages);
  expect(picked.map(({ source }) => source.n)).toEqual([1, 2, 3, 4, 5, 6]);
  const lengths = picked.map(({ excerpt }) => excerpt.length);
  expect(lengths[0]).toBe(section.length);
  expect(lengths[5]).toBeLessThan(lengths[0] ?? 0);
  const tokens = lengths.reduce((sum, length) => sum + (length * 1_000) / section.length, 0);
  expect(tokens).toBeLessThanOrEqual(tunables.answering.sourceTokens * 1.02);
});

test('a second passage of the same section brings its own words only', () => {
  const of = (index: number) =>
    aPassage({ id: `chunk-${index}`, text: line(index), section: { text: section, tokens: 1_000 } });
  const [first, second] = pickSources([of(3), of(40)]);
  expect(first?.excerpt).toBe(section);
  expect(second?.excerpt).toBe(`…\n${line(40)}\n…`);
});

test('passages that do not fit are left out, the best one never', () => {
  const huge = (id: string) => aPassage({ id, text: 'mot '.repeat(3_000) });
  expect(pickSources([huge('a'), huge('b')]).map(({ source }) => source.id)).toEqual(['a']);
});
