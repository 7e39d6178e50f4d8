/**
 * One server-sent event: its name (`message` when none was given), its data, lines joined by a line feed, and the last id
 * that was given until then.
 */
export type ServerEvent = { readonly event: string; readonly data: string; readonly id?: string };

/**
 * Reads `text/event-stream` from a POST, which the browser's own EventSource cannot do. Chunks may split anywhere, inside a
 * character, a line end or a field. Lines end in LF, CR or CRLF; comments and `retry` are dropped; an event without data
 * and a last event without its blank line are not given, as the standard says
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation).
 */
export async function* readServerEvents(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ServerEvent> {
  let event = '';
  let data: string[] = [];
  let id = '';
  for await (const line of readLines(bytes)) {
    if (line === '') {
      if (data.length > 0)
        yield { event: event || 'message', data: data.join('\n'), ...(id === '' ? {} : { id }) };
      event = '';
      data = [];
      continue;
    }
    const [field, value] = splitField(line);
    if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
    else if (field === 'id') id = value;
  }
}

/** Gives whole lines without their ends; what follows the last line end is dropped. */
async function* readLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  // The decoder keeps the bytes of an unfinished character and drops a byte order mark.
  const decoder = new TextDecoder();
  let pending = '';
  let afterCarriageReturn = false;
  for await (const chunk of bytes) {
    let text = decoder.decode(chunk, { stream: true });
    if (text === '') continue;
    if (afterCarriageReturn && text.startsWith('\n')) text = text.slice(1);
    afterCarriageReturn = false;
    pending += text;
    const lines = pending.split(/\r\n|\r|\n/);
    // A final CR ends its line at once; the LF that may open the next chunk belongs to it.
    if (pending.endsWith('\r')) afterCarriageReturn = true;
    pending = lines.pop() ?? '';
    yield* lines;
  }
}

function splitField(line: string): readonly [string, string] {
  const colon = line.indexOf(':');
  if (colon === -1) return [line, ''];
  const value = line.slice(colon + 1);
  return [line.slice(0, colon), value.startsWith(' ') ? value.slice(1) : value];
}
