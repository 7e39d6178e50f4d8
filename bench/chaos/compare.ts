import pg from 'pg';
import type { ApiClient } from '../../test/support/api-client.ts';
import type { StoresApart } from '../../test/support/stores-apart.ts';
import { people, readersOf, type TownPerson, type TrueDocument } from './town.ts';

type Row = {
  readonly id: string;
  readonly external: string;
  readonly state: string;
  readonly reason: string | null;
  readonly live: number;
  readonly wanted: number;
  readonly space: string;
  readonly title: string;
  readonly path: string;
  readonly text: string | null;
};

/** Asks PostgreSQL itself, past all gates. */
export async function askDatabase<T extends object>(
  { postgres }: Pick<StoresApart, 'postgres'>,
  text: string,
  values: readonly unknown[],
): Promise<T[]> {
  const client = new pg.Client(postgres.connection);
  await client.connect();
  try {
    return (await client.query<T>(text, [...values])).rows;
  } finally {
    await client.end();
  }
}

/** How much is left to do, as far as the database knows: jobs that the queue does not have yet, and documents under way. */
export async function countLeft(stores: Pick<StoresApart, 'postgres'>, org: string): Promise<number> {
  const [left] = await askDatabase<{ jobs: string; open: string }>(
    stores,
    `select (select count(*) from outbox where org = $1) as jobs,
            (select count(*) from document where org = $1 and state in ('queued', 'fetching', 'parsing')) as open`,
    [org],
  );
  return Number(left?.jobs) + Number(left?.open);
}

/** All that is otherwise than the source has it, one line each: rows, texts, rights, what is found and by whom, points of the index. */
export async function compare(
  { stores, org }: { readonly stores: StoresApart; readonly org: string },
  truth: ReadonlyMap<string, TrueDocument>,
  clients: Readonly<Record<TownPerson, ApiClient>>,
): Promise<string[]> {
  const rows = await askDatabase<Row>(
    stores,
    `select d.id, d.external_id as external, d.state, d.reason, d.live_version::int as live, d.wanted_version::int as wanted, d.space, d.title,
            d.path, (select string_agg(c.text, ' ' order by c.ordinal) from chunk c where c.org = d.org and c.document_id = d.id) as text
       from document d where d.org = $1`,
    [org],
  );
  const there = [...truth.values()].filter(({ isDeleted }) => !isDeleted);
  return [
    ...compareRows(rows, truth, there),
    ...(await compareIndex(stores, org)),
    ...(await compareLists(rows, there, clients)),
    ...(await compareFinds(truth, clients)),
  ];
}

function compareRows(
  rows: readonly Row[],
  truth: ReadonlyMap<string, TrueDocument>,
  there: readonly TrueDocument[],
): string[] {
  const found: string[] = [];
  const byId = new Map(rows.map((row) => [row.external, row]));
  if (byId.size < rows.length) found.push(`${rows.length - byId.size} rows twice`);
  for (const row of rows)
    if (truth.get(row.external)?.isDeleted ?? true) found.push(`${row.external}: phantom row`);
  for (const document of there) {
    const row = byId.get(document.id);
    if (!row) found.push(`${document.id}: no row`);
    else {
      const { state, reason, live, wanted, space, title, path, text } = row;
      if (state !== 'searchable-words') found.push(`${document.id}: ${state} ${reason}`);
      if (live !== wanted) found.push(`${document.id}: version ${live} of ${wanted}`);
      if (space !== document.space) found.push(`${document.id}: in space ${space}, not ${document.space}`);
      if (path !== document.path) found.push(`${document.id}: at ${path}, not ${document.path}`);
      if (title !== document.title) found.push(`${document.id}: called ${title}, not ${document.title}`);
      if (!text?.includes(document.word)) found.push(`${document.id}: not the text of its version`);
      if (document.formerWords.some((word) => text?.includes(word)))
        found.push(`${document.id}: a former text`);
    }
  }
  return found;
}

