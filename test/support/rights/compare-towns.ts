import pLimit from 'p-limit';
import { createInProcessAnalyser } from '../../../src/adapters/memory/text-analyser.ts';
import { authoriseCaller } from '../../../src/core/access/authorise-caller.ts';
import { type AskEvent, ask } from '../../../src/core/answer/ask.ts';
import { uuidFrom } from '../../../src/core/document-id.ts';
import { searchDocuments } from '../../../src/core/find/search-documents.ts';
import { indexDocument } from '../../../src/core/ingest/index-document.ts';
import { everything } from '../../../src/core/scope.ts';
import type { DocumentStore } from '../../../src/ports/document-store.ts';
import type { PromptLibrary } from '../../../src/ports/prompt-library.ts';
import type { SearchIndex } from '../../../src/ports/search-index.ts';
import { aRecordingModel, fixedAskDeps } from '../../integration/rights/recording-model.ts';
import { aSubmission, aVersion, type TestStores } from '../test-stores.ts';
import { callerOf, documentsOf, questionsOf, type Town, type TownDocument } from './random-town.ts';

/** What a person got in a town: everything that could tell of a forbidden document. */
type Seen = {
  readonly searches: readonly unknown[];
  readonly searchesOfTwin: readonly unknown[];
  readonly answers: readonly unknown[];
  readonly prompts: string;
  /** Documents that the index offered, before any gate. */
  readonly candidates: ReadonlySet<string>;
};

export type Compared = {
  readonly org: string;
  /** What was wrong; empty when forbidden documents left no trace. */
  readonly wrong: readonly string[];
  readonly readable: number;
  readonly forbidden: number;
  readonly found: number;
  readonly prompts: number;
};

/** Where towns stand: PostgreSQL, the index of the product, and the memory twin that holds the same. */
export type Ground = {
  readonly open: TestStores;
  readonly twin: SearchIndex;
  readonly prompts: PromptLibrary;
};

const analyser = createInProcessAnalyser();
const atOnce = 6;

/**
 * Asks in each town with and without what its caller may not read, and tells every difference (R01, R02, R15): of candidates, results,
 * order, scores, counts, prompts byte by byte, events, citations and status; and where the two indexes differ.
 */
export async function compareTowns(
  ground: Ground,
  towns: readonly { readonly org: string; readonly town: Town }[],
): Promise<Compared[]> {
  await placePeople(ground.open, towns);
  const limit = pLimit(atOnce);
  return Promise.all(towns.map(({ org, town }) => limit(() => compareTown(ground, org, town))));
}

async function compareTown(ground: Ground, org: string, town: Town): Promise<Compared> {
  const documents = documentsOf(org, town);
  const readable = documents.filter((one) => one.readable);
  const forbidden = documents.filter((one) => !one.readable);
  const questions = questionsOf(town, documents);
  const look = () => see(ground, org, callerOf(org, town), questions);
  if (town.forbiddenFirst) for (const one of forbidden) await publish(ground, org, one);
  for (const one of readable) await publish(ground, org, one);
  const first = await look();
  for (const one of forbidden)
    if (town.forbiddenFirst) await remove(ground, org, one);
    else await publish(ground, org, one);
  const second = await look();

  const canaries = forbidden.map(({ canary }) => canary).filter((canary) => !questions.includes(canary));
  const mine = new Set(readable.map(({ name }) => idOf(org, name)));
  const told = JSON.stringify([first, second].map(({ candidates: _, ...seen }) => seen));
  const same = (name: keyof Seen) => JSON.stringify(first[name]) === JSON.stringify(second[name]);
  const wrong = [
    ...(['searches', 'answers', 'prompts'] as const).filter((name) => !same(name)),
    ...[first, second].flatMap((seen) =>
      JSON.stringify(seen.searches) === JSON.stringify(seen.searchesOfTwin)
        ? []
        : ['the twin finds other things'],
    ),
    ...[first, second].flatMap(({ candidates }) =>
      [...candidates].filter((id) => !mine.has(id)).map((id) => `candidate ${id}`),
    ),
    ...canaries.filter((canary) => told.includes(canary)),
  ];
  return {
    org,
    wrong,
    readable: readable.length,
    forbidden: forbidden.length,
    found: first.candidates.size,
    prompts: first.prompts.length,
  };
}

