import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalEmbedder } from '../../src/adapters/local-embedder/embedder.ts';
import { readModelFolder } from '../../src/adapters/local-embedder/model-folder.ts';
import type { Embedder } from '../../src/ports/embedder.ts';

/** Embeds each text once: what was embedded before, in whatever run, comes from a file. */
export type CachedEmbedder = Pick<Embedder, 'embed' | 'generation' | 'trust'> & {
  /** Embeds what is missing of many texts, and shows how far it is on standard error. */
  fill(texts: readonly string[], kind: 'query' | 'passage'): Promise<void>;
  close(): Promise<void>;
};

type Line = { readonly key: string; readonly vector: string };

/**
 * A model of this machine with its vectors kept in a folder, by generation (the model's weights and what is said before a
 * text) and hash of the text. Each batch is kept at once: a run that was stopped goes on where it was.
 * @throws Error when the folder holds no model
 */
export async function createCachedEmbedder(
  modelFolder: string,
  cacheFolder: string = tmpdir(),
): Promise<CachedEmbedder> {
  const model = await readModelFolder(modelFolder);
  if (!model) throw new Error(`${modelFolder}: no embedding model`);
  const scratch = mkdtempSync(join(tmpdir(), 'sourcier-bench-'));
  const embedder = createLocalEmbedder(model, { folder: scratch, threads: 1, queryTimeoutMs: 120_000 });
  mkdirSync(cacheFolder, { recursive: true });
  const file = join(cacheFolder, `vectors-${embedder.generation.replace(/[^\w.-]+/g, '-')}.jsonl`);
  const known = readVectors(file);
  const keyOf = (text: string, kind: string) =>
    createHash('sha256').update(`${kind}\0${text}`).digest('base64url');

  async function make(texts: readonly string[], kind: 'query' | 'passage'): Promise<void> {
    const missing = [...new Set(texts)].filter((text) => !known.has(keyOf(text, kind)));
    if (missing.length === 0) return;
    const vectors = await embedder.embed(missing, { kind });
    const lines = missing.map((text, at) => {
      const vector = vectors[at];
      if (!vector) throw new Error('the model gave no vector');
      const key = keyOf(text, kind);
      known.set(key, vector);
      const bytes = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
      return `${JSON.stringify({ key, vector: bytes.toString('base64') } satisfies Line)}\n`;
    });
    appendFileSync(file, lines.join(''));
  }

  return {
    generation: embedder.generation,
    trust: embedder.trust,
    embed: async (texts, { kind }) => {
      await make(texts, kind);
      return texts.map((text) => known.get(keyOf(text, kind)) ?? new Float32Array());
    },
    fill: async (texts, kind) => {
      const missing = [...new Set(texts)].filter((text) => !known.has(keyOf(text, kind)));
      const size = embedder.maxTextsPerCall;
      for (let from = 0; from < missing.length; from += size) {
        await make(missing.slice(from, from + size), kind);
        process.stderr.write(`\r${kind}: ${Math.min(from + size, missing.length)}/${missing.length}`);
      }
      if (missing.length > 0) process.stderr.write('\n');
    },
    close: async () => {
      await embedder.close();
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}

function readVectors(file: string): Map<string, Float32Array> {
  const known = new Map<string, Float32Array>();
  if (!existsSync(file)) return known;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const read = parse(line);
    if (read)
      known.set(read.key, new Float32Array(Uint8Array.from(Buffer.from(read.vector, 'base64')).buffer));
  }
  return known;
}

/** `null` for what a run that was killed left half-written. */
function parse(line: string): Line | null {
  try {
    return JSON.parse(line) as Line;
  } catch {
    return null;
  }
}
