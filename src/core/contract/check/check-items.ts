import { isDeepStrictEqual } from 'node:util';
import { tunables } from '../../../../config/tunables.ts';
import { idOf } from '../events.ts';
import { type CheckContext, itemsOf, type ListedItem } from './context.ts';
import { parseJson, readLine } from './listing.ts';
import { type Finding, skipped, verdict } from './report.ts';

/** A few of them, spread over the whole list. */
function sample<T>(all: readonly T[]): T[] {
  const count = Math.min(all.length, tunables.contractCheck.samples);
  return Array.from({ length: count }, (_one, at) => all[Math.floor((at * all.length) / count)] as T);
}

/** Each item by itself is what the listing says. */
export async function checkItem(context: CheckContext): Promise<Finding> {
  const items = itemsOf(await context.items());
  if (items.length === 0) return skipped('no-items');
  const problems: string[] = [];
  for (const listed of sample(items)) {
    const at = `items/${encodeURIComponent(idOf(listed.subject))}`;
    const { status, text, failure } = await context.probe.ask({ target: at, token: 'right' });
    if (status !== 200) {
      problems.push(`${at}: ${failure ?? `status ${status}`}`);
      continue;
    }
    const { event, problems: wrong } = readLine(parseJson(text) ?? {}, at);
    if (!event) problems.push(...wrong);
    else if (event.type !== listed.type) problems.push(`${at}: type ${event.type}`);
    // Something newer than the listing is no contradiction.
    else if (Number(event.sequence) <= Number(listed.sequence))
      problems.push(...differing(event, listed).map((field) => `${at}: ${field} differs from the listing`));
  }
  return verdict(problems);
}

function differing(one: ListedItem, other: ListedItem): string[] {
  const fields: string[] = [];
  if (one.subject !== other.subject) fields.push('subject');
  if (one.sequence !== other.sequence) fields.push('sequence');
  for (const field of new Set([...Object.keys(one.data), ...Object.keys(other.data)]) as Set<
    keyof ListedItem['data']
  >)
    if (!isDeepStrictEqual(one.data[field], other.data[field])) fields.push(`data.${field}`);
  return fields;
}

/** What does not exist is not found. */
export async function checkUnknownItem({ probe }: CheckContext): Promise<Finding> {
  const target = 'items/sourcier-no-such-item';
  const { status, failure } = await probe.ask({ target, token: 'right' });
  return verdict([404, 410].includes(status) ? [] : [`${target}: ${failure ?? `status ${status}`}`]);
}

/** The bytes are there, and are those that the item tells of. */
export async function checkContent(context: CheckContext): Promise<Finding> {
  const items = itemsOf(await context.items()).filter(({ data }) => data.encryption === 'none');
  if (items.length === 0) return skipped('no-items');
  const problems: string[] = [];
  for (const { subject, dataref, data } of sample(items)) {
    if (dataref === undefined) continue;
    const token = context.probe.isOwnOrigin(dataref) ? 'right' : 'none';
    const { status, bytes, sha256, failure } = await context.probe.fetchBytes({ target: dataref, token });
    if (failure !== null) problems.push(`${subject}: ${failure} after ${bytes} bytes`);
    else if (status !== 200) problems.push(`${subject}: dataref answers with status ${status}`);
    else if (bytes !== data.size) problems.push(`${subject}: ${bytes} bytes, size says ${data.size}`);
    else if (sha256 !== data.sha256) problems.push(`${subject}: sha256 of the bytes is ${sha256}`);
  }
  return verdict(problems);
}

/** What is encrypted from end to end has no address. */
export async function checkEncrypted(context: CheckContext): Promise<Finding> {
  const { lines } = await context.items();
  const encrypted = lines.filter(
    ({ value }) => (value.data as { encryption?: string } | undefined)?.encryption === 'e2ee',
  );
  if (encrypted.length === 0) return skipped('no-items');
  return verdict(
    encrypted.flatMap(({ at, value }) => (value.dataref === undefined ? [] : [`${at}: dataref is there`])),
  );
}
