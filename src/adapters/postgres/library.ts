import { sql } from 'kysely';
import type { AccessFilter } from '../../core/access/access-filter.ts';
import type { MeasuredPassage, Passage, Section } from '../../core/answer/passage.ts';
import type { Language, Sensitivity } from '../../core/document.ts';
import { isUuid } from '../../core/is-uuid.ts';
import type { Aside, Place } from '../../core/place.ts';
import { stricterOf } from '../../core/trust.ts';
import type {
  DocumentPages,
  DocumentText,
  DocumentView,
  Library,
  PassagePlace,
  Suggestion,
  Use,
} from '../../ports/library.ts';
import type { Database } from './database.ts';
import { folded, holdsWords } from './folded.ts';
import {
  assistedSpace,
  firstReadableDocuments,
  isOfWorkplace,
  liesInFolder,
  live,
  readable,
  readableBySomebody,
  withPeople,
  withRights,
} from './readable.ts';
import { summariseScope } from './summarise-scope.ts';

const viewColumns = (within: AccessFilter) => sql`
  d.id, d.title, d.path, d.space, d.wanted_version as version, d.language, d.modified_at as "modifiedAt", d.url,
  d.state, d.reason, d.format, d.bytes, d.sensitivity, d.sha256, d.author, d.created_in_file_at as "createdAt", d.pages,
  d.languages, d.warnings, d.labels,
  d.created_by is not distinct from ${within.user} and not ${isOfWorkplace} as "mayChange"`;

type SensitivityRow = { sensitivity: Sensitivity; spaceSensitivity: Sensitivity };

/** Of a document (alias `d`) and of its space (alias `sp`). */
const sensitivityColumns = sql`d.sensitivity, sp.sensitivity as "spaceSensitivity"`;

/** A space that was made stricter covers its documents at once, before anybody ingests them again (R69). */
const sensitivityOf = (row: SensitivityRow): Sensitivity => stricterOf(row.sensitivity, row.spaceSensitivity);

