import { describe, expect, it } from 'vitest';
import { tunables } from '../../../config/tunables.ts';
import { anAccessFilter } from '../../../test/support/access-filter-builder.ts';
import type { Reranker } from '../../ports/reranker.ts';
import type { Hit, VectorHits, WordHits } from '../../ports/search-index.ts';
import type { Passage } from '../answer/passage.ts';
import { AppError } from '../errors.ts';
import { encodeChunk, type encodeQuery } from './encode.ts';
import { type RetrieveDeps, type RetrieveRequest, retrieve } from './retrieve.ts';

type Text = { readonly id: string; readonly document: string; readonly text: string };

const request: RetrieveRequest = {
  query: 'congés de paternité',
  within: anAccessFilter(),
  scope: {},
  documents: 3,
  limit: 10,
  languages: ['fr'],
  passagesPerDocument: { usual: 1, inFocus: 1 },
};
const texts: readonly Text[] = [
  { id: 'a1', document: 'a', text: 'Les congés de paternité durent vingt-cinq jours.' },
  {
    id: 'a2',
    document: 'a',
    text: 'La paternité donne droit à des jours et à une prime versée en une fois.',
  },
  { id: 'b1', document: 'b', text: 'Les congés annuels se demandent au chef de service.' },
  { id: 'c1', document: 'c', text: 'LES CONGES DE PATERNITE DURENT VINGT-CINQ JOURS' },
];
const hidden: Text = { id: 'x1', document: 'x', text: 'congés de paternité congés de paternité secrets' };

function world(indexed: readonly Text[], readable: readonly Text[], statisticsOver = readable) {
  const reads: (readonly string[])[] = [];
  const deps: RetrieveDeps = {
    index: {
      searchWords: async (query) => wordHits(query, indexed, statisticsOver),
      searchDocuments: async () => [],
      searchVectors: async () => vectorHits(indexed.map((text, at) => vectorHit(text, 1 - at / 10))),
    },
    library: {
      readPassages: async (_within, ids) => {
        reads.push(ids);
        return ids.flatMap((id) => readable.filter((text) => text.id === id).map(passageOf));
      },
      readableAmong: async (_within, ids) =>
        new Set(ids.filter((id) => readable.some((text) => text.id === id))),
    },
  };
  return { deps, reads };
}

function vectorHits(hits: readonly Hit[]): VectorHits {
  return { hits, chunks: hits.length, compared: hits.length, mean: 0, deviation: 0.1 };
}

/** Words of texts, found once each: every search counts over all of them. */
const known = new Map<Text, ReturnType<typeof encodeChunk>>();
function wordsOf(text: Text): ReturnType<typeof encodeChunk> {
  const words =
    known.get(text) ?? encodeChunk({ title: text.document, headings: [], text: text.text, language: 'fr' });
  known.set(text, words);
  return words;
}

function wordHits(
  query: ReturnType<typeof encodeQuery>,
  indexed: readonly Text[],
  counted: readonly Text[],
): WordHits {
  const among = counted.map((text) => new Set(wordsOf(text).ids));
  const frequencies = new Map([...query.ids].map((id) => [id, among.filter((ids) => ids.has(id)).length]));
  const frequency = (id: number) => frequencies.get(id) ?? 0;
  const hits = indexed.map((text): Hit => {
    const { ids, weights } = wordsOf(text);
    const score = query.ids.reduce((sum, id, at) => {
      const idf = Math.log(1 + (counted.length - frequency(id) + 0.5) / (frequency(id) + 0.5));
      return sum + idf * (query.weights[at] ?? 0) * (weights[ids.indexOf(id)] ?? 0);
    }, 0);
    return { chunkId: text.id, documentId: text.document, score };
  });
  return {
    hits: hits
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score || (a.chunkId < b.chunkId ? -1 : 1)),
    readableChunks: counted.length,
    documentFrequency: frequencies,
  };
}

function vectorHit({ id, document }: Text, score: number): Hit {
  return { chunkId: id, documentId: document, score };
}

function passageOf({ id, document, text }: Text): Passage {
  return {
    id,
    sensitivity: 'interne',
    document: {
      id: document,
      title: document,
      path: document,
      space: 's',
      version: 1,
      language: 'fr',
      modifiedAt: new Date(0),
      url: null,
    },
    headings: [],
    place: null,
    aside: null,
    recognised: null,
    start: 0,
    end: text.length,
    text,
  };
}

const embedder = {
  generation: 'test@1',
  trust: 'on-premises' as const,
  embed: async () => [Float32Array.of(1)],
};

