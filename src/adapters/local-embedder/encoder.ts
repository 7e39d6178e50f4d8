import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ModelFolder } from './model-folder.ts';

/** One L2-normalised vector per text (token ids); `null` where it would not be made of numbers. */
export type Encode = (batch: readonly (readonly number[])[]) => Promise<readonly (Float32Array | null)[]>;

/** Loads a model. It computes on the thread that calls, which does nothing else meanwhile. */
export async function loadEncoder({
  onnxFile,
  pooling,
}: Pick<ModelFolder, 'onnxFile' | 'pooling'>): Promise<Encode> {
  const session = await InferenceSession.create(onnxFile, {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  const { inputNames, outputNames } = session;
  const output = outputNames.includes('last_hidden_state') ? 'last_hidden_state' : (outputNames[0] ?? '');
  return async (batch) => {
    const tokens = Math.max(...batch.map((ids) => ids.length));
    const feeds = Object.fromEntries(inputNames.map((name) => [name, inputTensor(name, batch, tokens)]));
    const state = (await session.run(feeds, [output]))[output];
    if (!(state?.data instanceof Float32Array)) throw new TypeError(`${output} is no tensor of floats`);
    const { data } = state;
    const dimension = data.length / batch.length / tokens;
    return batch.map(({ length }, row) => {
      const start = row * tokens * dimension;
      const rows = data.subarray(start, start + length * dimension);
      return normalise(pool(pooling === 'cls' ? rows.subarray(0, dimension) : rows, dimension));
    });
  };
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
