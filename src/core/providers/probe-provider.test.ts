import { describe, expect, test } from 'vitest';
import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../errors.ts';
import type { ProbeClient } from './probe-client.ts';
import { probeProvider } from './probe-provider.ts';
import { probeFindings, probeNames } from './probe-texts.ts';
import type { ProbeResult } from './provider.ts';

/** A provider with a clock of its own: every method fails unless it is given. */
function setUp(methods: Partial<Omit<ProbeClient, 'traits'>>) {
  const clock = { now: 0 };
  const missing = () => {
    throw new Error('not given');
  };
  const client: ProbeClient = {
    traits: {
      hasKey: true,
      wantsKey: true,
      ignoresKeys: false,
      chats: true,
      embeds: true,
      reranks: true,
      promisesJson: true,
      anyModelName: false,
    },
    listModels: missing,
    chat: missing,
    embed: missing,
    rerank: missing,
    withWrongKey: () => client,
    ...methods,
  };
  const probe = async (
    models = { chat: 'm' } as object,
    signal = new AbortController().signal,
  ): Promise<Record<string, ProbeResult>> => {
    const results: Record<string, ProbeResult> = {};
    for await (const result of probeProvider(client, models, { now: () => clock.now, signal }))
      results[result.probe] = result;
    return results;
  };
  return { clock, probe };
}

const says = (text: string): ProbeClient['chat'] =>
  async function* () {
    for (const word of text.split(/(?<= )/)) yield { text: word, finishReason: null, usage: null };
    yield { text: '', finishReason: 'stop', usage: null };
  };
const fails = (code: ConstructorParameters<typeof AppError>[0], detail?: string) => (): never => {
  throw new AppError(code, detail === undefined ? {} : { detail });
};

describe('a model that is late with its first word', () => {
  const late = tunables.answering.firstTokenTimeoutMs + 1;

  test('fails: no question would wait for it', async () => {
    const { clock, probe } = setUp({
      listModels: async () => null,
      chat: async function* () {
        clock.now += late;
        yield { text: 'Bonjour', finishReason: 'stop', usage: null };
      },
    });
    const { chat } = await probe();
    expect(chat).toMatchObject({
      outcome: 'failed',
      finding: 'first-word-late',
      facts: { firstTokenMs: late },
    });
  });

  test('passes when it had only to be loaded', async () => {
    let asked = 0;
    const { clock, probe } = setUp({
      listModels: async () => null,
      chat: async function* () {
        clock.now += asked++ === 0 ? late : 100;
        yield { text: 'Bonjour', finishReason: 'stop', usage: null };
      },
    });
    expect((await probe()).chat).toMatchObject({ outcome: 'passed', facts: { firstTokenMs: 100 } });
  });
});

describe('the sequence', () => {
  test('every probe has a result, in order, and every finding its sentences', async () => {
    const { probe } = setUp({ listModels: async () => null, chat: says('Bonjour à tous') });
    const results = await probe();
    expect(Object.keys(results)).toEqual(Object.keys(probeNames));
    for (const { finding } of Object.values(results))
      if (finding) expect(Object.keys(probeFindings)).toContain(finding);
    expect(results['models']).toMatchObject({ outcome: 'skipped', finding: 'no-model-list' });
    expect(results['stream']).toMatchObject({ outcome: 'passed', finding: 'no-usage' });
  });

  test('a deadline is told as slowness, a broken connection as absence', async () => {
    const slow = setUp({ chat: fails('MODEL_UNAVAILABLE', 'first token time-out') });
    expect((await slow.probe())['auth']?.finding).toBe('too-slow');
    const gone = setUp({ chat: fails('MODEL_UNAVAILABLE') });
    expect((await gone.probe())['auth']?.finding).toBe('unreachable');
  });

  test('a test that takes too long begins no further probe', async () => {
    const { clock, probe } = setUp({
      listModels: async () => {
        clock.now += tunables.probing.totalMs + 1;
        return [];
      },
      chat: says('Bonjour'),
    });
    const results = await probe();
    expect(results['models']?.finding).toBe('model-not-listed');
    expect(results['chat']?.finding).toBe('out-of-time');
    expect(results['bad-key']?.finding).toBe('out-of-time');
  });

  test('a server that goes on writing after a stop lets the next one wait', async () => {
    const { clock, probe } = setUp({
      listModels: async () => null,
      chat: async function* (_, turns) {
        if (turns[0]?.content === 'Bonjour') clock.now += tunables.probing.stoppedWithinMs + 1;
        yield* says('un deux trois')('m', turns, { maxTokens: 1, signal: new AbortController().signal });
      },
    });
    expect((await probe())['stop']).toMatchObject({ outcome: 'failed', finding: 'not-stopped' });
  });

  test('a defect of ours is no finding', async () => {
    await expect(setUp({}).probe()).rejects.toThrow('not given');
  });

  test('an abort stops it before the next probe', async () => {
    const stop = new AbortController();
    const { probe } = setUp({
      listModels: async () => null,
      chat: async function* () {
        stop.abort(new Error('gone'));
        yield { text: 'a', finishReason: 'stop', usage: null };
      },
    });
    await expect(probe({ chat: 'm' }, stop.signal)).rejects.toThrow('gone');
  });

  test('without a chat model the key is tried on what there is', async () => {
    const asked: string[] = [];
    const { probe } = setUp({
      listModels: async () => null,
      rerank: async (_, __, texts) => {
        asked.push('rerank');
        return texts.map((text) => (text.includes('trois euros') ? 1 : 0));
      },
    });
    const results = await probe({ rerank: 'r' });
    expect(results['auth']?.outcome).toBe('passed');
    expect(results['chat']?.finding).toBe('not-used');
    expect(results['rerank']?.outcome).toBe('passed');
    expect(results['bad-key']?.finding).toBe('wrong-key-accepted');
    expect(asked).toHaveLength(3);
  });
});
