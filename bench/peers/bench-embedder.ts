import type { Embedder } from '../../src/ports/embedder.ts';

/** The embedder as the libraries want one: plain numbers, texts of any length, which it cuts like they do. */
export type BenchEmbedder = {
  embedPassages(texts: readonly string[]): Promise<number[][]>;
  embedQuestion(text: string): Promise<number[]>;
  /** Passages embedded so far: with no cache in between, the chunks of whoever asked. */
  readonly passages: () => number;
};

export function createBenchEmbedder(embedder: Pick<Embedder, 'embed' | 'maxTextsPerCall'>): BenchEmbedder {
  let passages = 0;

  async function embed(texts: readonly string[], kind: 'query' | 'passage'): Promise<number[][]> {
    const vectors = await embedder.embed(texts, { kind });
    return vectors.map((vector) => {
      if (vector === null) throw new Error('A text was not embedded.');
      return [...vector];
    });
  }

  return {
    embedPassages: async (texts) => {
      const vectors: number[][] = [];
      for (let from = 0; from < texts.length; from += embedder.maxTextsPerCall)
        vectors.push(...(await embed(texts.slice(from, from + embedder.maxTextsPerCall), 'passage')));
      passages += texts.length;
      return vectors;
    },
    embedQuestion: async (text) => (await embed([text], 'query'))[0] ?? [],
    passages: () => passages,
  };
}
