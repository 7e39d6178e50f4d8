import { sql } from 'kysely';
import { type DocumentKey, type DocumentState, type LaterPass, readableStates } from '../../core/document.ts';
import type { DocumentStore, WorkItem } from '../../ports/document-store.ts';
import type { Database } from './database.ts';
import { createEmbeddingTable, deleteOrphanVectors } from './embedding-table.ts';
import { withoutFindings } from './follow-switch.ts';
import { isHeldBy } from './is-held-by.ts';
import { createLaterPasses } from './later-passes.ts';
import { enqueue } from './outbox.ts';
import { deleteTexts, publishVersion } from './publish-version.ts';
import { goOnReading, readAgain, reindexDocuments } from './reindex-documents.ts';
import { removeDocuments, removeRows } from './remove-documents.ts';
import { createRenaming } from './rename-documents.ts';
import { createRenditions } from './renditions.ts';
import { place, submitDocument } from './submit-document.ts';
import { foldCounts } from './summarise-scope.ts';
import { finishSwitches, switchSpace } from './switch-space.ts';
import { requeueUnfinished } from './unfinished-work.ts';

const workColumns = [
  'org',
  'id',
  'space',
  'access_class as accessClass',
  'sensitivity',
  'path',
  'wanted_version as version',
  'claim',
  'source',
  'external_id as externalId',
  'parent_id as parentId',
  'title',
  'sha256',
  'bytes',
  'created_by as createdBy',
  'modified_at as modifiedAt',
  'state',
] as const;

/** States from which a worker may still take a version up: a crash can leave any of them behind. */
const openStates = ['queued', 'fetching', 'parsing'] as const satisfies readonly DocumentState[];

/** A first reading needs an open version, another one of a live version; a pass may find either. */
function beginningStates(options: {
  readonly again?: boolean;
  readonly pass?: LaterPass | undefined;
}): DocumentState[] {
  if (options.pass) return [...openStates, ...readableStates];
  return options.again ? [...readableStates] : [...openStates];
}