/** Searches by words on both indexes, and an answer for the first question, as one person. */
async function see(
  { open, twin, prompts }: Ground,
  org: string,
  user: string,
  questions: readonly string[],
): Promise<Seen> {
  const { stores } = open;
  const within = await authoriseCaller(stores, { org, user });
  const candidates = new Set<string>();
  const index = watched(stores.index, candidates);
  const search = async (deps: Pick<typeof stores, 'index'>) => {
    const replies: unknown[] = [];
    for (const query of questions) {
      const request = { query, scope: everything, limit: 10 };
      const { tookMs: _, ...reply } = await searchDocuments({ ...stores, ...deps }, within, request);
      replies.push(reply);
    }
    return replies;
  };
  const model = aRecordingModel();
  const answers: unknown[] = [];
  const deps = { ...fixedAskDeps(open, prompts, model), index };
  const { signal } = new AbortController();
  for await (const event of ask(deps, within, { question: questions[0] ?? '', scope: everything, signal }))
    answers.push(withoutChance(event));
  return {
    searches: await search({ index }),
    searchesOfTwin: await search({ index: twin }),
    answers,
    prompts: JSON.stringify(model.prompts),
    candidates,
  };
}

/** The same index, which remembers the documents that it offered. */
function watched(index: SearchIndex, offered: Set<string>): SearchIndex {
  return {
    ...index,
    searchWords: async (...asked) => {
      const found = await index.searchWords(...asked);
      for (const { documentId } of found.hits) offered.add(documentId);
      return found;
    },
    searchDocuments: async (...asked) => {
      const found = await index.searchDocuments(...asked);
      for (const { documentId } of found) offered.add(documentId);
      return found;
    },
  };
}

/** Ids of the exchange are new each time; times are measured. */
function withoutChance(event: AskEvent): unknown {
  if (event.type === 'meta') return { ...event, conversationId: '', messageId: '' };
  if (event.type !== 'done') return event;
  const { timings, ...usage } = event.answer.usage;
  return { ...event, answer: { ...event.answer, usage: { ...usage, timings: Object.keys(timings) } } };
}

const submissionOf = (org: string, { name, title, text }: TownDocument, accessClass: number) =>
  aSubmission({ org, space: 'a', accessClass, externalId: name, path: name, title, text });

async function publish({ open, twin }: Ground, org: string, document: TownDocument): Promise<void> {
  const { access, documents, index } = open.stores;
  const accessClass = await access.ensureAccessClass(org, document.rule);
  const { id, version } = await documents.submit(submissionOf(org, document, accessClass));
  const key = { org, id };
  await documents.beginWork(key, version);
  await documents.publish(key, version, aVersion(id, document));
  await indexBoth(documents, [index, twin], key);
  await documents.markSearchable(key, version, 'searchable-words');
}

async function remove({ open, twin }: Ground, org: string, { name }: TownDocument): Promise<void> {
  const id = idOf(org, name);
  await open.stores.documents.remove(org, [id]);
  await indexBoth(open.stores.documents, [open.stores.index, twin], { org, id });
}

async function indexBoth(
  documents: DocumentStore,
  indexes: readonly SearchIndex[],
  key: { readonly org: string; readonly id: string },
): Promise<void> {
  for (const index of indexes) await indexDocument({ documents, index, analyser }, key);
}

const idOf = (org: string, name: string) => uuidFrom(org, 'folder', name);

/** Organisations, people and memberships, in one statement per table. */
async function placePeople(
  { database }: TestStores,
  towns: readonly { readonly org: string; readonly town: Town }[],
): Promise<void> {
  const space = { title: 'A', sensitivity: 'interne' as const };
  const rows = towns.flatMap(({ org, town }) => town.world.memberships.map((row) => ({ org, ...row })));
  const people = towns.flatMap(({ org, town }) =>
    town.world.users.map((id) => ({ org, id, name: id, title: null })),
  );
  await database
    .insertInto('organisation')
    .values(towns.map(({ org }) => ({ id: org, title: org })))
    .execute();
  await database
    .insertInto('space')
    .values(towns.map(({ org }) => ({ org, id: 'a', ...space })))
    .execute();
  if (people.length > 0) await database.insertInto('app_user').values(people).execute();
  if (rows.length > 0) await database.insertInto('membership').values(rows).execute();
}
