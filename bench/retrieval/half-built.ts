/**
 * `node bench/retrieval/half-built.ts FOLDER [set …]`: nDCG@10 of fusion when only a share of the documents has vectors, one
 * line of JSON per set. FOLDER holds `SET.jsonl`, lines of `{kind: "q" | "p", id, v}`: vectors of questions and documents,
 * L2-normalised, made by any model. Questions without a vector are left out. Each share is drawn five times.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { retrieve } from '../../src/core/find/retrieve.ts';
import { everything } from '../../src/core/scope.ts';
import type { Hit, VectorHits } from '../../src/ports/search-index.ts';
import { anAccessFilter } from '../../test/support/access-filter-builder.ts';
import { seeded } from '../crash/survive.ts';
import { createExactIndex } from './exact-index.ts';
import { loadSet, type RetrievalSet, type SetName, setNames } from './load-set.ts';
import { ingest } from './measure.ts';
import { ndcg } from './scorers.ts';

const [folder = '.', ...wanted] = process.argv.slice(2);
const sets = process.env.RETRIEVAL_SETS ?? join(import.meta.dirname, '../../../shared/data/retrieval');
const shares = [0, 0.25, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1];
const draws = 5;

type Vectors = { readonly q: Map<string, Float32Array>; readonly p: Map<string, Float32Array> };

function readVectors(name: string): Vectors | null {
  const file = join(folder, `${name.startsWith('rgpd') ? 'rgpd-dev-fr-en' : name}.jsonl`);
  if (!existsSync(file)) return null;
  const vectors: Vectors = { q: new Map(), p: new Map() };
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '') continue;
    const { kind, id, v } = JSON.parse(line) as { kind: 'q' | 'p'; id: string; v: number[] };
    vectors[kind].set(id, Float32Array.from(v));
  }
  return vectors;
}

async function measureShares(set: RetrievalSet, vectors: Vectors): Promise<number[]> {
  const index = createExactIndex();
  const passages = ingest(set, index);
  const languages = [...new Set(set.sources.map(({ language }) => language))];
  const gate = async (_within: unknown, ids: readonly string[]) =>
    ids.flatMap((id) => passages.get(id) ?? []);
  const request = { within: anAccessFilter(), scope: everything, limit: 10, languages, onePerDocument: true };
  const questions = set.questions.filter(({ id }) => vectors.q.has(id));

  async function meanWith(has: ReadonlySet<string>): Promise<number> {
    let sum = 0;
    for (const { id, text, relevant } of questions) {
      const query = vectors.q.get(id) ?? new Float32Array();
      const hits = nearest(
        query,
        [...passages.values()].filter(({ document }) => has.has(document.id)),
      );
      const searchVectors = async (): Promise<VectorHits> => ({
        hits,
        chunks: 1,
        compared: 1,
        incomplete: new Set(),
      });
      const embedder = { generation: 'bench', embed: async () => [query] };
      const deps = { index: { ...index, searchVectors }, gate, ...(has.size > 0 && { embedder }) };
      const found = await retrieve(deps, { ...request, query: text });
      sum += ndcg(
        found.passages.map(({ document }) => document.id),
        relevant,
      );
    }
    return sum / questions.length;
  }

  function nearest(query: Float32Array, among: readonly { id: string; document: { id: string } }[]): Hit[] {
    const dot = (v: Float32Array) => v.reduce((sum, value, i) => sum + value * (query[i] ?? 0), 0);
    return among
      .map(({ id, document }) => ({
        chunkId: id,
        documentId: document.id,
        score: dot(vectors.p.get(document.id) ?? new Float32Array()),
      }))
      .sort((a, b) => b.score - a.score)
      .slice(0, 200);
  }

  const means: number[] = [];
  for (const share of shares) {
    const turns = share === 0 || share === 1 ? 1 : draws;
    let sum = 0;
    for (let draw = 0; draw < turns; draw += 1) {
      const random = seeded(draw + 1);
      sum += await meanWith(new Set(set.sources.flatMap(({ id }) => (random() < share ? [id] : []))));
    }
    means.push(Math.round((sum / turns) * 1_000) / 1_000);
  }
  return means;
}

for (const name of setNames satisfies readonly SetName[]) {
  const vectors = wanted.length === 0 || wanted.includes(name) ? readVectors(name) : null;
  if (!vectors) continue;
  const means = await measureShares(loadSet(sets, name), vectors);
  console.log(
    JSON.stringify({ set: name, ...Object.fromEntries(shares.map((share, i) => [share, means[i]])) }),
  );
}
