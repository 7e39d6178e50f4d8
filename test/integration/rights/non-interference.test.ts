import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPromptFiles } from '../../../src/adapters/filesystem/prompt-files.ts';
import { authoriseCaller } from '../../../src/core/access/authorise-caller.ts';
import { type AskEvent, ask } from '../../../src/core/answer/ask.ts';
import { searchDocuments } from '../../../src/core/find/search-documents.ts';
import { embedDocument } from '../../../src/core/ingest/embed-document.ts';
import { everything } from '../../../src/core/scope.ts';
import type { Embedder } from '../../../src/ports/embedder.ts';
import type { PromptLibrary } from '../../../src/ports/prompt-library.ts';
import { wordVector } from '../../support/providers/word-vectors.ts';
import {
  anOrganisation,
  aSubmission,
  classFor,
  openTestStores,
  publishText,
  type TestStores,
} from '../../support/test-stores.ts';
import { type DemoText, demoQuestions, demoTexts } from './demo-texts.ts';
import { aRecordingModel, fixedAskDeps } from './recording-model.ts';

const org = 'bellerive';
const rareTerm = 'zygomorphe';
/** Words that stand in forbidden documents only, and in no question. */
const secret = 'figure dans cette copie';

/** Alice reads `mairie`; only bruno reads `cabinet`. */
const organisation = anOrganisation({
  spaces: {
    mairie: { title: 'Vie municipale', members: [`org:${org}`] },
    cabinet: { title: 'Cabinet', members: ['user:bruno'] },
  },
});

const embedder: Embedder = {
  generation: 'words@1',
  trust: 'on-premises',
  maxTextsPerCall: 64,
  embed: async (texts) => texts.map((text) => normalised(wordVector(text, 48))),
};

function normalised(vector: readonly number[]): Float32Array {
  const length = Math.hypot(...vector);
  return Float32Array.from(vector, (value) => value / length);
}

const texts = demoTexts();
const readable = texts.filter((_, i) => i % 2 === 0);
/** The other half, near-duplicates of what alice reads under the same titles, and terms that stand nowhere else. */
const forbidden: readonly DemoText[] = [
  ...texts.filter((_, i) => i % 2 === 1),
  ...readable.map(({ path, title, text }) => ({
    title,
    path: `copie/${path}`,
    text: `${text}\n\nLe mot ${rareTerm} ${secret}, avec le montant de 31 337 euros.`,
  })),
  // They teach what words of the questions are also called, and what no readable document knows.
  {
    title: 'Sigles',
    path: 'sigles.md',
    text: 'Le quotient familial (QF), la piscine communale (PC), le compte épargne-temps (CET) et le zymotechnicien municipal (ZM).',
  },
  ...Array.from({ length: 30 }, (_, i) => ({
    title: `Note ${rareTerm}`,
    path: `rare/${i}.md`,
    text: `La mission ${rareTerm} numéro ${i} concerne la piscine, la cantine et le quotient familial.`,
  })),
];
const queries = [
  ...demoQuestions(),
  rareTerm,
  `Où est la mission ${rareTerm} ?`,
  'montant de 31 337 euros',
  'piscine',
  'tarif selon le QF',
  'heures de la piscine communale',
  'le ZM et la PC',
  ...readable.slice(0, 8).map(({ title }) => title),
];
/** Answers cost more than searches: every fifth question, and those about what only others may read. */
const questions = queries.filter((query, i) => i % 5 === 0 || query.includes(rareTerm));

let clean: TestStores;
let crowded: TestStores;
let prompts: PromptLibrary;

beforeAll(async () => {
  [clean, crowded] = await Promise.all([openTestStores(), openTestStores()]);
  prompts = await createPromptFiles(join(import.meta.dirname, '..', '..', '..', 'prompts'));
  for (const open of [clean, crowded]) await open.stores.access.applyOrganisation(organisation, 'test');
  // Forbidden documents stand before, between and after the readable ones, so that no row number is the same.
  const third = Math.ceil(forbidden.length / 3);
  await addForbidden(forbidden.slice(0, third));
  for (const open of [clean, crowded]) await add(open, 'mairie', readable.slice(0, 20));
  await addForbidden(forbidden.slice(third, 2 * third));
  for (const open of [clean, crowded]) await add(open, 'mairie', readable.slice(20));
  await addForbidden(forbidden.slice(2 * third));
  for (const open of [clean, crowded]) await open.stores.index.flush();
});
afterAll(() => Promise.all([clean.close(), crowded.close()]));

const addForbidden = (documents: readonly DemoText[]) => add(crowded, 'cabinet', documents);

