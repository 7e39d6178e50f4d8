import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { answerFor } from './answers.ts';

type Streamed = {
  readonly answer: ReturnType<typeof answerFor>;
  readonly conversationId: string;
  readonly counts: Record<string, number>;
  readonly pauseMs: number;
};

/** Writes an answer as server-sent events, a few letters at a time, until the reader leaves. */
export async function streamAnswer(response: ServerResponse, streamed: Streamed): Promise<void> {
  const { answer, conversationId, counts, pauseMs } = streamed;
  const { text, language, outcome, sources, notices, model, sentences } = answer;
  const provider = model === null ? null : 'exemple';
  const send = (event: string, data: unknown) =>
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  send('meta', { conversationId, messageId: 'm', provider, model, language, scope: counts });
  send('sources', { sources });
  for (let from = 0; from < text.length; from += 12) {
    if (response.destroyed) return;
    send('text-delta', { text: text.slice(from, from + 12) });
    for (const { text: sentence, ...verdict } of sentences)
      if (verdict.end > from && verdict.end <= from + 12) send('verdict', { sentence, ...verdict });
    await pause(pauseMs);
  }
  for (const notice of notices) send('notice', notice);
  send('done', {
    outcome,
    answer: { text, language, sentences },
    sources,
    notices,
    usage: { promptTokens: null, completionTokens: null, costEuro: null, provider, model, timings: {} },
    conversationId,
    messageId: 'm',
  });
  response.end();
}
