import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createLanes } from './embed-in-lanes.ts';
import type { Encode } from './encoder.ts';

type IsPoison = (batch: readonly (readonly number[])[]) => boolean;

/** One token for each letter; batches end when the test says so. */
function controlledEncoder(isPoison: IsPoison = () => false) {
  const started: { batch: readonly (readonly number[])[]; end: () => void }[] = [];
  const encode: Encode = (batch) =>
    new Promise((resolve, reject) => {
      const end = () =>
        isPoison(batch) ? reject(new Error('spoilt')) : resolve(batch.map((ids) => Float32Array.from(ids)));
      started.push({ batch, end });
    });
  const parts = Promise.resolve({
    tokenize: (text: string) => Array.from(text, (letter) => letter.codePointAt(0) ?? 0),
    encodeQueries: encode,
    encodePassages: encode,
  });
  /** Ends every batch until the work is over. */
  const letEnd = async <T>(work: Promise<T>): Promise<PromiseSettledResult<T>> => {
    let ended: PromiseSettledResult<T> | undefined;
    void Promise.allSettled([work]).then(([result]) => {
      ended = result;
    });
    for (; !ended; await turn()) for (const { end } of started.splice(0)) end();
    return ended;
  };
  return { parts, started, letEnd };
}

const settings = { threads: 1, batchTokens: 8 };
const forever = new AbortController().signal;

async function untilStarted(started: readonly unknown[], count: number): Promise<void> {
  while (started.length < count) await turn();
}

const valueIn = <T>(result: PromiseSettledResult<T>): T | null =>
  result.status === 'fulfilled' ? result.value : null;

describe('passages and queries', () => {
  test('as many batches of passages are under way as there are threads, and a query beside them', async () => {
    const { parts, started, letEnd } = controlledEncoder();
    const lanes = createLanes(parts, { ...settings, threads: 2 });
    const passages = lanes.embed('passage', ['aaaaaaaa', 'bbbbbbbb', 'cccccccc'], forever);
    await untilStarted(started, 2);
    for (let i = 0; i < 5; i += 1) await turn();
    expect(started).toHaveLength(2);
    const query = lanes.embed('query', ['q'], forever);
    await untilStarted(started, 3);
    started[2]?.end();
    expect(await query).toEqual([Float32Array.of(113)]);
    expect(valueIn(await letEnd(passages))).toHaveLength(3);
  });

  test('vectors come in the order of the texts', async () => {
    const { parts, letEnd } = controlledEncoder();
    const lanes = createLanes(parts, settings);
    const made = valueIn(await letEnd(lanes.embed('passage', ['aaaaaa', 'b', 'ccc', 'd'], forever)));
    expect(made?.map((vector) => vector?.length)).toEqual([6, 1, 3, 1]);
  });

  test('a text that cannot be embedded takes no other one with it', async () => {
    const { parts, letEnd } = controlledEncoder((batch) => batch.some((ids) => ids.includes(0x2620)));
    const lanes = createLanes(parts, settings);
    const made = valueIn(await letEnd(lanes.embed('passage', ['a', '\u2620', 'b'], forever)));
    expect(made?.map((vector) => vector?.length ?? null)).toEqual([1, null, 1]);
  });

  test('a model that fails whatever the text is an error, not a text without a vector', async () => {
    const { parts, letEnd } = controlledEncoder(() => true);
    const ended = await letEnd(createLanes(parts, settings).embed('passage', ['a', 'b'], forever));
    expect(ended).toMatchObject({ status: 'rejected', reason: { message: 'spoilt' } });
  });

  test('what is no longer wanted is not begun', async () => {
    const { parts, started, letEnd } = controlledEncoder();
    const lanes = createLanes(parts, settings);
    const stop = new AbortController();
    const unwanted = lanes.embed('passage', ['aaaaaaaa', 'bbbbbbbb'], stop.signal);
    await untilStarted(started, 1);
    stop.abort(new Error('stopped'));
    const wanted = lanes.embed('passage', ['c'], forever);
    const batches = [...started];
    expect(await letEnd(unwanted)).toMatchObject({ status: 'rejected', reason: { message: 'stopped' } });
    expect(valueIn(await letEnd(wanted))).toHaveLength(1);
    expect(batches).toHaveLength(1);
  });
});
