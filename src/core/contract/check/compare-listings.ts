import { tunables } from '../../../../config/tunables.ts';
import { smallLimit } from './check-listing.ts';
import { type CheckContext, itemsOf } from './context.ts';
import { type Listing, walk } from './listing.ts';
import { type Finding, passed, skipped, verdict } from './report.ts';

/** Subjects and sequences of a listing, without what may be fresh each time. */
const outline = ({ lines }: Listing): string[] =>
  lines.map(({ value }) => `${value.type} ${value.subject} ${value.sequence}`);

/** What one listing has and the other has not, by name. */
export function differences(one: Listing, other: Listing, names: readonly [string, string]): string[] {
  const [first, second] = [outline(one), outline(other)];
  const lacking = (from: string[], to: string[], name: string) => {
    const there = new Set(to);
    return from
      .filter((line) => !there.has(line))
      .map((line) => `${name}: ${line.split(' ')[1]} is not there, or is another`);
  };
  const problems = [...lacking(first, second, names[1]), ...lacking(second, first, names[0])];
  if (problems.length === 0 && first.length !== second.length)
    problems.push(`${names[0]}: ${first.length} lines; ${names[1]}: ${second.length}`);
  return problems;
}

/** Compares until nothing differs; a workplace at work may make two listings differ once, not each time. */
async function agree(attempt: () => Promise<readonly string[]>): Promise<Finding> {
  let problems: readonly string[] = [];
  for (let n = 0; n < tunables.contractCheck.comparisons; n += 1) {
    problems = await attempt();
    if (problems.length === 0) return passed;
  }
  return verdict(problems);
}

/** Two walks over the same list give the same lines. */
export async function checkCursorStable({ probe, ...context }: CheckContext): Promise<Finding> {
  if (!(await context.items()).isWhole) return skipped('no-listing');
  return agree(async () => {
    const [first, second] = [await walk(probe, 'items'), await walk(probe, 'items')];
    const [people, again] = [await walk(probe, 'directory'), await walk(probe, 'directory')];
    return [
      ...differences(first, second, ['items, first time', 'items, second time']),
      ...differences(people, again, ['directory, first time', 'directory, second time']),
    ];
  });
}

/** Small pages give what large pages give, each line once. */
export async function checkPageSizes({ probe, ...context }: CheckContext): Promise<Finding> {
  const known = await context.items();
  if (!known.isWhole) return skipped('no-listing');
  return agree(async () => {
    const problems: string[] = [];
    for (const list of ['items', 'directory'] as const) {
      const large = await walk(probe, list);
      const limit = String(smallLimit(large.lines.length));
      const small = await walk(probe, list, { limit });
      const tooLong = small.pages < Math.floor(large.lines.length / Number(limit));
      if (tooLong) problems.push(`${list}?limit=${limit}: pages are longer than that`);
      problems.push(
        ...small.problems,
        ...differences(large, small, [`${list}?limit=500`, `${list}?limit=${limit}`]),
      );
    }
    return problems;
  });
}

/** The list of one space holds its documents and no others; a space that nobody knows holds none. */
export async function checkSpaceFilter({ probe, ...context }: CheckContext): Promise<Finding> {
  const known = await context.items();
  if (!known.isWhole) return skipped('no-listing');
  const spaces = [...new Set(itemsOf(known).map(({ data }) => data.space))];
  if (spaces.length === 0) return skipped('no-items');
  return agree(async () => {
    const all = await walk(probe, 'items');
    const problems: string[] = [];
    for (const space of spaces.slice(0, tunables.contractCheck.samples)) {
      const filtered = await walk(probe, 'items', { space });
      const expected = {
        ...all,
        lines: all.lines.filter(({ value }) => (value.data as { space?: string }).space === space),
      };
      problems.push(
        ...filtered.problems,
        ...differences(expected, filtered, ['items', `items?space=${space}`]),
      );
    }
    const unknown = 'sourcier-no-such-space';
    const { status, text } = await probe.ask({ target: `items?space=${unknown}`, token: 'right' });
    if (status === 200 && text.trim().split('\n').length > 1)
      problems.push(`items?space=${unknown}: holds items`);
    if (status >= 500) problems.push(`items?space=${unknown}: status ${status}`);
    return problems;
  });
}
