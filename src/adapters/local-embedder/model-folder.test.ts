import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readModelFolder } from './model-folder.ts';

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'sourcier-model-folder-'));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

/** A folder with these files; objects are written as JSON. */
async function folder(name: string, files: Readonly<Record<string, unknown>>): Promise<string> {
  for (const [path, content] of Object.entries(files)) {
    const file = join(parent, name, path);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  }
  return join(parent, name);
}

const bert = {
  'config.json': { model_type: 'bert', max_position_embeddings: 512 },
  'tokenizer.json': {},
  'onnx/model_quantized.onnx': 'weights',
};

describe('the folder of a model', () => {
  test('tells its length, pooling and prefixes', async () => {
    expect(await readModelFolder(await folder('multilingual-e5-small', bert))).toMatchObject({
      name: 'multilingual-e5-small',
      maxTokens: 512,
      pooling: 'mean',
      prefixes: { query: 'query: ', passage: 'passage: ' },
    });
  });

  test('XLM-RoBERTa starts its positions after the padding; sentence-transformers say pooling and prompts', async () => {
    const files = {
      'config.json': { model_type: 'xlm-roberta', max_position_embeddings: 8_194, pad_token_id: 1 },
      'tokenizer.json': {},
      'onnx/model.onnx': 'weights',
      '1_Pooling/config.json': { pooling_mode_cls_token: true, pooling_mode_mean_tokens: false },
      'config_sentence_transformers.json': { prompts: { query: 'Q ', document: 'D ' } },
    };
    expect(await readModelFolder(await folder('bge-m3', files))).toMatchObject({
      maxTokens: 8_192,
      pooling: 'cls',
      prefixes: { query: 'Q ', passage: 'D ' },
    });
  });

  test('the smallest length that any file tells counts', async () => {
    const files = {
      ...bert,
      'sentence_bert_config.json': { max_seq_length: 128 },
      'tokenizer_config.json': { model_max_length: 1e30 },
    };
    expect((await readModelFolder(await folder('other', files)))?.maxTokens).toBe(128);
  });

  test('weights in 8 bits go before floats', async () => {
    const path = await folder('both', { ...bert, 'onnx/model.onnx': 'floats' });
    expect((await readModelFolder(path))?.onnxFile).toBe(join(path, 'onnx', 'model_quantized.onnx'));
  });

  test('other weights or another vocabulary have another digest, the same files the same one', async () => {
    const digests = await Promise.all(
      [
        bert,
        bert,
        { ...bert, 'onnx/model_quantized.onnx': 'weightz' },
        { ...bert, 'tokenizer.json': { model: 1 } },
        { ...bert, 'onnx/model_quantized.onnx': `${'x'.repeat(3_000_000)}a` },
        { ...bert, 'onnx/model_quantized.onnx': `${'x'.repeat(3_000_000)}b` },
      ].map(async (files, i) => (await readModelFolder(await folder(`m${i}`, files)))?.digest),
    );
    expect(digests[0]).toMatch(/^[0-9a-f]{8}$/);
    expect(digests[1]).toBe(digests[0]);
    expect(new Set(digests).size).toBe(5);
  });

  test.each(Object.keys(bert))('without %s it is no model', async (name) => {
    const files = Object.fromEntries(Object.entries(bert).filter(([path]) => path !== name));
    expect(await readModelFolder(await folder('part', files))).toBeNull();
  });

  test('a file that is no JSON, or pooling that is not known, is told', async () => {
    for (const [name, changes] of [
      ['broken', { 'config.json': '{' }],
      [
        'pooling',
        { '1_Pooling/config.json': { pooling_mode_max_tokens: true, pooling_mode_cls_token: false } },
      ],
    ] as const)
      await expect(readModelFolder(await folder(name, { ...bert, ...changes }))).rejects.toMatchObject({
        code: 'MODEL_FILE_INVALID',
      });
  });
});
