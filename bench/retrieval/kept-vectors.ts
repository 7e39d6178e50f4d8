import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalEmbedder } from '../../src/adapters/local-embedder/embedder.ts';
import { readModelFolder } from '../../src/adapters/local-embedder/model-folder.ts';
import type { Passage } from '../../src/core/answer/passage.ts';
import { textToEmbed } from '../../src/core/ingest/text-to-embed.ts';
import type { Vectors } from './measure.ts';

export type KeptVectors = {
  /** Vectors of these passages and questions: those made before are read from the folder. */
  readonly of: (passages: Iterable<Passage>, questions: readonly string[]) => Promise<Vectors>;
  readonly close: () => Promise<void>;
};

/** Vectors of the embedding model in `model`, kept in `folder` by text so that a measurement can be repeated in a minute. */
export async function openKeptVectors(model: string, folder: string): Promise<KeptVectors> {
  const found = await readModelFolder(model);
  if (!found) throw new Error(`${model}: no embedding model`);
  mkdirSync(folder, { recursive: true });
  const embedder = createLocalEmbedder(found, { folder: tmpdir(), threads: 2 });
  const known = new Map<string, Float32Array>();
  const fileOf = (name: string) => join(folder, name);
  const [keys, bytes] = [fileOf('keys.json'), fileOf('vectors.f32')];
  if (existsSync(keys)) {
    const names = JSON.parse(readFileSync(keys, 'utf8')) as string[];
    const data = readFileSync(bytes);
    const size = data.byteLength / 4 / names.length;
    const all = new Float32Array(data.buffer, data.byteOffset, data.byteLength / 4);
    for (const [at, name] of names.entries()) known.set(name, all.slice(at * size, (at + 1) * size));
  }
  const save = () => {
    writeFileSync(
      bytes,
      Buffer.concat([...known.values()].map((v) => Buffer.from(v.buffer, v.byteOffset, v.byteLength))),
    );
    writeFileSync(keys, JSON.stringify([...known.keys()]));
  };

  async function make(texts: readonly string[], kind: 'query' | 'passage'): Promise<void> {
    const missing = [...new Set(texts)].filter((text) => !known.has(keyOf(kind, text)));
    for (let from = 0; from < missing.length; from += 32) {
      const batch = missing.slice(from, from + 32);
      const vectors = await embedder.embed(batch, { kind });
      for (const [at, text] of batch.entries()) known.set(keyOf(kind, text), vectors[at] as Float32Array);
      if (from % 1_600 === 1_568) save();
    }
  }

  return {
    async of(passages, questions) {
      const texts = new Map(
        [...passages].map((one) => [one.id, textToEmbed({ ...one, title: one.document.title })]),
      );
      await make([...texts.values()], 'passage');
      save();
      await make(questions, 'query');
      return {
        ofChunk: (id) => known.get(keyOf('passage', texts.get(id) ?? '')),
        embedder: {
          generation: embedder.generation,
          embed: async (asked) => {
            await make(asked, 'query');
            return asked.map((text) => known.get(keyOf('query', text)) as Float32Array);
          },
        },
      };
    },
    async close() {
      save();
      await embedder.close();
    },
  };
}

const keyOf = (kind: string, text: string) =>
  `${kind} ${createHash('sha256').update(text).digest('base64url')}`;
