import { expect, test } from 'vitest';
import { textHashOf } from './text-hash.ts';
import { textToEmbed } from './text-to-embed.ts';

const of = (text: string) => ({ title: 'Piscine', headings: ['Tarifs'], text });

test('the ruler of a table makes no other vector, its rows and a line of dashes do', () => {
  const [ruled, bare] = [
    of('| Âge | Prix |\n|---|---|\n| 6 ans | 2 € |'),
    of('| Âge | Prix |\n| 6 ans | 2 € |'),
  ];
  expect(textToEmbed(ruled)).toBe('Piscine › Tarifs\n| Âge | Prix |\n| 6 ans | 2 € |');
  expect(textHashOf(ruled)).toBe(textHashOf(bare));
  expect(textHashOf(of('| Âge | Prix |\n| 6 ans | 3 € |'))).not.toBe(textHashOf(bare));
  expect(textHashOf(of('Prix\n---\n2 €'))).not.toBe(textHashOf(of('Prix\n2 €')));
});