/** The writing side of documents in PostgreSQL. */
export function createDocumentStore(db: Database): DocumentStore {
  const row = (key: DocumentKey) =>
    db.updateTable('document').where('org', '=', key.org).where('id', '=', key.id).returning('id');

  return {
    submit: (document) => submitDocument(db, document),
    place: (key, placement) => db.transaction().execute((transaction) => place(transaction, key, placement)),
    remove: (org, ids) => removeDocuments(db, org, ids),
    switchSpace: (org, space, wanted) => switchSpace(db, org, space, wanted),
    finishSwitches: (org) => finishSwitches(db, org),

    listSpacesOfSources: (org) =>
      db.selectFrom('document').select(['source', 'space']).distinct().where('org', '=', org).execute(),

    listSource: (org, source) =>
      db
        .selectFrom('document')
        .select([
          'id',
          'external_id as externalId',
          'sha256',
          'state',
          'space',
          'access_class as accessClass',
          'sensitivity',
          'path',
        ])
        .where('org', '=', org)
        .where('source', '=', source)
        .where('parent_id', 'is', null)
        .execute(),

    sourceProgress: async (org, source) => {
      const counts = await db
        .selectFrom('document')
        .select(['state', (expression) => expression.fn.countAll<number>().as('count')])
        .where('org', '=', org)
        .where('source', '=', source)
        .groupBy('state')
        .execute();
      const unread = await db
        .selectFrom('document')
        .select(['path', 'state', 'reason'])
        .where('org', '=', org)
        .where('source', '=', source)
        .where('state', 'in', ['skipped', 'failed'])
        .orderBy('path')
        .execute();
      const remarks = await db
        .selectFrom('document')
        .select(['path', 'sensitivity', 'warnings', 'labels'])
        .where('org', '=', org)
        .where('source', '=', source)
        .where(sql<boolean>`warnings <> '[]'::jsonb`)
        .orderBy('path')
        .execute();
      const byState = Object.fromEntries(counts.map(({ state, count }) => [state, count]));
      return { byState, unread, remarks };
    },

    beginWork: async (key, version, options = {}) => {
      const taken = await row(key)
        .set(options.again || options.pass ? { changed_at: new Date() } : { state: 'parsing' })
        .$if(options.pass !== 'render', (query) => query.set({ claim: sql`claim + 1` }))
        .where('wanted_version', '=', version)
        .where('state', 'in', beginningStates(options))
        .$if(options.pass !== undefined, (query) => query.where(sql<boolean>`${options.pass} = any(awaits)`))
        .returning([...workColumns])
        .executeTakeFirst();
      return (taken as WorkItem | undefined) ?? null;
    },

    findWork: async (key) => {
      const found = await db
        .selectFrom('document')
        .select([...workColumns])
        .where('org', '=', key.org)
        .where('id', '=', key.id)
        .executeTakeFirst();
      return found ?? null;
    },

    publish: (key, version, published) => publishVersion(db, key, version, published),

    markSearchable: (key, version, state, options = {}) =>
      db.transaction().execute(async (transaction) => {
        const asked = options.embed && { vectors_asked_at: new Date() };
        const marked = await transaction
          .updateTable('document')
          .set({ state, reason: null, changed_at: new Date(), ...asked })
          .where('org', '=', key.org)
          .where('id', '=', key.id)
          .where('wanted_version', '=', version)
          .where('live_version', '=', version)
          .where(isHeldBy(key))
          .returning('id')
          .executeTakeFirst();
        if (marked && options.embed)
          await enqueue(transaction, [{ name: 'document.embed', payload: { ...key, version } }]);
        return marked !== undefined;
      }),

    ageOf: async (key, version) => {
      const age = (since: 'queued_at' | 'vectors_asked_at') =>
        sql<number | null>`extract(epoch from now() - ${sql.ref(since)})::float8`;
      const found = await db
        .selectFrom('document')
        .select([age('queued_at').as('queuedSeconds'), age('vectors_asked_at').as('vectorsAskedSeconds')])
        .where('org', '=', key.org)
        .where('id', '=', key.id)
        .where('wanted_version', '=', version)
        .executeTakeFirst();
      return found ?? { queuedSeconds: null, vectorsAskedSeconds: null };
    },

    ...createLaterPasses(db),

    recordDeath: async (key, version) => {
      const counted = await db
        .updateTable('document')
        .set({ tries: sql<number>`tries + 1` })
        .where('org', '=', key.org)
        .where('id', '=', key.id)
        .where('wanted_version', '=', version)
        .where(isHeldBy(key))
        .returning('tries')
        .executeTakeFirst();
      return counted?.tries ?? 0;
    },

    settle: (key, version, { state, reason }) =>
      db.transaction().execute(async (transaction) => {
        const settled = await transaction
          .updateTable('document')
          // Whoever else has it in hand is overtaken by its end.
          .set({ state, reason, changed_at: new Date(), claim: sql`claim + 1`, ...withoutFindings })
          .where('org', '=', key.org)
          .where('id', '=', key.id)
          .where('wanted_version', '=', version)
          .where(isHeldBy(key))
          .returning('id')
          .executeTakeFirst();
        if (!settled) return false;
        await deleteTexts(transaction, key.org, [key.id]);
        await enqueue(transaction, [{ name: 'document.unindex', payload: { org: key.org, id: key.id } }]);
        return true;
      }),

    removeChildrenExcept: (parent, keep) =>
      db.transaction().execute(async (transaction) => {
        const { version } = parent;
        const now = await transaction
          .selectFrom('document')
          .select('wanted_version')
          .where('org', '=', parent.org)
          .where('id', '=', parent.id)
          .forShare()
          .executeTakeFirst();
        if (version !== undefined && now?.wanted_version !== version) return;
        let gone = transaction
          .selectFrom('document')
          .select('id')
          .where('org', '=', parent.org)
          .where('parent_id', '=', parent.id);
        if (keep.length > 0) gone = gone.where('id', 'not in', [...keep]);
        const ids = (await gone.execute()).map(({ id }) => id);
        await removeRows(transaction, parent.org, ids);
      }),

    ...createEmbeddingTable(db),

    ...createRenaming(db),

    ...createRenditions(db),

    requeueUnfinished: () => requeueUnfinished(db),

    reindex: (org, { subject, by = null } = {}) =>
      reindexDocuments(db, org, subject ?? { kind: 'organisation' }, by),

    goOnReading: (org, subject) => goOnReading(db, org, subject),

    readAgain: async ({ org, id }) => {
      await db
        .transaction()
        .execute((transaction) => readAgain(transaction, org, sql<boolean>`d.id = ${id}`));
    },

    endRebuild: async (key, reason) => {
      await row(key)
        .set({ rebuild_asked_at: null, rebuild_reason: reason })
        .where('rebuild_asked_at', 'is not', null)
        .execute();
    },

    loadForIndex: async (key) => {
      const document = await db
        .selectFrom('document')
        .select([
          'space',
          'access_class as accessClass',
          'sensitivity',
          'path',
          'title',
          'language',
          'live_version as version',
        ])
        .where('org', '=', key.org)
        .where('id', '=', key.id)
        .whereRef('live_version', '=', 'wanted_version')
        .where('state', 'not in', ['skipped', 'failed'])
        .executeTakeFirst();
      if (!document) return null;
      const chunks = await db
        .selectFrom('chunk')
        .select(['id', 'language', 'headings', 'text'])
        .where('org', '=', key.org)
        .where('document_id', '=', key.id)
        .orderBy('ordinal')
        .execute();
      return { ...document, chunks };
    },

    listReadable: (org) =>
      db
        .selectFrom('document')
        .select([
          'id',
          'live_version as version',
          'access_class as accessClass',
          'space',
          'path',
          'sensitivity',
          'generations',
        ])
        .where('org', '=', org)
        .where('state', 'in', ['searchable-words', 'searchable'])
        .execute(),

    isBlobUsed: async (org, sha256) => {
      const { rows } = await sql`
        select 1 from document d where d.org = ${org} and (d.sha256 = ${sha256} or d.rendition = ${sha256})
        union all
        select 1 from held_content h where h.org = ${org} and (h.sha256 = ${sha256} or h.rendition = ${sha256})
        limit 1`.execute(db);
      return rows.length > 0;
    },

    sweepVectors: (org) => deleteOrphanVectors(db, org),

    listErased: async (org) => {
      const erased = await db
        .selectFrom('tombstone')
        .select('document_id as id')
        .where('org', '=', org)
        .where('erased', '=', true)
        .execute();
      return new Set(erased.map(({ id }) => id));
    },

    countWaiting: async (org) => {
      const { rows } = await sql<{ count: number }>`
        select count(*) from (
          select from document d where d.org = ${org} and d.state in ('queued', 'fetching', 'parsing') limit 100000) waiting`.execute(
        db,
      );
      return rows[0]?.count ?? 0;
    },

    countByState: async (org) => {
      const rows = await db
        .selectFrom('document')
        .select(['state', (expression) => expression.fn.countAll<number>().as('count')])
        .where('org', '=', org)
        .groupBy('state')
        .execute();
      return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
    },

    countLabelled: async (org) => {
      const counted = await db
        .selectFrom('document')
        .select([
          (of) => of.fn.countAll<number>().as('labelled'),
          (of) =>
            of.fn.countAll<number>().filterWhere('sensitivity', 'in', ['ouvert', 'interne']).as('toCheck'),
        ])
        .where('org', '=', org)
        .where(sql<boolean>`warnings @> '[{"code": "sensitivity-label"}]'::jsonb`)
        .executeTakeFirst();
      return counted ?? { labelled: 0, toCheck: 0 };
    },

    countText: async (org) => {
      const counted = await db
        .selectFrom('chunk')
        .select([
          (of) => of.fn.countAll<number>().as('chunks'),
          (of) => of.fn.sum<number | null>('tokens').as('tokens'),
        ])
        .where('org', '=', org)
        .executeTakeFirst();
      return { chunks: counted?.chunks ?? 0, tokens: Number(counted?.tokens ?? 0) };
    },

    foldCounts: (org) => foldCounts(db, org),

    oldestWaitingSeconds: async (org) => {
      const oldest = await db
        .selectFrom('document')
        .select(sql<number | null>`extract(epoch from now() - min(queued_at))::float8`.as('seconds'))
        .where('org', '=', org)
        .where('state', 'in', [...openStates])
        .executeTakeFirst();
      return oldest?.seconds ?? null;
    },
  };
}
