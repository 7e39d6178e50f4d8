import { sql } from 'kysely';
import { normaliseAccessRule } from '../../../core/access/access-rule.ts';
import { type Acl, ruleOf } from '../../../core/contract/acl.ts';
import { safePath } from '../../../core/ingest/safe-path.ts';
import { effectiveAcl, type FolderRule, type Item, isThere } from '../../../core/workplace/item.ts';
import { documentSourceOf, type Source } from '../../../core/workplace/source.ts';
import type { Lane, SubmittedDocument } from '../../../ports/document-store.ts';
import { ensureAccessClass } from '../access-class.ts';
import type { Transaction } from '../database.ts';
import { removeRows } from '../remove-documents.ts';
import { submitManyIn } from '../submit-many.ts';
import { documentIdOf } from './items.ts';
import { readRegisters } from './registers.ts';
import { ensureSpaces, type SpaceDeletion, type SpaceStatus } from './spaces.ts';

/** UTF-16 units of a path that is kept of a document. */
const longestPath = 1_000;

/** Makes documents follow what is known of their items: rights and places hold with this transaction (R04, R11), bytes are fetched afterwards. */
export async function settleItems(
  transaction: Transaction,
  source: Pick<Source, 'org' | 'id'>,
  items: readonly Item[],
  options: { readonly lane: Lane; readonly now: Date },
): Promise<void> {
  if (items.length === 0) return;
  const { org } = source;
  const spaces = [...new Set(items.flatMap(({ place }) => (place.space === null ? [] : [place.space])))];
  const deletions = await readRegisters<SpaceDeletion>(transaction, org, 'space-gone', spaces);
  const statuses = await readRegisters<SpaceStatus>(transaction, org, 'space-status', [...deletions.keys()]);
  const folders = await readFolderRules(transaction, source, items);
  const classes = new Map<string, Promise<number>>();
  const classOf = (acl: Acl): Promise<number> => {
    const rule = normaliseAccessRule(ruleOf(acl));
    const key = JSON.stringify(rule);
    const known = classes.get(key) ?? ensureAccessClass(transaction, org, rule);
    classes.set(key, known);
    return known;
  };

  /** Until when what this source put into a space is gone with it. */
  const goneFor = ({ id }: Pick<Source, 'id'>, space: string): number => {
    const deletion = deletions.get(space);
    if (!deletion) return 0;
    if (deletion.value.source === id) return deletion.sequence;
    return statuses.get(space)?.value.state === 'deleted' ? Number.POSITIVE_INFINITY : 0;
  };

  const gone: string[] = [];
  const there: SubmittedDocument[] = [];
  for (const item of items) {
    const goneSequence = goneFor(source, item.place.space ?? '');
    if (!isThere(item, { goneSequence }, options.now)) {
      gone.push(documentIdOf(source, item.id));
      continue;
    }
    const { value: content } = item.content;
    there.push({
      org,
      source: documentSourceOf(source.id),
      externalId: item.id,
      parentId: null,
      space: item.place.space,
      accessClass: await classOf(effectiveAcl(item, (folder) => folders.get(folder))),
      // Its space's own sensitivity counts beside it at each reading.
      sensitivity: content.sensitivity ?? 'ouvert',
      title: content.title,
      path: safePath(item.place.path ?? content.title, longestPath) || item.id,
      url: content.url ?? null,
      sha256: content.sha256,
      bytes: content.size,
      createdBy: content.createdBy ?? null,
      modifiedAt: new Date(content.modifiedAt),
      lane: options.lane,
      awaitsBytes: true,
      endToEndEncrypted: content.encryption === 'e2ee',
    });
  }
  await ensureSpaces(
    transaction,
    org,
    there.map(({ space }) => space),
  );
  await submitManyIn(transaction, there);
  await removeRows(transaction, org, gone);
}

async function readFolderRules(
  transaction: Transaction,
  { org, id }: Pick<Source, 'org' | 'id'>,
  items: readonly Item[],
): Promise<ReadonlyMap<string, FolderRule>> {
  const folders = [...new Set(items.flatMap(({ place }) => place.folders))];
  if (folders.length === 0) return new Map();
  const rules = await transaction
    .selectFrom('folder_rule')
    .select(['folder', 'sequence', 'acl'])
    .where('org', '=', org)
    .where('source', '=', id)
    .where('folder', '=', sql<string>`any(${folders}::text[])`)
    .execute();
  return new Map(rules.map(({ folder, sequence, acl }) => [folder, { sequence, acl }]));
}
