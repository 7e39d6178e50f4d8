import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { convertModel } from '../../../src/adapters/local-embedder/conversion/convert-model.ts';
import { convertOnThread } from '../../../src/adapters/local-embedder/conversion/convert-on-thread.ts';
import { loadEncoder } from '../../../src/adapters/local-embedder/encoder.ts';
import { loadTokenizer } from '../../../src/adapters/local-embedder/tokenizer.ts';
import { cosine } from '../../contract/embedder/behaviour.ts';
import { makeTinyModel, type TinyModel } from '../../support/embedding/tiny-model.ts';
import { tinyQ4File } from '../../support/embedding/tiny-q4-file.ts';

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'sourcier-convert-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

async function fileOf(content: Buffer): Promise<string> {
  const file = join(scratch, 'weights');
  await writeFile(file, content);
  return file;
}

const texts = ['query: combien de jours ?', 'passage: les agents', 'passage: 25'];

describe('converting weights in 4 bits', () => {
  test('8 bits and floats give nearly the same vectors, alone and padded in a batch', async () => {
    const models: TinyModel[] = await Promise.all(
      (['int8', 'float32'] as const).map((precision) => makeTinyModel({ precision, shape: { layers: 3 } })),
    );
    const [int8 = [], float32 = []] = await Promise.all(
      models.map(async ({ model }) => {
        const [tokenize, encode] = await Promise.all([loadTokenizer(model), loadEncoder(model)]);
        return encode(texts.map(tokenize));
      }),
    );
    for (const [i, vector] of int8.entries()) expect(cosine(vector, float32[i])).toBeGreaterThan(0.99);
    const { model } = models[1] as TinyModel;
    const [tokenize, encode] = await Promise.all([loadTokenizer(model), loadEncoder(model)]);
    for (const [i, text] of texts.entries())
      expect(cosine((await encode([tokenize(text)]))[0], float32[i])).toBeGreaterThan(0.9999);
    await Promise.all(models.map((model) => model.remove()));
  });

  test('what the table of normalisation says is done: controls go, unusual spaces part words', async () => {
    const tiny = await makeTinyModel();
    const tokenize = await loadTokenizer(tiny.model);
    expect(tokenize('a\u0007b\u200bc  ｄ')).toEqual(tokenize('ab c d'));
    expect(tokenize('ab c d')).not.toEqual(tokenize('abcd'));
    await tiny.remove();
  });

  test('a file cut short anywhere is refused, whatever was written', async () => {
    const whole = tinyQ4File();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), async (length) => {
        const file = await fileOf(whole.subarray(0, length));
        await expect(convertModel(file, join(scratch, 'out'))).rejects.toMatchObject({
          code: 'MODEL_FILE_INVALID',
        });
      }),
      { numRuns: 40 },
    );
  });

  test('a file whose head is spoilt is converted or refused, nothing else', async () => {
    const whole = tinyQ4File();
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 900 }),
        fc.integer({ min: 1, max: 255 }),
        async (place, change) => {
          const spoilt = Buffer.from(whole);
          spoilt[place] = (spoilt[place] ?? 0) ^ change;
          await convertModel(await fileOf(spoilt), join(scratch, 'out')).catch((error: unknown) =>
            expect(error).toMatchObject({ code: 'MODEL_FILE_INVALID' }),
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  test('sizes far beyond any model are refused before memory is asked for', async () => {
    for (const place of [8, 12, 20, 24, 28, 44, 64]) {
      const spoilt = tinyQ4File();
      spoilt.writeInt32LE(0x7fffffff, place);
      await expect(convertModel(await fileOf(spoilt), join(scratch, 'out'))).rejects.toMatchObject({
        code: 'MODEL_FILE_INVALID',
      });
    }
  });

  test('weights that are no numbers are refused', async () => {
    const tensorsFirst = tinyQ4File();
    const spoilt = Buffer.from(tensorsFirst);
    spoilt.fill(0xff, spoilt.length - 64);
    await expect(convertModel(await fileOf(spoilt), join(scratch, 'out'))).rejects.toMatchObject({
      code: 'MODEL_FILE_INVALID',
      detail: expect.stringContaining('l0.oln'),
    });
  });

  test('on a thread it writes the same files, tells how far it is, and stops when told to', async () => {
    const file = await fileOf(tinyQ4File());
    const progress: number[] = [];
    await convertModel(file, join(scratch, 'here'));
    await convertOnThread(file, join(scratch, 'there'), {
      onProgress: (done, total) => progress.push(done / total),
    });
    const names = (await readdir(join(scratch, 'here'), { recursive: true }))
      .filter((name) => /\.\w+$/.test(name))
      .sort();
    expect(names).toContain(join('onnx', 'model_quantized.onnx'));
    for (const name of names)
      expect(await readFile(join(scratch, 'there', name))).toEqual(
        await readFile(join(scratch, 'here', name)),
      );
    expect(progress.at(-1)).toBe(1);

    await expect(
      convertOnThread(await fileOf(Buffer.from('nothing')), join(scratch, 'out'), {}),
    ).rejects.toMatchObject({
      code: 'MODEL_FILE_INVALID',
    });
    const reason = new Error('stopped');
    await expect(
      convertOnThread(file, join(scratch, 'out'), { signal: AbortSignal.abort(reason) }),
    ).rejects.toBe(reason);
  });
});
