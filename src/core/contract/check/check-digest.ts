import { tunables } from '../../../../config/tunables.ts';
import { digestOf, digestReply } from '../digest.ts';
import { idOf } from '../events.ts';
import { type CheckContext, itemsOf } from './context.ts';
import { walk } from './listing.ts';
import { type Finding, passed, skipped, verdict } from './report.ts';

/** The digest of each space is that of the items that are listed. */
export async function checkDigest({ probe, ...context }: CheckContext): Promise<Finding> {
  if (!(await context.items()).isWhole) return skipped('no-listing');
  let problems: string[] = [];
  for (let n = 0; n < tunables.contractCheck.comparisons; n += 1) {
    const { status, text, failure } = await probe.ask({ target: 'digest', token: 'right' });
    if (status !== 200) return verdict([`digest: ${failure ?? `status ${status}`}`]);
    const reply = digestReply.safeParse(safeJson(text));
    if (!reply.success)
      return verdict(reply.error.issues.map(({ path, message }) => `digest: ${path.join('.')}: ${message}`));
    const listed = new Map<string, { id: string; contentVersion: number; aclVersion: number }[]>();
    for (const { subject, data } of itemsOf(await walk(probe, 'items')))
      listed.set(data.space, [...(listed.get(data.space) ?? []), { ...data, id: idOf(subject) }]);
    const told = new Map(reply.data.spaces.map((space) => [space.space, space]));
    problems = [...new Set([...listed.keys(), ...told.keys()])].flatMap((space) => {
      const items = listed.get(space) ?? [];
      const { count = 0, digest = digestOf([]) } = told.get(space) ?? {};
      if (count !== items.length) return [`space ${space}: count ${count}, ${items.length} are listed`];
      return digest === digestOf(items)
        ? []
        : [`space ${space}: ${digest}, from the listing ${digestOf(items)}`];
    });
    if (problems.length === 0) return passed;
  }
  return verdict(problems);
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
