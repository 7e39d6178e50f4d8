import { createHash } from 'node:crypto';
import { open, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../../core/errors.ts';
import { type EmbeddingPrefixes, usualPrefixes } from '../../core/usual-prefixes.ts';

/** An embedding model in a folder as Hugging Face lays it out, with what its files tell of its use. */
export type ModelFolder = {
  /** Name of the folder. */
  readonly name: string;
  readonly onnxFile: string;
  readonly tokenizerFile: string;
  /** Eight hexadecimal digits that change with the weights and the vocabulary. */
  readonly digest: string;
  /** Longest input, special tokens included. */
  readonly maxTokens: number;
  readonly pooling: 'mean' | 'cls';
  /** What the model wants before a text of each kind. */
  readonly prefixes: EmbeddingPrefixes;
};

const onnxFiles = ['onnx/model_quantized.onnx', 'onnx/model_int8.onnx', 'onnx/model.onnx', 'model.onnx'];

/** Families whose models start positions after the padding token's id. */
const positionsAfterPadding = ['roberta', 'xlm-roberta', 'camembert'];

const config = z.object({
  model_type: z.string().optional(),
  max_position_embeddings: z.int().positive().optional(),
  pad_token_id: z.int().min(0).nullish(),
});
const tokenizerConfig = z.object({ model_max_length: z.number().positive().optional() });
const sentenceConfig = z.object({ max_seq_length: z.int().positive().nullish() });
const poolingConfig = z.object({
  pooling_mode_cls_token: z.boolean().optional(),
  pooling_mode_mean_tokens: z.boolean().optional(),
});
const promptsConfig = z.object({ prompts: z.record(z.string(), z.string()).optional() });

/**
 * Reads what a model folder says of itself; `null` when it holds no model.
 * @throws AppError `MODEL_FILE_INVALID` when it holds one that cannot be used
 */
export async function readModelFolder(folder: string): Promise<ModelFolder | null> {
  const onnxFile = await firstFile(onnxFiles.map((name) => join(folder, name)));
  const tokenizerFile = await firstFile([join(folder, 'tokenizer.json')]);
  if (onnxFile === null || tokenizerFile === null) return null;
  const model = await readJson(join(folder, 'config.json'), config);
  if (model === null) return null;
  const [tokenizer, sentence, pooling, prompts] = await Promise.all([
    readJson(join(folder, 'tokenizer_config.json'), tokenizerConfig),
    readJson(join(folder, 'sentence_bert_config.json'), sentenceConfig),
    readJson(join(folder, '1_Pooling', 'config.json'), poolingConfig),
    readJson(join(folder, 'config_sentence_transformers.json'), promptsConfig),
  ]);
  return {
    name: basename(folder),
    onnxFile,
    tokenizerFile,
    digest: await fingerprint([onnxFile, tokenizerFile]),
    maxTokens: Math.min(
      tunables.localEmbedder.maxTokens,
      positionsOf(model),
      tokenizer?.model_max_length ?? Number.POSITIVE_INFINITY,
      sentence?.max_seq_length ?? Number.POSITIVE_INFINITY,
    ),
    pooling: poolingOf(folder, pooling),
    prefixes: prefixesOf(basename(folder), prompts?.prompts),
  };
}

function positionsOf({
  model_type = '',
  max_position_embeddings,
  pad_token_id,
}: z.infer<typeof config>): number {
  const positions = max_position_embeddings ?? 512;
  return positionsAfterPadding.includes(model_type) ? positions - (pad_token_id ?? 1) - 1 : positions;
}

function poolingOf(folder: string, pooling: z.infer<typeof poolingConfig> | null): ModelFolder['pooling'] {
  if (!pooling || pooling.pooling_mode_mean_tokens) return 'mean';
  if (pooling.pooling_mode_cls_token) return 'cls';
  throw new AppError('MODEL_FILE_INVALID', { detail: `${folder}: neither mean nor cls pooling.` });
}

/** What its files say, else what its family is known to want. */
function prefixesOf(name: string, prompts: Readonly<Record<string, string>> = {}): EmbeddingPrefixes {
  const { query, passage } = usualPrefixes(name);
  return {
    query: prompts.query ?? query,
    passage: prompts.passage ?? prompts.document ?? passage,
  };
}

async function firstFile(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) if ((await stat(path).catch(() => null))?.isFile()) return path;
  return null;
}

/** A file of JSON; `null` when it is not there. */
async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new AppError('MODEL_FILE_INVALID', { cause, detail: `${path}: not the file of a model.` });
  }
}

const samples = 256;
const sampleBytes = 4_096;

/**
 * A digest of the files' sizes and of samples spread over them. Other weights differ everywhere, so that 1 MB of 120 tells
 * them apart, and a command that only prints the status need not read them all.
 */
async function fingerprint(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      hash.update(`${size}\0`);
      const buffer = Buffer.alloc(sampleBytes);
      for (let sample = 0; sample < samples; sample += 1) {
        const at = Math.floor((sample * Math.max(0, size - sampleBytes)) / (samples - 1));
        const { bytesRead } = await file.read(buffer, 0, sampleBytes, at);
        hash.update(buffer.subarray(0, bytesRead));
      }
    } finally {
      await file.close();
    }
  }
  return hash.digest('hex').slice(0, 8);
}