/** The reading side of documents in PostgreSQL: rights, live version and text come from one statement. */
export function createLibrary(db: Database): Library {
  const find = async (within: AccessFilter, id: string): Promise<DocumentView | null> => {
    if (!isUuid(id)) return null;
    const { rows } = await sql<DocumentView>`
      ${withRights(within)} select ${viewColumns(within)} from document d where d.id = ${id} and ${readable(within)}`.execute(
      db,
    );
    return rows[0] ?? null;
  };

  const lostUses: Library['lostUses'] = async (org, uses) => {
    if (uses.length === 0) return [];
    const users = uses.map(({ user }) => user);
    const { rows } = await sql<Use>`
      ${withPeople(org, [...new Set(users)])}
      select u."user", u.id, u.version
        from unnest(${users}::text[], ${uses.map(({ id }) => id)}::uuid[], ${uses.map(({ version }) => version)}::int[])
             as u ("user", id, version)
       where not exists (
         select from document d ${assistedSpace}
          where d.id = u.id and d.wanted_version = coalesce(u.version, d.wanted_version)
            and ${readableBySomebody(org, sql`u."user"`)})`.execute(db);
    return rows;
  };

  return {
    readPassages: async (within, chunkIds) => {
      if (chunkIds.length === 0) return [];
      const { rows } = await sql<PassageRow>`
        ${withRights(within)}, ${wanted(within, chunkIds)}
        select ${passageColumns} from ${readableChunks(within)}`.execute(db);
      const byId = new Map(rows.map((row) => [row.id, toPassage(row)]));
      return chunkIds.flatMap((id) => byId.get(id) ?? []);
    },

    readableAmong: async (within, chunkIds) => {
      if (chunkIds.length === 0) return new Set();
      const { rows } = await sql<{ id: string }>`
        ${withRights(within)}, ${wanted(within, chunkIds)} select c.id from ${readableChunks(within)}`.execute(
        db,
      );
      return new Set(rows.map(({ id }) => id));
    },

    readSections: async (within, chunkIds) => {
      if (chunkIds.length === 0) return new Map();
      const { rows } = await sql<Section & { id: string }>`
        ${withRights(within)}, ${wanted(within, chunkIds)},
        readable_chunk as (select c.id, c.document_id, c.section_ordinal from ${readableChunks(within)})
        select c.id, s.ordinal, s.text, s.tokens
          from readable_chunk c
          join section s on s.org = ${within.org} and s.document_id = c.document_id and s.ordinal = c.section_ordinal`.execute(
        db,
      );
      return new Map(rows.map(({ id, ...section }) => [id, section]));
    },

    readDocuments: async (within, documentIds, { tokens }) => {
      const ids = documentIds.filter(isUuid);
      if (ids.length === 0) return new Map();
      const { rows } = await sql<PassageRow & { tokens: number; of: number }>`
        ${withRights(within)},
        wanted as materialized (
          select *, count(*) over (partition by document_id, version) as of,
                 sum(tokens) over (partition by document_id, version order by ordinal) - tokens as before
            from chunk where org = ${within.org} and document_id = any(${ids}::uuid[]))
        select ${passageColumns}, c.tokens, c.of from ${readableChunks(within)} and c.before < ${tokens}
         order by c.document_id, c.ordinal`.execute(db);
      const read = new Map<string, { passages: MeasuredPassage[]; of: number }>();
      for (const row of rows) {
        const one = read.get(row.documentId) ?? { passages: [], of: row.of };
        one.passages.push({ ...toPassage(row), tokens: row.tokens });
        read.set(row.documentId, one);
      }
      return read;
    },

    find,

    findReadable: async (within, ids) => {
      if (ids.length === 0) return new Map();
      const { rows } = await sql<SensitivityRow & { id: string }>`
        ${withRights(within)} select d.id, ${sensitivityColumns}
          from document d ${assistedSpace}
         where d.id = any(${[...ids]}::uuid[]) and ${readable(within)}`.execute(db);
      return new Map(rows.map((row) => [row.id, sensitivityOf(row)]));
    },

    lostAmong: async ({ org, user }, documents) => {
      const lost = await lostUses(
        org,
        documents.map((document) => ({ user, ...document })),
      );
      return new Set(lost.map(({ id }) => id));
    },

    lostUses,

    list: async (within, page) => {
      const { limit, words } = page;
      const space = page.space === undefined ? sql`` : sql`and d.space = ${page.space}`;
      const named = words?.length ? holdsWords(folded(sql`d.title || ' ' || d.path`), words) : sql`true`;
      const folder = page.folder ? sql`and ${liesInFolder(sql`${page.folder}::text`)}` : sql``;
      const after = page.after
        ? sql`and (d.path collate "C", d.id) > (${page.after.path}, ${page.after.id}::uuid)`
        : sql``;
      const order = sql`d.path collate "C", d.id`;
      const found = { among: sql`${space} ${folder} ${after}`, kept: named, order, limit };
      const { rows } = await sql<DocumentView>`
        ${withRights(within)} select ${viewColumns(within)} from ${firstReadableDocuments(within, found)}
         order by ${order} limit ${limit}`.execute(db);
      return rows;
    },

    suggest: async (within, about, limit) => {
      if ('document' in about && !isUuid(about.document)) return [];
      const among =
        'document' in about ? sql`and d.id = ${about.document}::uuid` : sql`and d.space = ${about.space}`;
      // No join, for which all documents would be looked at.
      const kept = sql`coalesce((
        select true from suggestion s where s.org = ${within.org} and s.document_id = d.id limit 1), false)`;
      const order = sql`d.modified_at desc, d.id`;
      const found = { among: sql`${among} and ${live}`, kept, order, limit };
      const { rows } = await sql<Suggestion>`
        ${withRights(within)},
        latest as materialized (
          select d.id, d.language, d.modified_at from ${firstReadableDocuments(within, found)} ${assistedSpace}
           order by ${order} limit ${limit})
        select s.text, s.document_id as "documentId", latest.language
          from suggestion s join latest on latest.id = s.document_id
         where s.org = ${within.org}
         order by s.ordinal, latest.modified_at desc, latest.id limit ${limit}`.execute(db);
      return rows;
    },

    readText: async (within, id) => {
      const document = await find(within, id);
      if (!document) return null;
      const { rows } = await sql<DocumentText['sections'][number]>`
        ${withRights(within)} select s.ordinal, s.headings, s.place, s.aside, s.language, s.start_offset as start, s.end_offset as end, s.text
          from section s join document d on d.org = s.org and d.id = s.document_id
         where s.org = ${within.org} and s.document_id = ${id} and ${live} and ${readable(within)}
         order by s.ordinal`.execute(db);
      return { document, sections: rows };
    },

    locate: async (within, documentId, chunkId) => {
      if (!isUuid(documentId) || !isUuid(chunkId)) return null;
      const { rows } = await sql<PassagePlace>`
        ${withRights(within)} select c.id, c.start_offset as start, c.end_offset as end, c.place, c.aside, c.recognised, c.text
          from chunk c join document d on d.org = c.org and d.id = c.document_id and d.live_version = c.version
         where c.org = ${within.org} and c.id = ${chunkId} and c.document_id = ${documentId}
           and ${live} and ${readable(within)}`.execute(db);
      return rows[0] ?? null;
    },

    findPages: async (within, id) => {
      if (!isUuid(id)) return null;
      const { rows } = await sql<DocumentPages>`
        ${withRights(within)} select case when d.format = 'pdf' then d.sha256 else d.rendition end as sha256, d.pages
          from document d
         where d.id = ${id} and (d.format = 'pdf' or d.rendition is not null) and d.pages is not null
           and ${live} and ${readable(within)}`.execute(db);
      return rows[0] ?? null;
    },

    summarise: (within, scope) => summariseScope(db, within, scope),
  };
}

