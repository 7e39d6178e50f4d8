import { tunables } from '../../../../config/tunables.ts';
import type { CheckContext } from './context.ts';
import type { Line } from './listing.ts';
import { type Finding, skipped, verdict } from './report.ts';

/** No list and no digest without the right token. */
export async function checkAuthentication({ probe, ...context }: CheckContext): Promise<Finding> {
  const problems: string[] = [];
  const { isOffered } = await context.directory();
  for (const target of ['items?limit=1', ...(isOffered ? ['directory?limit=1'] : []), 'digest'])
    for (const token of ['none', 'wrong'] as const) {
      const { status, failure } = await probe.ask({ target, token });
      if (![401, 403].includes(status))
        problems.push(
          `${target.split('?')[0]}, ${token === 'none' ? 'no token' : 'a wrong token'}: ${failure ?? `status ${status}`}`,
        );
    }
  return verdict(problems);
}

/** Pages are whole, and say where the next one begins. */
export async function checkPages(context: CheckContext): Promise<Finding> {
  return verdict([...(await context.items()).problems, ...(await context.directory()).problems]);
}

const directoryTypes = [
  'user.upserted',
  'user.disabled',
  'group.members.snapshot',
  'space.created',
  'space.updated',
  'space.archived',
  'space.members.snapshot',
  'folder.acl.changed',
  'org.policy.changed',
].map((name) => `fr.workplace.${name}.v1`);

/** Each line is an event of the kind that its list gives, valid against its schema. */
export async function checkSchemas(context: CheckContext): Promise<Finding> {
  const [items, directory] = [await context.items(), await context.directory()];
  if (items.lines.length + directory.lines.length === 0) return skipped('no-listing');
  const wrongKind = (line: Line, kinds: readonly string[]) =>
    line.event && !kinds.includes(line.event.type) ? [`${line.at}: type ${line.event.type}`] : line.problems;
  return verdict([
    ...items.lines.flatMap((line) => wrongKind(line, ['fr.workplace.document.upserted.v1'])),
    ...directory.lines.flatMap((line) => wrongKind(line, directoryTypes)),
  ]);
}

/** Each item says in full who may read it. */
export async function checkRights(context: CheckContext): Promise<Finding> {
  const { lines } = await context.items();
  if (lines.length === 0) return skipped('no-items');
  return verdict(
    lines.flatMap(({ at, value }) => {
      const { acl } = (value.data ?? {}) as { acl?: { allow?: unknown } };
      return Array.isArray(acl?.allow) ? [] : [`${at}: ${acl ? 'data.acl.allow' : 'data.acl'} is absent`];
    }),
  );
}

/** All lines are of the organisation that was asked for, or at least of one. */
export async function checkTenant(context: CheckContext): Promise<Finding> {
  const lines = [...(await context.items()).lines, ...(await context.directory()).lines];
  if (lines.length === 0) return skipped('no-listing');
  const tenantOf = ({ value }: Line) => (value.data as { tenant?: unknown } | undefined)?.tenant;
  const expected = context.tenant ?? (lines[0] && tenantOf(lines[0]));
  return verdict(
    lines.flatMap((line) =>
      tenantOf(line) === expected
        ? []
        : [`${line.at}: data.tenant is ${JSON.stringify(tenantOf(line))}, not ${JSON.stringify(expected)}`],
    ),
  );
}

/** Sequences are numbers, no subject is listed twice, no id is of two lines, and `digest` knows the greatest. */
export async function checkSequences(context: CheckContext): Promise<Finding> {
  const [items, directory] = [await context.items(), await context.directory()];
  const lines = [...items.lines, ...directory.lines];
  if (lines.length === 0) return skipped('no-listing');
  const problems: string[] = [];
  const seen = new Map<string, string>();
  let greatest = 0;
  for (const { at, value } of lines) {
    const { sequence, subject, type, source, id } = value as Record<string, string>;
    if (!/^0*\d{1,15}$/.test(sequence ?? '')) problems.push(`${at}: sequence ${JSON.stringify(sequence)}`);
    else greatest = Math.max(greatest, Number(sequence));
    for (const key of [`${type} of ${subject}`, `id ${id} of ${source}`]) {
      const before = seen.get(key);
      if (before) problems.push(`${at}: ${key} stood at ${before} already`);
      seen.set(key, at);
    }
  }
  const digest = await context.probe.ask({ target: 'digest', token: 'right' });
  const { maxSequence } = (safeJson(digest.text) ?? {}) as { maxSequence?: string };
  if (Number(maxSequence) < greatest)
    problems.push(`digest: maxSequence ${maxSequence} is below ${greatest}, which was listed before`);
  return verdict(problems);
}

/** A cursor that was never given is refused, on both lists. */
export async function checkUnknownCursor({ probe }: CheckContext): Promise<Finding> {
  const problems: string[] = [];
  for (const list of ['items', 'directory']) {
    const target = `${list}?limit=10&cursor=${'a-cursor-that-nobody-gave'}`;
    const { status, failure } = await probe.ask({ target, token: 'right' });
    if (status < 400 || status >= 500) problems.push(`${list}: ${failure ?? `status ${status}`}`);
  }
  return verdict(problems);
}

/** How many lines a small page has, so that a listing takes a few of them. */
export const smallLimit = (lines: number): number =>
  Math.max(1, Math.floor(lines / tunables.contractCheck.smallPages));

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
