import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  createLocalEmbedder,
  type LocalEmbedder,
  type LocalEmbedderOptions,
} from '../../../src/adapters/local-embedder/embedder.ts';
import { eventually } from '../../support/api-client.ts';
import { embeddingProcesses } from '../../support/embedding/embedding-processes.ts';
import { makeTinyModel, type TinyModel } from '../../support/embedding/tiny-model.ts';
import { cosine, describeEmbedder } from './behaviour.ts';

let tiny: TinyModel;
const opened: LocalEmbedder[] = [];

beforeAll(async () => {
  tiny = await makeTinyModel();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((embedder) => embedder.close()));
});
afterAll(() => tiny.remove());

const dyingEntry = new URL('./dying-process.ts', import.meta.url);

function open(options: Partial<LocalEmbedderOptions> = {}): LocalEmbedder {
  const embedder = createLocalEmbedder(tiny.model, {
    folder: join(tiny.scratch, 'run'),
    threads: 1,
    ...options,
  });
  opened.push(embedder);
  return embedder;
}

const running = () => embeddingProcesses(tiny.scratch);

describe('an embedder on this machine', () => {
  describeEmbedder(open);

  test('several embedders of one data folder share one process, which ends with the last', async () => {
    const [one, other] = [open(), open()];
    const vectors = await Promise.all([one, other].map((each) => each.embed(['tarif'], { kind: 'query' })));
    expect(cosine(vectors[0]?.[0], vectors[1]?.[0])).toBeCloseTo(1, 5);
    expect(await running()).toHaveLength(1);
    await one.close();
    expect(await other.embed(['encore'], { kind: 'query' })).toHaveLength(1);
    await other.close();
    await eventually(async () => (await running()).length === 0, { what: 'the process ends' });
  });

  test('a process that is killed costs a call that may be repeated, and is started again', async () => {
    const embedder = open();
    await embedder.embed(['un'], { kind: 'query' });
    const [pid = 0] = await running();
    const texts = Array.from(
      { length: 200 },
      (_, i) => `un passage assez long, numéro ${i}, ${'mot '.repeat(12)}`,
    );
    const call = embedder.embed(texts, { kind: 'passage' });
    process.kill(pid, 'SIGKILL');
    await expect(call).rejects.toMatchObject({ code: 'EMBEDDER_UNAVAILABLE', retryable: true });
    expect(await embedder.embed(['deux'], { kind: 'query' })).toHaveLength(1);
    expect(await running()).not.toContain(pid);
  });

  test('a process that dies at its start is told, and not tried again at once', async () => {
    const embedder = open({ entry: dyingEntry, folder: join(tiny.scratch, 'dying') });
    for (const detail of [/did not start/, /a moment ago/])
      await expect(embedder.embed(['un'], { kind: 'query' })).rejects.toMatchObject({
        code: 'EMBEDDER_UNAVAILABLE',
        retryable: true,
        detail: expect.stringMatching(detail),
      });
  });

  test('R86: a query that nobody waits for any more lets go, and the next one is answered', async () => {
    const embedder = open();
    await embedder.embed(['un'], { kind: 'query' });
    const stop = new AbortController();
    const texts = Array.from({ length: 400 }, (_, i) => `passage ${i} ${'mot '.repeat(12)}`);
    const ended = embedder
      .embed(texts, { kind: 'passage', signal: stop.signal })
      .catch((error: unknown) => error);
    await sleep(5);
    const reason = new Error('the reader left');
    stop.abort(reason);
    expect(await ended).toBe(reason);
    expect(await embedder.embed(['deux'], { kind: 'query' })).toHaveLength(1);
  });

  test('a text without spaces, without letters or with halves of letters has a vector like any other', async () => {
    const texts = ['x'.repeat(200_000), '', '\ud83d', '\u0000\u0007', '☃'.repeat(100), 'bonjour'];
    const vectors = await open().embed(texts, { kind: 'passage' });
    for (const vector of vectors) expect(cosine(vector, vector)).toBeCloseTo(1, 5);
  });

  test('the generation changes with what is put before passages, not before questions', () => {
    const names = [{}, { passagePrefix: '' }, { queryPrefix: '' }].map((options) => open(options).generation);
    expect(names[0]).toContain(tiny.model.digest);
    expect(names[1]).not.toBe(names[0]);
    expect(names[2]).toBe(names[0]);
  });

  test('after its end it embeds nothing', async () => {
    const embedder = open();
    await embedder.close();
    await expect(embedder.embed(['un'], { kind: 'query' })).rejects.toMatchObject({
      code: 'EMBEDDER_UNAVAILABLE',
    });
  });

  test('prefixes of the deployer replace those of the model', async () => {
    const [asConfigured, asText, usual] = await Promise.all([
      open({ queryPrefix: 'ask: ' }).embed(['tarif'], { kind: 'query' }),
      open({ queryPrefix: '' }).embed(['ask: tarif'], { kind: 'query' }),
      open().embed(['tarif'], { kind: 'query' }),
    ]);
    expect(cosine(asConfigured[0], asText[0])).toBeCloseTo(1, 5);
    expect(cosine(asConfigured[0], usual[0])).toBeLessThan(0.9999);
  });

  test('a data folder with a long path works as well', async () => {
    const embedder = open({ folder: join(tiny.scratch, 'x'.repeat(120), 'run') });
    expect(await embedder.embed(['un'], { kind: 'query' })).toHaveLength(1);
  });
});