/** Of a passage, after `readableChunks`. */
const passageColumns = sql`
  c.id, c.headings, c.place, c.aside, c.recognised, c.start_offset as start, c.end_offset as end, c.text,
  d.id as "documentId", d.title, d.path, d.space, d.live_version as version, d.language,
  d.modified_at as "modifiedAt", d.url, ${sensitivityColumns}`;

/** The common table expression `wanted`: chunks looked up first and by themselves, for the planner would rather walk all documents. */
const wanted = (within: AccessFilter, chunkIds: readonly string[]) => sql`
  wanted as materialized (
    select * from chunk where org = ${within.org} and id = any(${[...chunkIds]}::uuid[]))`;

/**
 * What follows `from`, after `withRights` and `wanted`: the gate, with chunk `c`, document `d` and space `sp`. Documents are looked up for
 * the chunks (`offset 0`), for the planner takes documents whose versions are equal for few, and would rather walk those of a small organisation.
 */
const readableChunks = (within: AccessFilter) => sql`
  wanted c
  cross join lateral (select * from document where org = ${within.org} and id = c.document_id offset 0) d
  ${assistedSpace}
 where d.live_version = c.version and ${live} and ${readable(within)}`;

type PassageRow = SensitivityRow & {
  id: string;
  headings: string[];
  place: Place | null;
  aside: Aside | null;
  recognised: number | null;
  start: number;
  end: number;
  text: string;
  documentId: string;
  title: string;
  path: string;
  space: string;
  version: number;
  language: Language;
  modifiedAt: Date;
  url: string | null;
};

function toPassage(row: PassageRow): Passage {
  const {
    id,
    headings,
    place,
    aside,
    recognised,
    start,
    end,
    text,
    title,
    path,
    space,
    version,
    language,
    modifiedAt,
    url,
  } = row;
  return {
    id,
    sensitivity: sensitivityOf(row),
    headings,
    place,
    aside,
    recognised,
    start,
    end,
    text,
    document: { id: row.documentId, title, path, space, version, language, modifiedAt, url },
  };
}