async function add({ stores }: TestStores, space: string, documents: readonly DemoText[]): Promise<void> {
  const accessClass = await classFor(stores, org, `space:${space}`);
  for (const { path, title, text } of documents) {
    const submission = aSubmission({ space, accessClass, externalId: path, title, text });
    const { id, version } = await publishText(stores, submission, text);
    await embedDocument(
      { ...stores, embedders: { current: embedder } },
      { org, id, version },
      AbortSignal.timeout(60_000),
    );
  }
}

const modes = [
  { name: 'words only', deps: {} },
  { name: 'words and vectors', deps: { embedder } },
];

test('the crowded organisation really holds what the clean one does not, and its reader finds it', async () => {
  const within = await authoriseCaller(crowded.stores, { org, user: 'bruno' });
  const request = { query: rareTerm, scope: everything, limit: 10 };
  const { passages, scope } = await searchDocuments(crowded.stores, within, request);
  expect(passages.length).toBeGreaterThan(0);
  expect(scope.documents).toBe(readable.length + forbidden.length);
});

describe.each(modes)('$name', ({ deps }) => {
  async function search(open: TestStores, query: string, scope = everything) {
    const within = await authoriseCaller(open.stores, { org, user: 'alice' });
    const { tookMs: _, ...reply } = await searchDocuments({ ...open.stores, ...deps }, within, {
      query,
      scope,
      limit: 10,
    });
    return reply;
  }

  test('R02, R15: forbidden documents change no result, order, score, count or text of a search', async () => {
    let results = 0;
    for (const query of queries) {
      const expected = await search(clean, query);
      expect(await search(crowded, query), query).toEqual(expected);
      results += expected.passages.length;
    }
    expect(results).toBeGreaterThan(queries.length);
  });

  test('R02: nor of a search within a space, a folder or a document', async () => {
    const folder = { folders: ['deliberations/2026'] };
    for (const query of queries.slice(0, 12))
      for (const scope of [{ spaces: ['mairie'] }, folder, { ...folder, spaces: ['mairie', 'cabinet'] }])
        expect(await search(crowded, query, scope), query).toEqual(await search(clean, query, scope));
    const hidden = { spaces: ['cabinet'] };
    expect(await search(crowded, 'piscine', hidden)).toEqual(await search(clean, 'piscine', hidden));
  });

  /** All events of an answer and of a further question in its conversation, without what is random by design. */
  async function answer(open: TestStores, question: string, model?: ReturnType<typeof aRecordingModel>) {
    const within = await authoriseCaller(open.stores, { org, user: 'alice' });
    const askDeps = { ...fixedAskDeps(open, prompts), ...deps, ...(model && { model }) };
    const { signal } = new AbortController();
    const events: AskEvent[] = [];
    let conversationId = '';
    for await (const event of ask(askDeps, within, { question, scope: everything, signal })) {
      if (event.type === 'meta') conversationId = event.conversationId;
      events.push(event);
    }
    const further = { question: 'Et depuis quelle date ?', scope: everything, conversationId, signal };
    for await (const event of ask(askDeps, within, further)) events.push(event);
    return events.map(withoutChance);
  }

  test('R02: nor of a quoted answer', async () => {
    for (const question of questions) {
      const events = await answer(crowded, question);
      expect(events, question).toEqual(await answer(clean, question));
      expect(JSON.stringify(events).includes(secret)).toBe(false);
    }
  });

  test('R02: nor of the bytes of a prompt, or of what a model’s answer becomes', async () => {
    const [stubOfClean, stubOfCrowded] = [aRecordingModel(), aRecordingModel()];
    for (const question of questions)
      expect(await answer(crowded, question, stubOfCrowded), question).toEqual(
        await answer(clean, question, stubOfClean),
      );
    expect(stubOfClean.prompts.length).toBeGreaterThan(questions.length / 2);
    const promptsOfCrowded = JSON.stringify(stubOfCrowded.prompts);
    expect(promptsOfCrowded === JSON.stringify(stubOfClean.prompts)).toBe(true);
    expect(promptsOfCrowded.includes(secret)).toBe(false);
  });
});

/** Ids of the exchange are new each time; times are measured. */
function withoutChance(event: AskEvent): unknown {
  if (event.type === 'meta') return { ...event, conversationId: '', messageId: '' };
  if (event.type !== 'done') return event;
  const { timings, ...usage } = event.answer.usage;
  return { ...event, answer: { ...event.answer, usage: { ...usage, timings: Object.keys(timings) } } };
}
