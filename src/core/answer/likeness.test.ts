import { expect, test, vi } from 'vitest';
import type { Sensitivity } from '../document.ts';
import { mostSensitive, type TrustLevel } from '../trust.ts';
import { createLikeness } from './likeness.ts';

/** Two dimensions: whether a text speaks of dogs, and whether it does not. */
function anEmbedder(trust: TrustLevel = 'on-premises') {
  const embed = vi.fn(async (texts: readonly string[]) =>
    texts.map((text) => Float32Array.from(text.includes('chien') ? [1, 0] : [0.6, 0.8])),
  );
  return { trust, embed };
}

const circumstances = { earlier: [] as Sensitivity[], signal: new AbortController().signal };

test('the cosine of each text with the question', async () => {
  const likeness = createLikeness(anEmbedder(), circumstances);
  const near = await likeness?.('un chien', ['le chien', 'le chat'], ['interne']);
  expect(near?.map((one) => Math.round(one * 10) / 10)).toEqual([1, 0.6]);
});

test('R67: nothing goes to an embedder elsewhere, nor to one that may not see a source or what was said before', async () => {
  expect(createLikeness(anEmbedder('state'), circumstances)).toBeUndefined();
  expect(createLikeness(undefined, circumstances)).toBeUndefined();
  const matrix = { ...mostSensitive, 'on-premises': 'interne' as const };
  const embedder = anEmbedder();
  const ask = (earlier: Sensitivity[], sensitivity: Sensitivity) =>
    createLikeness(embedder, { ...circumstances, matrix, earlier })?.('un chien', ['le chat'], [sensitivity]);
  expect(await ask([], 'sensible')).toBeNull();
  expect(await ask(['sensible'], 'ouvert')).toBeNull();
  expect(embedder.embed).not.toHaveBeenCalled();
  expect(await ask(['interne'], 'ouvert')).toHaveLength(1);
});

test('an embedder that fails tells nothing; who asked and went away is not answered', async () => {
  const failing = { ...anEmbedder(), embed: async () => Promise.reject(new Error('busy')) };
  expect(await createLikeness(failing, circumstances)?.('un chien', ['le chat'], [])).toBeNull();
  const leaving = AbortSignal.abort(new Error('gone'));
  await expect(
    createLikeness(failing, { ...circumstances, signal: leaving })?.('un chien', ['le chat'], []),
  ).rejects.toThrow('gone');
});

test('a text without a vector leaves all of them untold', async () => {
  const embedder = { ...anEmbedder(), embed: async (texts: readonly string[]) => texts.map(() => null) };
  expect(await createLikeness(embedder, circumstances)?.('un chien', ['le chat'], [])).toBeNull();
});