/** Whether the points of the index are the chunks of the database, each once, of the live version. */
async function compareIndex({ qdrant, ...stores }: StoresApart, org: string): Promise<string[]> {
  const expected = await askDatabase<{ key: string }>(
    stores,
    `select d.id || ' ' || d.live_version || ' ' || d.space || ' ' || d.access_class || ' ' || c.id as key
       from document d join chunk c on c.org = d.org and c.document_id = d.id where d.org = $1`,
    [org],
  );
  const ask = async (path: string, body?: object) => {
    const reply = await fetch(new URL(path, qdrant.url), {
      method: body ? 'POST' : 'GET',
      headers: { 'api-key': qdrant.apiKey, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return (await reply.json()) as { result: unknown };
  };
  const { result } = await ask('/collections');
  const { collections } = result as { collections: readonly { name: string }[] };
  const names = collections.map(({ name }) => name);
  const actual: string[] = [];
  for (const name of names)
    for (let offset: unknown = null; ; ) {
      const page = await ask(`/collections/${name}/points/scroll`, {
        limit: 500,
        with_payload: true,
        offset,
      });
      const { points, next_page_offset: next } = page.result as {
        points: {
          payload: {
            org: string;
            document: string;
            version: number;
            space: string;
            access: number;
            chunk?: string;
          };
        }[];
        next_page_offset: unknown;
      };
      for (const { payload } of points)
        if (payload.chunk !== undefined && payload.org === org)
          actual.push(
            `${payload.document} ${payload.version} ${payload.space} ${payload.access} ${payload.chunk}`,
          );
      if (next === null || next === undefined) break;
      offset = next;
    }
  return differences(
    'index',
    expected.map(({ key }) => key),
    actual,
  );
}

/** Whether each person sees the documents that they may read, and no other. */
async function compareLists(
  rows: readonly Row[],
  there: readonly TrueDocument[],
  clients: Readonly<Record<TownPerson, ApiClient>>,
): Promise<string[]> {
  const externals = new Map(rows.map(({ id, external }) => [id, external]));
  const found: string[] = [];
  for (const person of people) {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await clients[person].get(
        `/v1/documents?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      const page = body as { documents: { id: string }[]; nextCursor: string | null };
      seen.push(...page.documents.map(({ id }) => externals.get(id) ?? id));
      cursor = page.nextCursor;
    }
    const may = there.filter((document) => readersOf(document).includes(person)).map(({ id }) => id);
    found.push(...differences(`list of ${person}`, may, seen));
  }
  return found;
}

/** Whether the word of each version is found by those who may, once, and no word of a former version or of a deleted document by anybody. */
async function compareFinds(
  truth: ReadonlyMap<string, TrueDocument>,
  clients: Readonly<Record<TownPerson, ApiClient>>,
): Promise<string[]> {
  const found: string[] = [];
  const hits = async (person: TownPerson, query: string) => {
    const { status, body } = await clients[person].post('/v1/search', { query });
    if (status !== 200) return `status ${status}`;
    const { results } = body as { results: { document: { id: string }; passage: { text: string } }[] };
    return results.filter(({ passage }) => passage.text.includes(query)).length;
  };
  const expect = async (person: TownPerson, word: string, count: number, what: string) => {
    const actual = await hits(person, word);
    if (actual !== count) found.push(`${what}: ${person} finds ${actual} of ${count}`);
  };
  for (const document of truth.values()) {
    const readers = document.isDeleted ? [] : readersOf(document);
    for (const person of people)
      await expect(person, document.word, readers.includes(person) ? 1 : 0, document.id);
    const former = document.formerWords.at(-1);
    if (former !== undefined) await expect('alice', former, 0, `${document.id}, former version`);
  }
  return found;
}

function differences(where: string, expected: readonly string[], actual: readonly string[]): string[] {
  const [wanted, seen] = [new Set(expected), new Set(actual)];
  return [
    ...(seen.size < actual.length ? [`${where}: ${actual.length - seen.size} twice`] : []),
    ...expected.filter((one) => !seen.has(one)).map((one) => `${where}: ${one} is missing`),
    ...actual.filter((one) => !wanted.has(one)).map((one) => `${where}: ${one} is too many`),
  ];
}
