import { readFile } from 'node:fs/promises';
import { Tokenizer } from '@huggingface/tokenizers';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { tunables } from '../../../config/tunables.ts';
import type { ModelFolder } from './model-folder.ts';

/** A loaded model. */
export type Encoder = {
  /** Token ids of a text, special tokens included, cut to what the model takes. */
  tokenize(text: string): readonly number[];
  /** One L2-normalised vector per text; `null` where it would not be made of numbers. Several calls may run at once. */
  encode(batch: readonly (readonly number[])[]): Promise<readonly (Float32Array | null)[]>;
};

/** Loads a model. Each call of `encode` keeps one processor busy, so that a short one can run beside a long one. */
export async function loadEncoder(
  model: Pick<ModelFolder, 'onnxFile' | 'tokenizerFile' | 'maxTokens' | 'pooling'>,
): Promise<Encoder> {
  const [tokenizer, session]: [Tokenizer, InferenceSession] = await Promise.all([
    loadTokenizer(model.tokenizerFile),
    InferenceSession.create(model.onnxFile, {
      executionProviders: ['cpu'],
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
    }),
  ]);
  const output = session.outputNames.includes('last_hidden_state')
    ? 'last_hidden_state'
    : (session.outputNames[0] ?? '');

  return {
    tokenize: (text) => {
      // What the model cannot take need not be looked up: a text without spaces would take long.
      const { ids } = tokenizer.encode(text.slice(0, tunables.localEmbedder.textCharacters));
      // The last token is the one that ends a sequence.
      return ids.length <= model.maxTokens ? ids : [...ids.slice(0, model.maxTokens - 1), ids.at(-1) ?? 0];
    },
    encode: async (batch) => {
      const tokens = Math.max(...batch.map((ids) => ids.length));
      const feeds = Object.fromEntries(
        session.inputNames.map((name) => [name, inputTensor(name, batch, tokens)]),
      );
      const state = (await session.run(feeds, [output]))[output];
      if (!(state?.data instanceof Float32Array)) throw new TypeError(`${output} is no tensor of floats`);
      const { data } = state;
      const dimension = data.length / batch.length / tokens;
      return batch.map(({ length }, row) => {
        const start = row * tokens * dimension;
        const rows = data.subarray(start, start + length * dimension);
        return normalise(pool(model.pooling === 'cls' ? rows.subarray(0, dimension) : rows, dimension));
      });
    },
  };
}

async function loadTokenizer(file: string): Promise<Tokenizer> {
  return new Tokenizer(JSON.parse(await readFile(file, 'utf8')), {});
}

/** Padding has the id 0 and is masked; a model that asks for token types gets type 0. */
function inputTensor(name: string, batch: readonly (readonly number[])[], tokens: number): Tensor {
  const data = new BigInt64Array(batch.length * tokens);
  for (const [row, ids] of batch.entries())
    for (const [place, id] of ids.entries()) {
      if (name === 'input_ids') data[row * tokens + place] = BigInt(id);
      if (name === 'attention_mask') data[row * tokens + place] = 1n;
    }
  return new Tensor('int64', data, [batch.length, tokens]);
}

/** Sum of the rows; the mean points the same way. */
function pool(rows: Float32Array, dimension: number): Float64Array {
  const sum = new Float64Array(dimension);
  for (let i = 0; i < rows.length; i += 1) {
    const place = i % dimension;
    sum[place] = (sum[place] ?? 0) + (rows[i] ?? 0);
  }
  return sum;
}

function normalise(vector: Float64Array): Float32Array | null {
  const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return Number.isFinite(norm) && norm > 0 ? Float32Array.from(vector, (value) => value / norm) : null;
}