describe('retrieve', () => {
  it('gives the best passage of each document, duplicates folded, scores from the best', async () => {
    const { deps, reads } = world(texts, texts);
    const { passages, notices } = await retrieve(deps, request);
    expect(passages.map(({ id, duplicates }) => [id, duplicates])).toEqual([
      ['a1', 1],
      ['b1', 0],
    ]);
    expect(passages[0]).toMatchObject({ score: 1 });
    expect(passages[1]?.score).toBeLessThan(1);
    expect(notices).toEqual([]);
    expect(reads).toHaveLength(1);
  });

  it('gives several passages of one document for an answer, and no more than asked', async () => {
    const several = await retrieve(world(texts, texts).deps, {
      ...request,
      passagesPerDocument: { usual: 3, inFocus: 3 },
    });
    expect(several.passages.map(({ id }) => id)).toEqual(['a1', 'a2', 'b1']);
    const one = await retrieve(world(texts, texts).deps, { ...request, limit: 1 });
    expect(one.passages).toHaveLength(1);
  });

  it('gives as many passages of one document as are asked for, past the numbers of an answer', async () => {
    const long = ['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot', 'golf'].map((word, at) => ({
      id: `p${at}`,
      document: 'p',
      text: `Congés de paternité : ${word} ${word.toUpperCase()}x ${word}${word} ${at}`,
    }));
    const some = { ...request, passagesPerDocument: { usual: 6, inFocus: 6 } };
    expect((await retrieve(world(long, long).deps, some)).passages).toHaveLength(6);
  });

  it('R01: shows nothing that the gate withholds, even when the index offers it', async () => {
    const { passages } = await retrieve(world([hidden, ...texts], texts).deps, request);
    expect(passages.some(({ id }) => id === 'x1')).toBe(false);
  });

  it('R02 R15: a forbidden document left in a stale index changes no order, score, coverage or duplicate count', async () => {
    const flood = Array.from({ length: 150 }, (_, at) => ({
      ...hidden,
      id: `x${at}`,
      document: `x${at % 3}`,
    }));
    for (const parts of [{}, { embedder }]) {
      const without = await retrieve({ ...world(texts, texts).deps, ...parts }, request);
      const stale = world([...texts, hidden, ...flood], texts);
      expect(without.passages.length).toBeGreaterThan(0);
      expect((await retrieve({ ...stale.deps, ...parts }, request)).passages).toEqual(without.passages);
    }
  });

  it('counts what vectors find, less so when the question holds a reference', async () => {
    const decree = { id: 'd1', document: 'd', text: 'Décret n° 2024-113, congés.' };
    const { deps } = world([...texts, decree], [...texts, decree]);
    const searchVectors = async () => vectorHits([{ chunkId: 'b1', documentId: 'b', score: 0.9 }]);
    const both = { ...deps, embedder, index: { ...deps.index, searchVectors } };
    const order = async (query: string) =>
      (await retrieve(both, { ...request, query })).passages.map(({ id }) => id);
    expect((await order('repos à prendre en famille'))[0]).toBe('b1');
    expect((await order('2024-113'))[0]).toBe('d1');
  });

  it('weighs vectors as the organisation wants it', async () => {
    const { deps } = world(texts, texts);
    const searchVectors = async () => vectorHits([{ chunkId: 'b1', documentId: 'b', score: 0.9 }]);
    const first = async (vectorWeight: number) => {
      const fusion = { ...tunables.find.fusion, vectorWeight };
      const both = { ...deps, embedder, fusion, index: { ...deps.index, searchVectors } };
      return (await retrieve(both, request)).passages[0]?.id;
    };
    expect([await first(0.001), await first(1)]).toEqual(['a1', 'b1']);
  });

  it('puts what a reference names before what cites it and what vectors find', async () => {
    const article = {
      id: 'l1',
      document: 'Code du travail, article L1222-10',
      text: 'L’employeur informe le salarié.',
    };
    const other = { ...article, id: 'l2', document: 'Code rural, article L1222-10' };
    const citing = {
      id: 'c2',
      document: 'Code du travail',
      text: 'Articles L. 1222-10, L. 1222-10 et art. L. 1222-10.',
    };
    const others = Array.from({ length: 40 }, (_, at) => ({
      id: `o${at}`,
      document: `Note ${at}`,
      text: 'Le code.',
    }));
    const all = [...texts, ...others, other, citing, article];
    const { deps } = world(all, all);
    // As near as vectors come: five standard deviations above the mean.
    const searchVectors = async () => ({
      ...vectorHits([{ chunkId: 'c2', documentId: citing.document, score: 0.9 }]),
      mean: 0.4,
    });
    const both = { ...deps, embedder, index: { ...deps.index, searchVectors } };
    for (const number of ['L. 1222-10', 'L1222-10', '1222-10'])
      for (const code of ['code du travail', 'CT']) {
        const query = `Que dit l’article ${number} du ${code} ?`;
        const { passages } = await retrieve(both, { ...request, query });
        expect(passages[0]?.id, query).toBe('l1');
      }
  });

  it('goes on with words, and says so, while too few of the chunks have vectors', async () => {
    const ask = (compared: number) => {
      const searchVectors = async () => ({
        ...vectorHits([{ chunkId: 'b1', documentId: 'b', score: 0.9 }]),
        chunks: 100,
        compared,
      });
      const { deps } = world(texts, texts);
      const asked = { ...request, query: 'villégiature en famille' };
      return retrieve({ ...deps, embedder, index: { ...deps.index, searchVectors } }, asked);
    };
    const least = Math.ceil(100 * tunables.find.vectorCoverage);
    const enough = await ask(least);
    expect([enough.notices, enough.passages[0]?.id]).toEqual([[], 'b1']);
    const tooFew = await ask(least - 1);
    expect([tooFew.notices, tooFew.passages[0]?.id]).toEqual([['words-only'], undefined]);
  });

  it('prefers documents of the time that was wanted among those that are readable, and only then', async () => {
    const rule = (version: number, more = ''): Text => ({
      id: `v${version}`,
      document: `Règlement v${version}`,
      text: `Le vestiaire ferme à ${version} heures. ${more}`,
    });
    const rules = [rule(1), rule(2, 'Chacun le sait.'), rule(3, 'Chacun le sait, et le fait savoir.')];
    const asked = { ...request, query: 'À quelle heure ferme le vestiaire ?' };
    const first = async (deps: RetrieveDeps, time?: RetrieveRequest['time']) =>
      (await retrieve(deps, { ...asked, ...(time !== undefined && { time }) })).passages[0]?.id;
    const latest = { from: null, to: null, latest: true };
    expect(await first(world(rules, rules).deps)).toBe('v1');
    expect(await first(world(rules, rules).deps, null)).toBe('v1');
    expect(await first(world(rules, rules).deps, latest)).toBe('v3');
    // R02: a newer version that may not be read supersedes nothing.
    const [one, two] = rules.slice(0, 2) as [Text, Text];
    const without = await retrieve(world([one, two], [one, two]).deps, { ...asked, time: latest });
    const stale = await retrieve(world(rules, [one, two]).deps, { ...asked, time: latest });
    expect(stale.passages).toEqual(without.passages);
    expect(stale.passages[0]?.id).toBe('v2');
  });

  it('R02 R15: asked what something is, prefers the readable passage that says it', async () => {
    const asks = {
      id: 'a1',
      document: 'a',
      text: 'Congés : une demande de congés annuels, des congés annuels refusés.',
    };
    const says = {
      id: 'b1',
      document: 'b',
      text: 'Les congés annuels désignent les jours de repos payés de l’année.',
    };
    const secret = { ...says, id: 'x1', document: 'x' };
    const query = 'congés annuels';
    const ranking = async (term: string | null, indexed: readonly Text[]) =>
      (await retrieve(world(indexed, [asks, says]).deps, { ...request, query, term })).passages.map(
        ({ id, score }) => [id, score],
      );
    expect((await ranking(null, [asks, says])).map(([id]) => id)).toEqual(['a1', 'b1']);
    expect((await ranking(query, [asks, says])).map(([id]) => id)).toEqual(['b1', 'a1']);
    expect(await ranking(query, [secret, asks, says])).toEqual(await ranking(query, [asks, says]));
  });

  it('goes on with words, and says so, when the model changed behind its name', async () => {
    const { deps } = world(texts, texts);
    const searchVectors = () => Promise.reject(new AppError('CONFLICT'));
    const reply = await retrieve({ ...deps, embedder, index: { ...deps.index, searchVectors } }, request);
    expect(reply.notices).toEqual(['words-only']);
    const broken = { ...deps.index, searchVectors: () => Promise.reject(new AppError('STORE_UNAVAILABLE')) };
    await expect(retrieve({ ...deps, embedder, index: broken }, request)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
  });

  it('goes on with words, and says so, when the embedder fails', async () => {
    const failing = { ...embedder, embed: () => Promise.reject(new AppError('EMBEDDER_UNAVAILABLE')) };
    const reply = await retrieve({ ...world(texts, texts).deps, embedder: failing }, request);
    expect(reply.notices).toEqual(['words-only']);
    expect(reply.passages[0]?.id).toBe('a1');
  });

  it('does not take an abort for a broken embedder', async () => {
    const controller = new AbortController();
    const aborting = {
      ...embedder,
      embed: () => {
        controller.abort();
        return Promise.reject(new AppError('EMBEDDER_UNAVAILABLE'));
      },
    };
    const deps = { ...world(texts, texts).deps, embedder: aborting };
    await expect(retrieve(deps, { ...request, signal: controller.signal })).rejects.toThrow(/abort/i);
  });

  it('R01 R02: has the readable passages judged before it cuts, and those alone', async () => {
    const sent: (readonly string[])[] = [];
    const reranker: Reranker = {
      trust: 'on-premises',
      rerank: async (_query, judged) => {
        sent.push(judged);
        return judged.map((text) => Number(text.includes('annuels')));
      },
    };
    const close = { ...request, query: 'congés', limit: 1 };
    const clean = await retrieve({ ...world(texts, texts).deps, reranker }, close);
    expect(clean.passages.map(({ id, score }) => [id, score])).toEqual([['b1', 1]]);
    expect(clean.timings.rerankMs).toBeGreaterThanOrEqual(0);
    const stale = await retrieve({ ...world([hidden, ...texts], texts).deps, reranker }, close);
    expect(stale.passages).toEqual(clean.passages);
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
    const { timings } = await retrieve(world(texts, texts).deps, close);
    expect(timings).not.toHaveProperty('rerankMs');
  });

  it('finds nothing where nothing is readable', async () => {
    expect((await retrieve(world(texts, []).deps, request)).passages).toEqual([]);
  });
});
