import type { ServerResponse } from 'node:http';
import type { Fault } from './faults.ts';
import { vendorSecret } from './faults.ts';
import type { ChatFixture } from './fixture.ts';

export type ChatReply = {
  readonly model: string;
  readonly pieces: readonly string[];
  readonly finishReason: string;
  /** `null`: it was not asked for. */
  readonly usage: unknown;
  readonly fault: Fault | null;
};

/** The events of one streamed completion, as a server of this fixture writes them, with what `fault` breaks. */
export async function sendChatStream(
  response: ServerResponse,
  { usageIn, streamError }: Pick<ChatFixture, 'usageIn' | 'streamError'>,
  { fault, finishReason, model, pieces, usage }: ChatReply,
): Promise<void> {
  const event = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`;
  const chunk = (delta: unknown, finish_reason: string | null = null, more: object = {}): string =>
    event({
      id: 'chatcmpl-test',
      object: 'chat.completion.chunk',
      model,
      choices: [{ index: 0, delta, finish_reason }],
      ...more,
    });
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  if (fault?.kind === 'huge-line') {
    response.end(`data: "${'x'.repeat(10 * 1024 * 1024)}"\n\n`);
    return;
  }
  response.write(chunk({ role: 'assistant', content: '' }));
  if (fault?.kind === 'unknown-events') response.write(strangeEvents(chunk, event));
  for (const piece of piecesBefore(fault, pieces)) {
    if (fault?.kind === 'split-utf8') await writeSplit(response, chunk({ content: piece }));
    else response.write(chunk({ content: piece }));
  }
  if (fault?.kind === 'stall') return;
  if (fault?.kind === 'cut') {
    response.write('data: {"choices":[{"index":0,"delta":{"content":"d');
    // The first byte of an é.
    response.write(Buffer.from([0xc3]), () => response.destroy());
    return;
  }
  if (fault?.kind === 'invalid-utf8') {
    response.write('data: {"choices":[{"index":0,"delta":{"content":"');
    response.write(Buffer.from([0xc3, 0x28, 0xff]));
    response.write('"},"finish_reason":null}]}\n\n');
  }
  if (fault?.kind === 'malformed-json') response.write('data: {"choices":[{\n\n');
  if (fault?.kind === 'error-in-stream') {
    response.end(event(streamError(fault.status, vendorSecret)));
    return;
  }
  if (fault?.kind !== 'no-done' || fault.finished) {
    const ends = fault?.kind === 'finish' ? fault.reason : finishReason;
    const inside = usage !== null && usageIn === 'last-chunk';
    response.write(chunk({}, ends, inside ? { usage } : {}));
  }
  if (usage !== null && usageIn === 'own-event') response.write(event({ choices: [], usage }));
  response.end(fault?.kind === 'no-done' ? '' : 'data: [DONE]\n\n');
}

/** What is said before a fault shows. */
function piecesBefore(fault: Fault | null, pieces: readonly string[]): readonly string[] {
  if (fault?.kind === 'empty') return [];
  if (fault?.kind === 'cut' || fault?.kind === 'stall') return pieces.slice(0, fault.words);
  if (fault?.kind === 'error-in-stream') return pieces.slice(0, fault.words ?? pieces.length);
  return pieces;
}

/** Each character of several bytes is cut in two; the halves leave one after the other. */
async function writeSplit(response: ServerResponse, text: string): Promise<void> {
  const bytes = Buffer.from(text);
  let start = 0;
  for (const [place, byte] of bytes.entries()) {
    if (byte < 0xc0) continue;
    await new Promise((sent) => response.write(bytes.subarray(start, place + 1), sent));
    start = place + 1;
  }
  await new Promise((sent) => response.write(bytes.subarray(start), sent));
}

function strangeEvents(chunk: (delta: unknown) => string, event: (data: unknown) => string): string {
  const tool = {
    index: 0,
    id: 'call_1',
    type: 'function',
    function: { name: 'send_mail', arguments: '{"to":"x"}' },
  };
  return [
    ': a comment\n\n',
    'event: ping\ndata: {}\n\n',
    chunk({ tool_calls: [tool] }),
    chunk({ reasoning_content: 'SECRET REASONING' }),
    chunk({ content: null }),
    chunk({ content: 12 }),
    chunk({ content: { html: '<script>' } }),
    chunk({
      content: [
        { type: 'thinking', thinking: 'SECRET THINKING' },
        { type: 'text', text: 'Oui. ' },
      ],
    }),
    event({ object: 'unknown', __proto__: { polluted: true } }),
    event([]),
    event('text'),
  ].join('');
}
