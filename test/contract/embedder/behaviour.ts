import { expect, test } from 'vitest';
import { tunables } from '../../../config/tunables.ts';
import type { Embedder } from '../../../src/ports/embedder.ts';

/** What every embedder does. `make` gives one that is closed by the suite that calls this. */
export function describeEmbedder(make: () => Embedder): void {
  test('gives normalised vectors in the order of the texts, however many', async () => {
    const texts = ['la cantine', 'le budget de la commune', 'la piscine', 'le conseil', 'la cantine'];
    const vectors = await make().embed(texts, { kind: 'passage' });
    expect(vectors).toHaveLength(5);
    expect(new Set(vectors.map((vector) => vector?.length)).size).toBe(1);
    for (const vector of vectors) expect(cosine(vector, vector)).toBeCloseTo(1, 5);
    expect(cosine(vectors[0], vectors[4])).toBeCloseTo(1, 5);
    expect(cosine(vectors[0], vectors[1])).toBeLessThan(0.999);
  });

  test('a text has the same vector alone and among others', async () => {
    const embedder = make();
    const others = [
      'court',
      'un texte nettement plus long que les autres, qui fait du remplissage',
      'la piscine',
    ];
    const [alone] = await embedder.embed(['la piscine'], { kind: 'passage' });
    const among = await embedder.embed(others, { kind: 'passage' });
    expect(cosine(alone, among[2])).toBeGreaterThan(0.999);
  });

  test('questions and passages are told apart', async () => {
    const embedder = make();
    const [query] = await embedder.embed(['tarif'], { kind: 'query' });
    const [passage] = await embedder.embed(['tarif'], { kind: 'passage' });
    expect(cosine(query, passage)).toBeLessThan(0.9999);
  });

  test('nothing to embed gives nothing', async () => {
    expect(await make().embed([], { kind: 'query' })).toEqual([]);
  });

  test('the generation names the model and the version of the text', () => {
    const { generation } = make();
    expect(generation).toMatch(new RegExp(`^[\\w.-]+@${tunables.embedding.textVersion}(\\+[0-9a-f]{8})?$`));
    expect(generation).toContain('e5-small');
  });

  test('an abort rejects with its reason', async () => {
    const reason = new Error('the reader left');
    await expect(make().embed(['un'], { kind: 'query', signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    );
  });
}

export function cosine(a: Float32Array | null | undefined, b: Float32Array | null | undefined): number {
  return [...(a ?? [])].reduce((sum, value, place) => sum + value * (b?.[place] ?? 0), 0);
}
