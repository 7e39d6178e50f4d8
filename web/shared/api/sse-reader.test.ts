import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readServerEvents, type ServerEvent } from './sse-reader.ts';

async function* chunksOf(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

async function readAll(chunks: readonly Uint8Array[]): Promise<ServerEvent[]> {
  const events: ServerEvent[] = [];
  for await (const event of readServerEvents(chunksOf(chunks))) events.push(event);
  return events;
}

const readText = (text: string) => readAll([new TextEncoder().encode(text)]);

/** Cuts bytes at the given places, in any order, repeated ones giving empty chunks. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const sorted = places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b);
  return [0, ...sorted].map((from, index) => bytes.subarray(from, sorted[index] ?? bytes.length));
}

describe('readServerEvents', () => {
  it('reads names and data, and calls an unnamed event "message"', async () => {
    expect(await readText('event: meta\ndata: {"a":1}\n\ndata: x\n\n')).toEqual([
      { event: 'meta', data: '{"a":1}' },
      { event: 'message', data: 'x' },
    ]);
  });

  it('joins the lines of one event and removes one leading space only', async () => {
    expect(await readText('data: un\ndata:  deux\ndata:\ndata:trois\n\n')).toEqual([
      { event: 'message', data: 'un\n deux\n\ntrois' },
    ]);
  });

  it('drops comments, unknown fields, events without data and an unfinished last event', async () => {
    expect(await readText(': ping\nretry: 10\n\nevent: empty\n\ndata: ok\n\ndata: lost')).toEqual([
      { event: 'message', data: 'ok' },
    ]);
  });

  it('gives the last id until another comes, also one that stood alone', async () => {
    expect(await readText('id: 4\n\ndata: a\n\nid: 5\ndata: b\n\ndata: c\n\n')).toEqual([
      { event: 'message', data: 'a', id: '4' },
      { event: 'message', data: 'b', id: '5' },
      { event: 'message', data: 'c', id: '5' },
    ]);
  });

  it('accepts LF, CR and CRLF as line ends', async () => {
    const expected = [{ event: 'text-delta', data: 'a\nb' }];
    for (const end of ['\n', '\r', '\r\n']) {
      expect(await readText(['event: text-delta', 'data: a', 'data: b', '', ''].join(end))).toEqual(expected);
    }
  });

  it('keeps a character whose bytes arrive in two chunks', async () => {
    const bytes = new TextEncoder().encode('data: é😀\n\n');
    for (let place = 0; place <= bytes.length; place++) {
      expect(await readAll(cut(bytes, [place]))).toEqual([{ event: 'message', data: 'é😀' }]);
    }
  });

  it('gives the same events however the bytes are split', async () => {
    const line = fc
      .string({ unit: 'grapheme', maxLength: 12 })
      .map((text) => text.replace(/[\r\n\u{feff}]/gu, ''));
    const event = fc.record({
      event: fc.constantFrom('meta', 'text-delta', 'done'),
      lines: fc.array(line, { minLength: 1, maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { maxLength: 6 }),
        fc.constantFrom('\n', '\r', '\r\n'),
        fc.array(fc.nat(2_000), { maxLength: 30 }),
        async (events, end, places) => {
          const text = events
            .map(({ event, lines }) =>
              [`event: ${event}`, ...lines.map((part) => `data: ${part}`), '', ''].join(end),
            )
            .join('');
          const split = cut(new TextEncoder().encode(text), places);
          expect(await readAll(split)).toEqual(
            events.map(({ event, lines }) => ({ event, data: lines.join('\n') })),
          );
        },
      ),
    );
  });
});
