import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createNotFoundGate, saysNothingFound } from './not-found-gate.ts';
import { texts } from './texts.ts';

const sentence = texts.fr.modelFoundNothing;

function read(deltas: readonly string[]) {
  const gate = createNotFoundGate(sentence);
  const given = deltas.map((delta) => gate.push(delta)).join('');
  const { rest, nothingFound } = gate.finish();
  return { text: given + rest, nothingFound };
}

test.each([
  sentence,
  'la réponse ne se trouve pas dans ces extraits',
  ` «\u00a0${sentence}\u00a0» Désolé.`,
])('nothing of « %s » is shown', (reply) => {
  expect(read([...reply])).toEqual({ text: '', nothingFound: true });
});

test.each([
  'La réponse est 12 € [1].',
  'La réponse ne se trouve',
  `${sentence} Mais le tarif est de 12 € [1].`,
  '',
])('« %s » is an answer', (reply) => {
  expect(read([...reply])).toEqual({ text: reply, nothingFound: false });
});

test('no text is lost, however it is cut', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat({ max: 20 }), (reply, cut) => {
      const { text, nothingFound } = read([reply.slice(0, cut), reply.slice(cut)]);
      expect(nothingFound ? '' : reply).toBe(text);
    }),
  );
});

test('an apology before the sentence is recognised', () => {
  expect(saysNothingFound(`Désolé. ${sentence}`, 'fr')).toBe(true);
  expect(saysNothingFound('La réponse est 12 €.', 'fr')).toBe(false);
});
