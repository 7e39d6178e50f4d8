import { readAskEvent } from './ask-events.ts';
import { ProblemError } from './problem.ts';
import { readServerEvents } from './sse-reader.ts';
import type { AnswerIds, AskEvent } from './types.ts';

/** Waits before each attempt to come back, in milliseconds; the server holds an answer for fifteen seconds. */
const waitsMs = [300, 1_000, 2_000, 4_000, 6_000];

/** Where an answer is, and how far it was heard. */
export type HeardUpTo = { readonly ids: AnswerIds; readonly lastEventId: string };

/**
 * The events of an answer to its end. When the connection is lost it is taken up where it was, if the server said that it
 * can be. `open` begins (`null`) or goes on.
 */
export async function* streamAnswer(
  open: (from: HeardUpTo | null) => Promise<Response>,
  signal: AbortSignal,
  waits: readonly number[] = waitsMs,
): AsyncGenerator<AskEvent> {
  let heard = null as HeardUpTo | null;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const response = await open(heard);
      if (response.body === null) return;
      for await (const event of readServerEvents(bytesOf(response.body))) {
        const known = readAskEvent(event);
        const { id: lastEventId = '' } = event;
        if (known?.type === 'meta' && known.resumable && known.ids !== null)
          heard = { ids: known.ids, lastEventId };
        else if (heard !== null) heard = { ...heard, lastEventId };
        attempt = 0;
        if (known === null) continue;
        yield known;
        if (known.type === 'done' || known.type === 'error') return;
      }
    } catch (error) {
      const isRefusal = error instanceof ProblemError && error.problem.code !== 'NETWORK';
      if (signal.aborted || isRefusal || heard === null || attempt >= waits.length) throw error;
    }
    if (heard === null || attempt >= waits.length) return;
    await pause(waits[attempt] ?? 0, signal);
  }
}

/** Reads a body piece by piece; Safari's streams cannot be iterated. */
async function* bytesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(new DOMException('Stopped', 'AbortError'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}
