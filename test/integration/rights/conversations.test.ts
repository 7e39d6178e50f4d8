import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPromptFiles } from '../../../src/adapters/filesystem/prompt-files.ts';
import { authoriseCaller } from '../../../src/core/access/authorise-caller.ts';
import { type AskEvent, ask } from '../../../src/core/answer/ask.ts';
import { askAgain } from '../../../src/core/conversation/ask-again.ts';
import { markChanged } from '../../../src/core/conversation/mark-changed.ts';
import { showConversation } from '../../../src/core/conversation/show-conversation.ts';
import { everything } from '../../../src/core/scope.ts';
import type { PromptLibrary } from '../../../src/ports/prompt-library.ts';
import { openTestStores, type TestStores } from '../../support/test-stores.ts';
import { anExchange } from '../postgres/an-exchange.ts';
import { aRecordingModel, fixedAskDeps } from './recording-model.ts';
import { applyTown, publishIn } from './town.ts';

let open: TestStores;
let prompts: PromptLibrary;
beforeAll(async () => {
  open = await openTestStores();
  prompts = await createPromptFiles(join(import.meta.dirname, '..', '..', '..', 'prompts'));
});
afterAll(() => open.close());

let org: string;
let number = 0;
/** In a space that comes and goes, and in one that stays. */
let secret: string;
let shared: string;
beforeEach(async () => {
  number += 1;
  org = `ville${number}`;
  await apply(['alice', 'bruno']);
  secret = await publish('rh', 'prime.md', 'Le montant de la prime annuelle des agents est de 31 337 euros.');
  shared = await publish('mairie', 'calendrier.md', 'La prime annuelle des agents est versée en novembre.');
});

const apply = (members: readonly string[]) => applyTown(open, org, members);
const publish = async (space: string, externalId: string, text: string): Promise<string> =>
  (await publishIn(open, { org, space, externalId }, text)).id;

const alice = () => authoriseCaller(open.stores, { org, user: 'alice' });
const sourceOf = (documentId: string) => ({
  n: 1,
  documentId,
  version: 1,
  chunkId: randomUUID(),
  cited: true,
  source: { document: { title: `titre-${documentId}` } },
});

/** An exchange of alice about one document; `words` stand in its answer alone. */
async function save(
  conversationId: string,
  words: string,
  documentId: string,
  more: { retryOf?: string; opensConversation?: boolean } = {},
): Promise<string> {
  const exchange = anExchange();
  const messageId = randomUUID();
  await open.stores.conversations.saveExchange({
    ...exchange,
    org,
    conversationId,
    messageId,
    opensConversation: more.opensConversation ?? false,
    question: `Question sur ${words} ?`,
    answer: {
      ...exchange.answer,
      text: `${words}.`,
      sentences: [{ text: `${words}.`, citations: [1], support: 'supported' }],
      searchedFor: `cherché ${words}`,
      suggestions: [`autrement ${words}`],
      notices: [{ code: 'words-only', text: `avis ${words}` }],
    },
    sources: [sourceOf(documentId)],
    ...(more.retryOf !== undefined && { retryOf: more.retryOf }),
  });
  return messageId;
}

async function begin(words: string, documentId: string) {
  const conversationId = randomUUID();
  return {
    conversationId,
    messageId: await save(conversationId, words, documentId, { opensConversation: true }),
  };
}

const show = async (conversationId: string) =>
  (await showConversation(open.stores, await alice(), conversationId)).messages.filter(
    ({ role }) => role === 'assistant',
  );

describe('R08: a conversation once a source is lost', () => {
  test('shows nothing that was kept beside the text of an answer', async () => {
    const { conversationId } = await begin('Xylophone', secret);
    expect(JSON.stringify(await show(conversationId))).toContain('cherché Xylophone');
    await apply(['bruno']);
    const [answer] = await show(conversationId);
    expect(answer).toMatchObject({ masked: true, answer: { sentences: [], usage: { model: 'modele-1' } } });
    expect(JSON.stringify(answer)).not.toMatch(/Xylophone|titre-/);
  });

  test('withholds every answer that may have had the lost one in view, and no further one', async () => {
    const { conversationId } = await begin('Xylophone', secret);
    for (let turn = 1; turn <= 7; turn += 1) await save(conversationId, `Tour ${turn}`, shared);
    await apply(['bruno']);
    // Six exchanges back are looked at for three that may be repeated. From a withheld one it goes on.
    expect((await show(conversationId)).map(({ masked }) => masked)).toEqual(Array(8).fill(true));
    const other = await begin('Avant', shared);
    await save(other.conversationId, 'Xylophone', secret);
    expect((await show(other.conversationId)).map(({ masked }) => masked)).toEqual([false, true]);
  });

  test('withholds an answer asked again with what the first one had in view, not with what stands before it', async () => {
    const { conversationId, messageId } = await begin('Premier', shared);
    await save(conversationId, 'Xylophone', secret);
    await save(conversationId, 'Encore', shared, { retryOf: messageId });
    await apply(['bruno']);
    expect((await show(conversationId)).map(({ masked, text }) => [masked, text])).toEqual([
      [false, 'Premier.'],
      [true, ''],
      [false, 'Encore.'],
    ]);
  });

  test('withholds an answer asked again when what the first one had in view is lost', async () => {
    const { conversationId } = await begin('Xylophone', secret);
    const second = await save(conversationId, 'Second', shared);
    await save(conversationId, 'Encore', shared, { retryOf: second });
    await apply(['bruno']);
    expect((await show(conversationId)).map(({ masked }) => masked)).toEqual([true, true, true]);
  });
});

