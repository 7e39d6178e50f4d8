import { pageEnd } from '../../contract/export-page.ts';

/** A line of an exported page: what it says, or that it is no JSON, or too long to be read. */
export type ExportLine = { readonly said: unknown } | { readonly said?: never; readonly problem: string };

export type ExportPage = { readonly lines: readonly ExportLine[]; readonly next: string | null };

export type PageBounds = {
  readonly lineBytes: number;
  readonly pageBytes: number;
  readonly mostLines: number;
};

const newline = 0x0a;

/**
 * Reads a page of NDJSON as it comes, within bounds. `cut-short`: its last line, which says where the next page begins, is
 * missing; `too-large`: it has more bytes or lines than may be held. The body is ended in every case.
 */
export async function readExportPage(
  body: AsyncIterable<Uint8Array> & { destroy(): unknown },
  bounds: PageBounds,
): Promise<ExportPage | 'cut-short' | 'too-large'> {
  const lines: ExportLine[] = [];
  try {
    for await (const line of splitLines(body, bounds)) {
      // One more than items may be: the last line.
      if (line === 'too-large' || lines.length > bounds.mostLines) return 'too-large';
      lines.push(line);
    }
  } catch {
    return 'cut-short';
  } finally {
    body.destroy();
  }
  const end = pageEnd.safeParse(lines.pop()?.said);
  if (!end.success) return 'cut-short';
  return { lines, next: end.data.next };
}

async function* splitLines(
  body: AsyncIterable<Uint8Array>,
  { lineBytes, pageBytes }: PageBounds,
): AsyncGenerator<ExportLine | 'too-large'> {
  let parts: Uint8Array[] = [];
  let length = 0;
  let total = 0;
  const add = (part: Uint8Array) => {
    length += part.length;
    if (length <= lineBytes) parts.push(part);
    else parts = [];
  };
  const end = (): ExportLine | null => {
    const line = length > lineBytes ? { problem: `line: more than ${lineBytes} bytes` } : parse(parts);
    parts = [];
    length = 0;
    return line;
  };
  for await (const part of body) {
    total += part.length;
    if (total > pageBytes) return yield 'too-large';
    let from = 0;
    for (let at = part.indexOf(newline); at !== -1; at = part.indexOf(newline, from)) {
      add(part.subarray(from, at));
      from = at + 1;
      const line = end();
      if (line) yield line;
    }
    add(part.subarray(from));
  }
  const last = end();
  if (last) yield last;
}

/** `null` for an empty line. */
function parse(parts: readonly Uint8Array[]): ExportLine | null {
  const text = Buffer.concat(parts).toString('utf8').trim();
  if (text === '') return null;
  try {
    return { said: JSON.parse(text) };
  } catch {
    return { problem: 'line: no JSON' };
  }
}
