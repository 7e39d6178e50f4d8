import { describe, expect, it } from 'vitest';
import { type HeardUpTo, streamAnswer } from './answer-stream.ts';
import { ProblemError } from './problem.ts';
import type { AskEvent } from './types.ts';

const ids = { conversationId: 'c', messageId: 'm' };
const meta = (more: object) => `id: 1-0\nevent: meta\ndata: ${JSON.stringify({ ...ids, ...more })}\n\n`;
const word = (id: string, text: string) =>
  `id: ${id}\nevent: text-delta\ndata: ${JSON.stringify({ text })}\n\n`;
const done = 'event: usage\ndata: {}\n\nid: 9-9\nevent: done\ndata: {"outcome":"answered"}\n\n';

/** A reply that breaks off after what it says, unless it is whole. */
function reply(text: string, isWhole = false): Response {
  return new Response(
    new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(text));
        if (isWhole) controller.close();
      },
      pull(controller) {
        if (!isWhole) controller.error(new TypeError('network error'));
      },
    }),
  );
}

async function hear(replies: readonly (Response | Error)[], signal = new AbortController().signal) {
  const opened: (HeardUpTo | null)[] = [];
  const events: AskEvent[] = [];
  const open = async (from: HeardUpTo | null) => {
    const next = replies[opened.length] ?? new ProblemError({ code: 'NETWORK', title: '' });
    opened.push(from);
    if (next instanceof Error) throw next;
    return next;
  };
  let failure: unknown = null;
  try {
    for await (const event of streamAnswer(open, signal, [0, 0])) events.push(event);
  } catch (error) {
    failure = error;
  }
  const text = events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
  return { opened, text, failure, last: events.at(-1)?.type };
}

describe('the stream of an answer', () => {
  it('is taken up where it was lost, as often as it is', async () => {
    const heard = await hear([
      reply(meta({ resumable: true }) + word('2-3', 'Un ')),
      new ProblemError({ code: 'NETWORK', title: '' }),
      reply(word('3-8', 'deux ')),
      reply(word('4-13', 'trois') + done, true),
    ]);
    expect(heard).toMatchObject({ text: 'Un deux trois', last: 'done', failure: null });
    expect(heard.opened.map((from) => from?.lastEventId ?? null)).toEqual([null, '2-3', '2-3', '3-8']);
    expect(heard.opened[1]?.ids).toMatchObject(ids);
  });

  it('is left as it is when the server does not hold it', async () => {
    const heard = await hear([reply(meta({}) + word('2-3', 'Un '))]);
    expect([heard.opened.length, heard.text, heard.failure instanceof TypeError]).toEqual([1, 'Un ', true]);
  });

  it('is given up after some attempts, and at once when it is refused', async () => {
    const begun = () => reply(meta({ resumable: true }));
    expect((await hear([begun()])).opened).toHaveLength(3);
    const refused = new ProblemError({ code: 'NOT_FOUND', title: '' });
    expect(await hear([begun(), refused])).toMatchObject({ opened: { length: 2 }, failure: refused });
  });

  it('is not taken up when somebody stopped it', async () => {
    const stopped = new AbortController();
    stopped.abort();
    expect((await hear([reply(meta({ resumable: true }))], stopped.signal)).opened).toHaveLength(1);
  });
});