describe('what goes into the prompt of a later question', () => {
  async function promptOf(request: { question: string; conversationId: string; retryOf?: string }) {
    const model = aRecordingModel();
    const { signal } = new AbortController();
    const deps = fixedAskDeps(open, prompts, model);
    for await (const _ of ask(deps, await alice(), { ...request, scope: everything, signal }));
    return JSON.stringify(model.prompts);
  }
  const question = 'Quel est le montant de la prime annuelle des agents ?';

  test('is the latest answer to a question that was asked again, not the ones it took the place of', async () => {
    const { conversationId, messageId } = await begin('Berlue', shared);
    await save(conversationId, 'Clairvoyance', shared, { retryOf: messageId });
    const prompt = await promptOf({ question, conversationId });
    expect(prompt).toContain('Clairvoyance');
    expect(prompt).not.toContain('Berlue');
  });

  test('is what was said before the first answer when a question is asked again', async () => {
    const { conversationId } = await begin('Préambule', shared);
    const second = await save(conversationId, 'Berlue', shared);
    await save(conversationId, 'Lendemain', shared);
    const again = await askAgain(open.stores, await alice(), second);
    expect(again).toMatchObject({ conversationId, retryOf: second, question: 'Question sur Berlue ?' });
    const prompt = await promptOf({ ...again, question });
    expect(prompt).toContain('Préambule');
    for (const words of ['Berlue', 'Lendemain']) expect(prompt).not.toContain(words);
  });

  test('R08: is nothing of an answer that had a lost one in view, however far back', async () => {
    const { conversationId } = await begin('Xylophone', secret);
    for (let turn = 1; turn <= 5; turn += 1) await save(conversationId, `Tour${turn}`, shared);
    await apply(['bruno']);
    const prompt = await promptOf({ question, conversationId });
    for (const words of ['Xylophone', 'Tour']) expect(prompt).not.toContain(words);
  });
});

test('small talk within a conversation is answered without a model, and as what it is', async () => {
  const { conversationId } = await begin('Préambule', shared);
  const model = aRecordingModel();
  const { signal } = new AbortController();
  const request = { question: 'Merci beaucoup !', conversationId, scope: everything, signal };
  const events: AskEvent[] = [];
  for await (const event of ask(fixedAskDeps(open, prompts, model), await alice(), request))
    events.push(event);
  expect(model.prompts).toEqual([]);
  expect(events.at(0)).not.toHaveProperty('searchedFor');
  const done = events.at(-1);
  expect(done).toMatchObject({ type: 'done', answer: { outcome: 'answered', reason: 'small-talk' } });
  expect(done).not.toHaveProperty('answer.searchedFor');
});

describe('asking again', () => {
  test('is not for a task, whose words name documents that may be lost', async () => {
    const exchange = anExchange();
    const messageId = randomUUID();
    await open.stores.conversations.saveExchange({
      ...exchange,
      org,
      messageId,
      questionSources: [sourceOf(shared)],
    });
    await expect(askAgain(open.stores, await alice(), messageId)).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });
});

describe('R17: asking again', () => {
  test('is for one’s own answers', async () => {
    const { messageId } = await begin('Mien', shared);
    const bruno = await authoriseCaller(open.stores, { org, user: 'bruno' });
    for (const [within, id] of [
      [bruno, messageId],
      [await alice(), randomUUID()],
      [await alice(), 'no-id'],
    ] as const)
      await expect(askAgain(open.stores, within, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('a source that has changed since the answer', () => {
  const marked = async (conversationId: string) => {
    const shown = await markChanged(open.stores.library, await alice(), await show(conversationId));
    return shown.flatMap(({ sources }) =>
      sources.map((source) => (source.readable ? (source.changed ?? 'as it was') : 'gone')),
    );
  };

  test('is marked from the moment that a new version is announced, and no other one is', async () => {
    const { conversationId } = await begin('Xylophone', shared);
    await save(conversationId, 'Vibraphone', secret);
    expect(await marked(conversationId)).toEqual(['as it was', 'as it was']);
    await open.database
      .updateTable('document')
      .set({ wanted_version: 2 })
      .where('org', '=', org)
      .where('id', '=', shared)
      .execute();
    expect(await marked(conversationId)).toEqual([true, 'as it was']);
  });

  test('R08: removed or forbidden, changed or not, it is the same: gone', async () => {
    const { conversationId } = await begin('Xylophone', secret);
    const other = await begin('Vibraphone', shared);
    await open.database
      .updateTable('document')
      .set({ wanted_version: 2 })
      .where('org', '=', org)
      .where('id', '=', secret)
      .execute();
    await apply(['bruno']);
    await open.stores.documents.remove(org, [shared]);
    expect([await marked(conversationId), await marked(other.conversationId)]).toEqual([['gone'], ['gone']]);
  });
});
