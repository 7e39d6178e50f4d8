import { tunables } from '../../../../config/tunables.ts';
import type { ContractProbe } from '../../../ports/contract-probe.ts';
import { type WorkplaceEvent, workplaceEvent } from '../events.ts';
import { pageEnd } from '../export-page.ts';

/** One line of a listing: where it stood, what it says, and the event that it is, if it is one. */
export type Line = {
  readonly at: string;
  readonly value: Record<string, unknown>;
  readonly event: WorkplaceEvent | null;
  /** What is wrong with it, by the schemas. */
  readonly problems: readonly string[];
};

/** A listing that was walked to its end, or as far as it went. */
export type Listing = {
  readonly lines: readonly Line[];
  readonly pages: number;
  /** What is wrong with its pages; what follows the first of them was not read. */
  readonly problems: readonly string[];
  /** All was read. */
  readonly isWhole: boolean;
  /** False for a list that is not there (404), as the directory of a source that is none. */
  readonly isOffered: boolean;
};

/** Walks a listing from its first page to `next: null`. */
export async function walk(
  probe: ContractProbe,
  list: 'items' | 'directory',
  query: Readonly<Record<string, string>> = {},
): Promise<Listing> {
  const lines: Line[] = [];
  const seen = new Set<string>();
  const broken = (pages: number, problem: string): Listing => ({
    lines,
    pages,
    problems: [problem],
    isWhole: false,
    isOffered: true,
  });
  let cursor: string | null = null;
  for (let page = 1; page <= tunables.contractCheck.pages; page += 1) {
    const parameters = new URLSearchParams({ limit: '500', ...query, ...(cursor !== null && { cursor }) });
    const at = `${list} page ${page}`;
    const reply = await probe.ask({ target: `${list}?${parameters}`, token: 'right' });
    if (reply.failure !== null) return broken(page, `${at}: ${reply.failure}`);
    if (reply.status === 404 && list === 'directory' && page === 1)
      return { lines, pages: 0, problems: [], isWhole: false, isOffered: false };
    if (reply.status !== 200) return broken(page, `${at}: ${statusText(reply.status)}`);
    if (!/^application\/x-ndjson\b/.test(reply.contentType))
      return broken(page, `${at}: content-type ${reply.contentType || 'absent'}`);
    const read = readPage(reply.text, at);
    lines.push(...read.lines);
    if (read.problem !== null) return broken(page, `${at}: ${read.problem}`);
    cursor = read.next;
    if (cursor === null) return { lines, pages: page, problems: [], isWhole: true, isOffered: true };
    if (seen.has(cursor)) return broken(page, `${at}: next was given before, the listing has no end`);
    seen.add(cursor);
    if (isRepeated(lines, read.lines.length))
      return broken(page, `${at}: the same lines as the page before, the listing has no end`);
  }
  return broken(tunables.contractCheck.pages, `${list}: no end after ${tunables.contractCheck.pages} pages`);
}

/** A refusal is most often that of a token that was not the right one. */
const statusText = (status: number) =>
  status === 401 || status === 403
    ? `status ${status}, the token of this check is refused`
    : `status ${status}`;

/** Whether the last page says nothing but what the page before it said. */
function isRepeated(lines: readonly Line[], count: number): boolean {
  if (count === 0 || lines.length < 2 * count) return false;
  const subjects = (part: readonly Line[]) =>
    part.map(({ value }) => `${value.type} ${value.subject}`).join('\n');
  return subjects(lines.slice(-count)) === subjects(lines.slice(-2 * count, -count));
}

function readPage(text: string, at: string): { lines: Line[]; next: string | null; problem: string | null } {
  const lines: Line[] = [];
  const stop = (problem: string) => ({ lines, next: null, problem });
  const written = text.split('\n').filter((line) => line.trim() !== '');
  for (const [number, line] of written.entries()) {
    const value = parseJson(line);
    if (value === null) return stop(`line ${number + 1} is no JSON object`);
    if (number < written.length - 1) {
      lines.push(readLine(value, `${at} line ${number + 1}`));
      continue;
    }
    const end = pageEnd.safeParse(value);
    if (end.success) return { lines, next: end.data.next, problem: null };
  }
  return stop('the last line is not {"next": …}: the page was cut short');
}

export function parseJson(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** Reads one event, with where its problems are and never what stands there. */
export function readLine(value: Record<string, unknown>, at: string): Line {
  const { success, data, error } = workplaceEvent.safeParse(value);
  if (success) return { at, value, event: data, problems: [] };
  const problems = error.issues.map(({ path, message }) => `${at}: ${path.join('.') || 'event'}: ${message}`);
  return { at, value, event: null, problems };
}
