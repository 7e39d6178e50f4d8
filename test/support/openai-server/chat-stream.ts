import type { ServerResponse } from 'node:http';
import { type Fault, vendorSecret } from './faults.ts';

/** The events of one streamed completion, as an OpenAI-compatible server writes them, with what `fault` breaks. */
export function sendChatStream(
  response: ServerResponse,
  reply: {
    readonly model: string;
    readonly pieces: readonly string[];
    readonly usage: boolean;
    readonly fault: Fault | null;
  },
): void {
  const { fault, pieces } = reply;
  const event = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`;
  const choice = (delta: unknown, finish_reason: string | null = null): string =>
    event({
      id: 'chatcmpl-test',
      object: 'chat.completion.chunk',
      model: reply.model,
      choices: [{ index: 0, delta, finish_reason }],
    });
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  if (fault?.kind === 'huge-line') {
    response.end(`data: "${'x'.repeat(10 * 1024 * 1024)}"\n\n`);
    return;
  }
  response.write(choice({ role: 'assistant', content: '' }));
  if (fault?.kind === 'unknown-events') response.write(strangeEvents(choice, event));
  const sent = fault?.kind === 'cut' || fault?.kind === 'stall' ? pieces.slice(0, fault.words) : pieces;
  for (const piece of fault?.kind === 'empty' ? [] : sent) response.write(choice({ content: piece }));
  if (fault?.kind === 'stall') return;
  if (fault?.kind === 'cut') {
    response.write('data: {"choices":[{"index":0,"delta":{"content":"Cou', () => response.destroy());
    return;
  }
  if (fault?.kind === 'invalid-utf8') {
    response.write('data: {"choices":[{"index":0,"delta":{"content":"');
    response.write(Buffer.from([0xc3, 0x28, 0xff]));
    response.write('"},"finish_reason":null}]}\n\n');
  }
  if (fault?.kind === 'malformed-json') response.write('data: {"choices":[{\n\n');
  if (fault?.kind === 'error-in-stream')
    response.write(event({ error: { message: vendorSecret, type: 'vendor', code: fault.code ?? null } }));
  const finished = fault?.kind !== 'no-done' || fault.finished;
  if (finished) response.write(choice({}, fault?.kind === 'finish' ? fault.reason : 'stop'));
  if (reply.usage)
    response.write(
      event({ choices: [], usage: { prompt_tokens: 42, completion_tokens: 7, total_tokens: 49 } }),
    );
  response.end(fault?.kind === 'no-done' ? '' : 'data: [DONE]\n\n');
}

function strangeEvents(choice: (delta: unknown) => string, event: (data: unknown) => string): string {
  const tool = {
    index: 0,
    id: 'call_1',
    type: 'function',
    function: { name: 'send_mail', arguments: '{"to":"x"}' },
  };
  return [
    ': a comment\n\n',
    'event: ping\ndata: {}\n\n',
    choice({ tool_calls: [tool] }),
    choice({ reasoning_content: 'SECRET REASONING' }),
    choice({ content: null }),
    choice({ content: 12 }),
    choice({ content: { html: '<script>' } }),
    choice({
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
