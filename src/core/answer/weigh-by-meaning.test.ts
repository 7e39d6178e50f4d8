import { expect, test } from 'vitest';
import { aSource } from '../../../test/support/a-passage.ts';
import { rateQuotes } from './rate-quotes.ts';
import { weighByMeaning } from './weigh-by-meaning.ts';

const question = 'Qui appeler pour la photocopieuse du bureau ?';
const sources = [
  aSource({
    text: 'Le bureau reste fermé le lundi matin. Il faut appeler le technicien des copieurs au 4242. Le parc ferme à 19 h.',
  }),
];
const rated = rateQuotes(question, sources);
const texts = (pieces: typeof rated) => pieces.map(({ unit }) => unit.text);

test('a piece that means what is asked comes before one that shares words with it', async () => {
  expect(texts(rated)[0]).not.toContain('copieurs');
  const weighed = await weighByMeaning(question, rated, async (_question, compared) =>
    compared.map((text) => (text.includes('copieurs') ? 0.9 : 0.7)),
  );
  expect(texts([...weighed])[0]).toContain('copieurs');
  expect(texts([...weighed]).toSorted()).toEqual(texts(rated).toSorted());
});

test('where nobody can tell, or all are alike, words decide', async () => {
  expect(await weighByMeaning(question, rated, undefined)).toBe(rated);
  expect(await weighByMeaning(question, rated, async () => null)).toBe(rated);
  expect(await weighByMeaning(question, rated, async () => rated.map(() => 0.8))).toBe(rated);
});

test('a single piece is not compared with itself', async () => {
  const [first] = rated;
  const asked: string[] = [];
  await weighByMeaning(question, first ? [first] : [], async (spoken) => {
    asked.push(spoken);
    return [1];
  });
  expect(asked).toEqual([]);
});
