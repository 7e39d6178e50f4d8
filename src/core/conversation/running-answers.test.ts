import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Source } from '../answer/answer.ts';
import type { AskEvent } from '../answer/ask.ts';
import { AppError } from '../errors.ts';
import { beginning, eventId, type PlacedEvent, placeOfEventId, type StreamedEvent } from './event-place.ts';
import { createRunningAnswers } from './running-answers.ts';

const alice = { org: 'bellerive', user: 'alice' };
const ids = { conversationId: 'c1', messageId: 'm1' };
const limits = { graceMs: 1_000, answers: 3, answersOfPerson: 2, textCharacters: 100 };

const meta = (more: object = {}): AskEvent => ({
  type: 'meta',
  ...ids,
  ...more,
  provider: null,
  model: null,
  language: 'fr',
  scope: { documents: 1, queued: 0, failed: 0, encrypted: 0, excluded: 0 },
});
const text = (words: string): AskEvent => ({ type: 'text-delta', text: words });

/** An answer that says what it is told to say, until it is told to end or its signal fires. */
function dictated(first: StreamedEvent = meta()) {
  const said: (StreamedEvent | null)[] = [first];
  let wake = () => {};
  let signal: AbortSignal | null = null;
  return {
    say: (...events: AskEvent[]) => {
      said.push(...events);
      wake();
    },
    end: () => {
      said.push(null);
      wake();
    },
    isStopped: () => signal?.aborted ?? false,
    async *answer(given: AbortSignal): AsyncGenerator<StreamedEvent> {
      signal = given;
      given.addEventListener('abort', () => wake());
      for (;;) {
        given.throwIfAborted();
        const next = said.shift();
        if (next === null) return;
        if (next) yield next;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}

const signals = () => {
  const left = new AbortController();
  return { leave: () => left.abort(), left: left.signal, stopping: new AbortController().signal };
};
const wordsOf = (events: readonly PlacedEvent[]) =>
  events.map(({ event }) => (event.type === 'text-delta' ? event.text : '')).join('');

async function take(events: AsyncIterator<PlacedEvent, void>, count: number): Promise<PlacedEvent[]> {
  const taken: PlacedEvent[] = [];
  for (let at = 0; at < count; at += 1) {
    const step = await events.next();
    if (!step.done) taken.push(step.value);
  }
  return taken;
}

/** All that is left, with the error that ended it. */
async function rest(events: AsyncIterable<PlacedEvent>) {
  const taken: PlacedEvent[] = [];
  try {
    for await (const event of events) taken.push(event);
  } catch (error) {
    return { taken, code: (error as { code?: string }).code };
  }
  return { taken, code: null };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('running answers', () => {
  it('hand out what came after a place, then what comes', async () => {
    const running = createRunningAnswers(() => {}, limits);
    const spoken = dictated();
    const first = signals();
    const events = running.start(alice, spoken.answer, first);
    spoken.say(text('Un '), text('deux '));
    const seen = await take(events, 3);
    expect(seen[0]?.event).toMatchObject({ type: 'meta', resumable: true });
    first.leave();
    expect((await events.next()).done).toBe(true);
    spoken.say(text('trois'));

    const run = running.find(alice, ids);
    const after = placeOfEventId(eventId(seen[1]?.place ?? beginning));
    const resumed = run?.follow(after, signals().left);
    spoken.say(text('.'));
    spoken.end();
    expect(wordsOf((await rest(resumed ?? (async function* () {})())).taken)).toBe('deux trois.');
    await running.settled();
    expect(running.find(alice, ids)).toBeNull();
  });

  it('R17: are nobody else’s', async () => {
    const running = createRunningAnswers(() => {}, limits);
    await take(running.start(alice, dictated().answer, signals()), 1);
    expect(running.find(alice, ids)).not.toBeNull();
    for (const [owner, wanted] of [
      [{ ...alice, user: 'bruno' }, ids],
      [{ ...alice, org: 'pontval' }, ids],
      [alice, { ...ids, messageId: 'm2' }],
      [alice, { ...ids, conversationId: 'c2' }],
    ] as const)
      expect(running.find(owner, wanted)).toBeNull();
  });

  it('R86: stop when nobody came back in time, and not before', async () => {
    const running = createRunningAnswers(() => {}, limits);
    const spoken = dictated();
    const first = signals();
    const events = running.start(alice, spoken.answer, first);
    await take(events, 1);
    first.leave();
    await events.next();
    await vi.advanceTimersByTimeAsync(900);
    expect(spoken.isStopped()).toBe(false);
    const second = signals();
    const again = running.find(alice, ids)?.follow(beginning, second.left);
    await again?.next();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(spoken.isStopped()).toBe(false);
    second.leave();
    await again?.next();
    await vi.advanceTimersByTimeAsync(1_100);
    expect(spoken.isStopped()).toBe(true);
    await running.settled();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('end for every listener when they are stopped', async () => {
    const running = createRunningAnswers(() => {}, limits);
    const spoken = dictated();
    const events = running.start(alice, spoken.answer, signals());
    spoken.say(text('Un '));
    await take(events, 2);
    const other = rest(running.find(alice, ids)?.follow(beginning, signals().left) ?? events);
    await running.find(alice, ids)?.stop();
    expect((await rest(events)).code).toBe('ANSWER_STOPPED');
    expect(await other).toMatchObject({ code: 'ANSWER_STOPPED', taken: { length: 2 } });
    expect(spoken.isStopped()).toBe(true);
  });

  it('R06: give a slow listener nothing more of one whose rights ended', async () => {
    const running = createRunningAnswers(() => {}, limits);
    const events = running.start(
      alice,
      async function* () {
        yield meta();
        yield text('Un ');
        yield text('deux ');
        throw new AppError('ACCESS_CHANGED');
      },
      signals(),
    );
    const [first] = await take(events, 1);
    expect(first?.event.type).toBe('meta');
    await running.settled();
    expect(await rest(events)).toEqual({ taken: [], code: 'ACCESS_CHANGED' });
  });

  it('are ordinary ones when there are too many, of one person or of all', async () => {
    const running = createRunningAnswers(() => {}, limits);
    const start = async (user: string, messageId: string) => {
      const spoken = dictated(meta({ messageId }));
      const listening = signals();
      const events = running.start({ ...alice, user }, spoken.answer, listening);
      const [first] = await take(events, 1);
      return {
        spoken,
        leave: listening.leave,
        resumable: first !== undefined && 'resumable' in first.event,
      };
    };
    const mine = [await start('alice', 'm1'), await start('alice', 'm2'), await start('alice', 'm3')];
    const others = [await start('bruno', 'm4'), await start('carla', 'm5')];
    expect([...mine, ...others].map(({ resumable }) => resumable ?? false)).toEqual([
      true,
      true,
      false,
      true,
      false,
    ]);
    mine[2]?.leave();
    expect(mine[2]?.spoken.isStopped()).toBe(true);
    mine[0]?.leave();
    expect(mine[0]?.spoken.isStopped()).toBe(false);
  });

  it('hold no more text than they may', async () => {
    const running = createRunningAnswers(() => {}, limits);
    const spoken = dictated();
    const events = running.start(alice, spoken.answer, signals());
    spoken.say(text('x'.repeat(101)), text('y'));
    const { code, taken } = await rest(events);
    expect(code).toBe('ANSWER_STOPPED');
    expect(wordsOf(taken)).not.toContain('y');
  });

  it('tell of a failure that nobody listened to', async () => {
    const lost: unknown[] = [];
    const running = createRunningAnswers((error) => lost.push(error), limits);
    const failure = new Error('broken');
    const listening = signals();
    const events = running.start(
      alice,
      async function* () {
        yield meta();
        await vi.advanceTimersByTimeAsync(500);
        throw failure;
      },
      listening,
    );
    await take(events, 1);
    listening.leave();
    await events.next();
    await running.settled();
    expect(lost).toEqual([failure]);
  });

  it('name the documents that they rest on', async () => {
    const running = createRunningAnswers(() => {}, limits);
    const spoken = dictated();
    const events = running.start(alice, spoken.answer, signals());
    const source = { document: { id: 'd1' } } as Source;
    spoken.say({ type: 'sources', sources: [source] });
    await take(events, 2);
    expect(running.find(alice, ids)?.documents()).toEqual(['d1']);
  });

  it('R08: of tasks rest on the documents that they work on, before any source is handed out', async () => {
    const running = createRunningAnswers(() => {}, limits);
    const documents = [{ id: 'd1', title: 'Congés' }];
    const spoken = dictated({
      type: 'meta',
      ...ids,
      provider: null,
      model: null,
      language: 'fr',
      task: 'summarise',
      documents,
    });
    const [first] = await take(running.start(alice, spoken.answer, signals()), 1);
    expect(first?.event).toMatchObject({ task: 'summarise', resumable: true });
    expect(running.find(alice, ids)?.documents()).toEqual(['d1']);
  });
});

describe('ids of events', () => {
  it('stand for the beginning when they are none of ours', () => {
    for (const id of [undefined, '', '3', 'a-b', '-1-2', '1-2-3', '99999999999-1'])
      expect(placeOfEventId(id)).toEqual(beginning);
    expect(placeOfEventId('3-120')).toEqual({ events: 3, text: 120 });
  });
});
