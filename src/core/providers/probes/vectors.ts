import { dotProduct } from '../../dot-product.ts';
import { failed, type Probe, passed } from './probe.ts';

const texts = ['Le tarif de la cantine est voté chaque année.', 'La piscine ouvre à neuf heures.'] as const;

/** Dimension, length and sameness of vectors, asked for twice. */
export const embedding: Probe = {
  name: 'embedding',
  needs: 'embeddings',
  async run({ client, models, signal }) {
    const once = await client.embed(models.embeddings ?? '', texts, signal);
    const again = await client.embed(models.embeddings ?? '', texts, signal);
    const dimension = once[0]?.length ?? 0;
    const all = [...once, ...again];
    const sound = all.every((vector) => vector.length === dimension && norm(vector) > 0);
    if (once.length !== texts.length || again.length !== texts.length || dimension === 0 || !sound)
      return failed('vectors-unusable', { dimension });
    const deterministic = once.every((vector, at) => cosine(vector, again[at] ?? []) > 0.9999);
    const normalised = all.every((vector) => Math.abs(norm(vector) - 1) < 0.001);
    const facts = { dimension, deterministic, normalised };
    return deterministic ? passed(facts) : failed('vectors-differ', facts);
  },
};

export const rerank: Probe = {
  name: 'rerank',
  needs: 'rerank',
  async run({ client, models, signal }) {
    const query = 'Combien coûte le tarif de la cantine ?';
    const judged = [texts[1], 'Le tarif de la cantine est de trois euros.', 'Le conseil se réunit le mardi.'];
    const scores = await client.rerank(models.rerank, query, judged, signal);
    const best = scores.indexOf(Math.max(...scores));
    return best === 1 ? passed({ texts: judged.length }) : failed('order-wrong', { texts: judged.length });
  },
};

function norm(vector: readonly number[]): number {
  return Math.sqrt(dotProduct(vector, vector));
}

function cosine(one: readonly number[], other: readonly number[]): number {
  return dotProduct(one, other) / (norm(one) * norm(other));
}
