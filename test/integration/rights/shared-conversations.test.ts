import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { copyConversation } from '../../../src/adapters/postgres/copy-conversation.ts';
import type { Transaction } from '../../../src/adapters/postgres/database.ts';
import { erasePerson } from '../../../src/adapters/postgres/erase-person.ts';
import { authoriseCaller } from '../../../src/core/access/authorise-caller.ts';
import type { Answer } from '../../../src/core/answer/answer.ts';
import { askAgain } from '../../../src/core/conversation/ask-again.ts';
import { listFeedback } from '../../../src/core/conversation/list-feedback.ts';
import { readableHistory } from '../../../src/core/conversation/readable-history.ts';
import {
  copyShared,
  listShared,
  listShares,
  shareConversation,
  showShared,
  unshareConversation,
} from '../../../src/core/conversation/shared-conversations.ts';
import { showConversation } from '../../../src/core/conversation/show-conversation.ts';
import { eraseDocument } from '../../../src/core/lifecycle/erase-document.ts';
import { type ExportedConversation, exportPerson } from '../../../src/core/lifecycle/export-person.ts';
import { conversationAsMarkdown } from '../../../src/http/presenters/conversation-as-markdown.ts';
import { presentSharedMessages } from '../../../src/http/presenters/present-conversation.ts';
import type { ConversationCopy } from '../../../src/ports/conversation-shares.ts';
import { anOrganisation, openTestStores, type TestStores } from '../../support/test-stores.ts';
import { anExchange } from '../postgres/an-exchange.ts';
import { publishIn } from './town.ts';

let open: TestStores;
beforeAll(async () => {
  open = await openTestStores();
});
afterAll(() => open.close());

let org: string;
let number = 0;
/** For alice alone, and for everybody. */
let secret: string;
let known: string;
beforeEach(async () => {
  number += 1;
  org = `partage${number}`;
  await apply({});
  secret = (
    await publishIn(open, { org, space: 'rh', externalId: 'prime.md' }, 'La prime vaut 31 337 euros.')
  ).id;
  known = (
    await publishIn(open, { org, space: 'mairie', externalId: 'marche.md' }, 'Le marché est le mardi.')
  ).id;
});

type Town = { users?: string[]; rh?: string[]; voirie?: string[]; equipe?: string[] };
const apply = ({
  users = ['alice', 'bruno', 'carine'],
  rh = ['alice'],
  voirie = ['alice', 'bruno'],
  equipe = ['alice', 'carine'],
}: Town) =>
  open.stores.access.applyOrganisation(
    anOrganisation({
      organisation: org,
      users,
      groups: { voirie, autres: users.filter((user) => user === 'bruno') },
      spaces: {
        mairie: { title: 'Vie municipale', members: [`org:${org}`] },
        rh: { title: 'Ressources humaines', members: rh.map((user) => `user:${user}`) },
        equipe: { title: 'Équipe', members: equipe.map((user) => `user:${user}`) },
      },
    }),
    'test',
  );

/** What was for alice alone has a new version without the secret, for everybody. */
const redact = () =>
  publishIn(open, { org, space: 'mairie', externalId: 'prime.md' }, 'La prime vaut quelque chose.');

const as = (user: string) => authoriseCaller(open.stores, { org, user });

/** An exchange, of alice unless it is said, about one document; `words` stand in its answer and beside it. */
async function say(
  conversationId: string,
  words: string,
  documentId: string | null,
  more: {
    opens?: boolean;
    retryOf?: string;
    question?: string;
    answer?: Partial<Answer>;
    version?: number;
    complete?: boolean;
    user?: string;
  } = {},
) {
  const exchange = anExchange();
  const messageId = randomUUID();
  await open.stores.conversations.saveExchange({
    ...exchange,
    org,
    user: more.user ?? 'alice',
    conversationId,
    messageId,
    opensConversation: more.opens ?? false,
    complete: more.complete ?? true,
    question: more.question ?? `Question ${words} ?`,
    answer: {
      ...exchange.answer,
      text: `${words}.`,
      sentences: [{ text: `${words}.`, citations: [1], support: 'supported' }],
      searchedFor: `cherché ${words}`,
      suggestions: [`autrement ${words}`],
      notices: [{ code: 'documents-pending', text: `avis ${words}` }],
      ...more.answer,
    },
    scope: { folders: ['dossier-cache'] },
    sources:
      documentId === null
        ? []
        : [
            {
              n: 1,
              documentId,
              version: more.version ?? 1,
              chunkId: randomUUID(),
              cited: true,
              source: {
                n: 1,
                document: { id: documentId, title: `titre-${documentId}`, path: 'p.md', url: null },
                passage: { headings: [], place: null },
              },
            },
          ],
    ...(more.retryOf !== undefined && { retryOf: more.retryOf }),
  });
  return messageId;
}

async function begin(
  words: string,
  documentId: string | null,
  more: Parameters<typeof say>[3] = {},
): Promise<string> {
  const id = randomUUID();
  await say(id, words, documentId, { ...more, opens: true });
  return id;
}
const share = async (id: string, principal = 'user:bruno') =>
  shareConversation(open.stores, await as('alice'), id, principal);
const show = async (id: string, user = 'bruno') => showShared(open.stores, await as(user), id);
const listed = async (user = 'bruno') => listShared(open.stores, await as(user), { limit: 50 });
const copy = async (id: string, user = 'bruno') => copyShared(open.stores, await as(user), id);
const own = async (id: string, user = 'bruno') => showConversation(open.stores, await as(user), id);
const notFound = { code: 'NOT_FOUND' };

describe('R09: a shared conversation', () => {
  test('is shown to its readers, with whom they are and by whom, and to nobody else', async () => {
    const id = await begin('Xylophone', known);
    for (const user of ['alice', 'bruno', 'carine'])
      await expect(show(id, user)).rejects.toMatchObject(notFound);
    expect(await share(id)).toMatchObject({ principal: 'user:bruno', name: 'bruno', hasMore: false });
    const shown = await show(id);
    expect(shown).toMatchObject({ id, title: 'Question Xylophone ?', owner: { id: 'alice', name: 'alice' } });
    expect(shown.messages.map(({ text, masked }) => [text, masked])).toEqual([
      ['Question Xylophone ?', false],
      ['Xylophone.', false],
    ]);
    expect(await listed()).toMatchObject([{ id, title: 'Question Xylophone ?' }]);
    // A share is no right to the conversation itself.
    await expect(own(id)).rejects.toMatchObject(notFound);
    for (const user of ['alice', 'carine']) {
      await expect(show(id, user)).rejects.toMatchObject(notFound);
      await expect(copy(id, user)).rejects.toMatchObject(notFound);
      expect(await listed(user)).toEqual([]);
    }
    await expect(listShares(open.stores, await as('bruno'), id)).rejects.toMatchObject(notFound);
  });

  test('is masked for its reader by the rights of the reader, title, sentences, sources and export alike', async () => {
    const id = await begin('Xylophone', secret);
    await say(id, 'Balalaïka', known);
    await share(id);
    const shown = await show(id);
    expect(shown.title).toBeNull();
    // The answer of a question that was asked with the lost one in view goes too, and so does that question.
    expect(shown.messages.map(({ masked, text }) => [masked, text])).toEqual([
      [false, 'Question Xylophone ?'],
      [true, ''],
      [true, ''],
      [true, ''],
    ]);
    expect(await listed()).toMatchObject([{ id, title: null }]);
    const exported = { ...presentSharedMessages(shown), exportedAt: new Date().toISOString(), notice: '' };
    const markdown = conversationAsMarkdown(exported as never, 'fr');
    for (const written of [JSON.stringify(exported), markdown, JSON.stringify(shown.messages.slice(1))])
      expect(written).not.toMatch(/Balalaïka|Xylophone\.|cherché|autrement|avis|dossier-cache/);
    expect(JSON.stringify(exported)).not.toContain(`titre-${secret}`);
    // To the owner all of it is open, and with the rights the reader sees it too.
    expect((await own(id, 'alice')).messages.map(({ masked }) => masked)).toEqual([
      false,
      false,
      false,
      false,
    ]);
    await apply({ rh: ['alice', 'bruno'] });
    expect((await show(id)).messages.map(({ text }) => text)).toEqual([
      'Question Xylophone ?',
      'Xylophone.',
      'Question Balalaïka ?',
      'Balalaïka.',
    ]);
    expect((await listed())[0]?.title).toBe('Question Xylophone ?');
  });

  test('R09, R12: a new version of a source, open to its reader, shows nothing of the version that was quoted', async () => {
    const id = await begin('Xylophone', secret);
    await share(id);
    await redact();
    const [question, answer] = (await show(id)).messages;
    expect(question).toMatchObject({ masked: false });
    expect(answer).toMatchObject({ masked: true, text: '', sources: [{ n: 1, readable: false }] });
    expect(await show(id)).toMatchObject({ title: null });
    expect(await listed()).toMatchObject([{ id, title: null }]);
    await expect(copy(id)).rejects.toMatchObject({ code: 'CONFLICT' });
    // Its owner, who was told so, still sees it.
    expect((await own(id, 'alice')).messages[1]).toMatchObject({ masked: false, text: 'Xylophone.' });
    // Asked again, it rests on what the reader may read.
    await say(id, 'Vibraphone', secret, { retryOf: answer?.id ?? '', version: 2 });
    await share(id);
    expect((await show(id)).messages.map(({ text }) => text).slice(2)).toEqual([
      'Question Vibraphone ?',
      'Vibraphone.',
    ]);
  });

  test('R15: tells nothing of what its owner may read beside the sources of an answer', async () => {
    const id = await begin('Xylophone', known);
    await say(id, 'Rien dans les 812 documents de l’espace Ressources humaines', null, {
      question: 'Où est le stade ?',
      answer: { outcome: 'not-found', reason: 'nothing-readable-found', sentences: [] },
    });
    await share(id);
    const shown = await show(id);
    expect(shown.messages[1]?.answer).toEqual({
      language: 'fr',
      sentences: [{ text: 'Xylophone.', citations: [1], support: 'supported' }],
      usage: expect.anything(),
      complete: true,
    });
    expect(shown.messages[3]).toMatchObject({
      outcome: 'not-found',
      text: 'Rien n’a été trouvé qui réponde à cette question.',
      answer: null,
    });
    expect(JSON.stringify(shown.messages)).not.toMatch(/812 documents|cherché|autrement|avis|dossier-cache/);
  });

  test('R15: keeps no word of an answer that no source says: small talk, and what was cut short before it named one', async () => {
    const counts =
      'J’ai cherché dans les 812 documents (espace : Ressources humaines). Essayez « vibraphone ».';
    const sentences = [{ text: counts, citations: [], support: 'not-checked' as const }];
    const id = await begin('Bonjour', null, {
      question: 'Bonjour',
      answer: { text: counts, reason: 'small-talk', sentences },
    });
    const cut = { text: counts, reason: 'interrupted' as const, sentences };
    await say(id, 'Stade', null, { answer: cut, complete: false });
    await say(id, 'Piscine', known, { answer: cut, complete: false });
    await say(id, 'Marimba', known, { complete: false });
    await share(id);
    const answers = async (messages: Promise<readonly { role: string; text: string }[]>) =>
      (await messages).filter(({ role }) => role === 'assistant').map(({ text }) => text);
    const told = [
      'Ce message ne demandait rien aux documents.',
      'Rien n’a été trouvé qui réponde à cette question.',
      'Rien n’a été trouvé qui réponde à cette question.',
      'Marimba.',
    ];
    const shown = await show(id);
    expect(await answers(Promise.resolve(shown.messages))).toEqual(told);
    const exported = { ...presentSharedMessages(shown), exportedAt: new Date().toISOString(), notice: '' };
    expect(JSON.stringify(exported)).not.toMatch(/812 documents|Ressources|vibraphone/);
    // Nor does the copy, nor what is shared of that.
    const copied = await copy(id);
    expect(await answers(own(copied).then(({ messages }) => messages))).toEqual(told);
    await open.stores.shares.share({ org, user: 'bruno' }, copied, 'user:carine');
    expect(await answers(show(copied, 'carine').then(({ messages }) => messages))).toEqual(told);
  });

  test('is shared as it is at that moment: what is said afterwards is not, until it is shared again', async () => {
    const id = await begin('Premier', known);
    await share(id);
    const [first] = (await own(id, 'alice')).messages.filter(({ role }) => role === 'assistant');
    await say(id, 'Second', known, { retryOf: first?.id ?? '' });
    const before = await show(id);
    expect(before.messages.map(({ text }) => text)).toEqual(['Question Premier ?', 'Premier.']);
    expect(before.messages[1]?.supersededBy).toBeNull();
    expect(await listShares(open.stores, await as('alice'), id)).toMatchObject([{ hasMore: true }]);
    await share(id);
    expect((await show(id)).messages).toHaveLength(4);
    expect((await show(id)).messages[1]?.supersededBy).not.toBeNull();
  });

  test('R04: is gone for who leaves the group or space that it is shared with', async () => {
    const id = await begin('Xylophone', known);
    await share(id, 'group:voirie');
    await share(id, 'space:equipe');
    expect(await listShares(open.stores, await as('alice'), id)).toMatchObject([
      { principal: 'space:equipe', name: 'Équipe' },
      { principal: 'group:voirie', name: 'voirie' },
    ]);
    await show(id, 'bruno');
    await show(id, 'carine');
    await apply({ voirie: ['alice'], equipe: ['alice'] });
    for (const user of ['bruno', 'carine']) {
      await expect(show(id, user)).rejects.toMatchObject(notFound);
      expect(await listed(user)).toEqual([]);
    }
  });

  test('R07: is gone once it is taken back, forbidden, deleted, or its owner is suspended', async () => {
    const id = await begin('Xylophone', known);
    const gone = async () => {
      await expect(show(id)).rejects.toMatchObject(notFound);
      await expect(copy(id)).rejects.toMatchObject(notFound);
      expect(await listed()).toEqual([]);
    };
    await share(id);
    await unshareConversation(open.stores, await as('alice'), id, 'user:bruno');
    await gone();
    await expect(unshareConversation(open.stores, await as('alice'), id, 'user:bruno')).rejects.toMatchObject(
      notFound,
    );
    await share(id);
    const suspend = (at: Date | null, user: string) =>
      sql`update app_user set disabled_at = ${at} where org = ${org} and id = ${user}`.execute(open.database);
    for (const user of ['alice', 'bruno']) {
      await suspend(new Date(), user);
      await gone();
      await suspend(null, user);
      await show(id);
    }
    await open.stores.shares.setAllowed(org, false, 'alice');
    await gone();
    await expect(share(id)).rejects.toMatchObject({ code: 'SHARING_FORBIDDEN' });
    await open.stores.shares.setAllowed(org, true, 'alice');
    await show(id);
    await open.stores.conversations.remove(org, 'alice', id);
    await gone();
  });

  test('names whom its owner may name: others are as absent, and who takes an id later is somebody else', async () => {
    const id = await begin('Xylophone', known);
    for (const principal of [
      'user:nobody',
      'user:alice',
      'group:autres',
      'group:nothing',
      'space:rien',
      `org:${org}`,
      'bruno',
      'user:',
      '',
    ])
      await expect([principal, await share(id, principal).catch(({ code }) => code)]).toEqual([
        principal,
        'NOT_FOUND',
      ]);
    await expect(shareConversation(open.stores, await as('bruno'), id, 'user:carine')).rejects.toMatchObject(
      notFound,
    );
    await share(id);
    await apply({ users: ['alice', 'carine'], voirie: ['alice'] });
    await apply({});
    await expect(show(id)).rejects.toMatchObject(notFound);
  });

  test('R17: is nothing in another organisation', async () => {
    const id = await begin('Xylophone', known);
    await share(id);
    const home = org;
    org = `voisin${number}`;
    await apply({});
    await expect(show(id)).rejects.toMatchObject(notFound);
    await expect(share(id)).rejects.toMatchObject(notFound);
    expect(await listed()).toEqual([]);
    org = home;
    await show(id);
  });

  test('R10: is not shown while a source cannot say who may read', async () => {
    const id = await begin('Xylophone', known);
    await share(id);
    const library = {
      ...open.stores.library,
      findReadable: () => Promise.reject(Object.assign(new Error(), { code: 'RIGHTS_UNAVAILABLE' })),
    };
    const bruno = await as('bruno');
    const deps = { shares: open.stores.shares, library };
    for (const read of [() => showShared(deps, bruno, id), () => listShared(deps, bruno, { limit: 5 })])
      await expect(read()).rejects.toMatchObject({ code: 'RIGHTS_UNAVAILABLE' });
  });
});

describe('R09: a copy of a shared conversation', () => {
  test('holds what the reader may see, is masked as their own, and goes on without the owner', async () => {
    const id = await begin('Marimba', known);
    const [, first] = (await own(id, 'alice')).messages;
    await say(id, 'Vibraphone', known, { retryOf: first?.id ?? '' });
    for (let turn = 1; turn <= 5; turn += 1) await say(id, `Tour ${turn}`, known);
    await say(id, 'Xylophone', secret);
    await say(id, 'Balalaïka', known);
    await share(id);
    const copied = await copy(id);
    await unshareConversation(open.stores, await as('alice'), id, 'user:bruno');
    const mine = await own(copied);
    expect(mine.title).toBe('Question Marimba ?');
    const answers = mine.messages.filter(({ role }) => role === 'assistant');
    expect(answers.map(({ text }) => text)).toEqual([
      'Marimba.',
      'Vibraphone.',
      ...[1, 2, 3, 4, 5].map((n) => `Tour ${n}.`),
    ]);
    expect(answers[0]?.supersededBy).toBe(answers[1]?.id);
    expect(answers[1]?.retryOf).toBe(answers[0]?.id);
    const ids = new Set((await own(id, 'alice')).messages.map((message) => message.id));
    expect(mine.messages.filter((message) => ids.has(message.id))).toEqual([]);
    // The question of the lost answer was the owner's, who could read it.
    expect(JSON.stringify(mine)).not.toMatch(/Xylophone|Balalaïka|cherché|dossier-cache/);
    const { rows } = await sql<{ details: unknown }>`
      select details from audit where org = ${org} and action like 'conversation-%' order by sequence`.execute(
      open.database,
    );
    expect(rows.map(({ details }) => details)).toEqual([
      { conversationId: id, person: expect.any(String) },
      { conversationId: copied, from: id, messages: 14 },
      { conversationId: id, person: expect.any(String) },
    ]);
    expect(JSON.stringify(rows)).not.toContain('bruno');
  });

  test('R08: masks the questions that others wrote with what its person loses', async () => {
    await apply({ rh: ['alice', 'bruno'] });
    const id = await begin('Xylophone', secret);
    await say(id, 'Balalaïka', known, { question: 'Pourquoi 31 337 euros ?' });
    await share(id);
    const copied = await copy(id);
    expect((await own(copied)).messages.map(({ masked }) => masked)).toEqual([false, false, false, false]);
    await apply({});
    expect((await own(copied)).messages.map(({ masked }) => masked)).toEqual([false, true, true, true]);
    expect(JSON.stringify(await own(copied))).not.toContain('31 337');
  });

  test('R09, R12: shows nothing of a version that stands no more, and gives nothing of it to what is asked next', async () => {
    await apply({ rh: ['alice', 'bruno'] });
    const id = await begin('Xylophone', secret);
    await share(id);
    const copied = await copy(id);
    const mine = await readableHistory(open.stores, await as('bruno'), { conversationId: copied });
    expect(mine).toMatchObject({
      history: [{ answer: 'Xylophone.' }],
      documents: [{ id: secret, version: 1 }],
    });
    await redact();
    expect((await own(copied)).messages[1]).toMatchObject({
      masked: true,
      text: '',
      sources: [{ readable: false }],
      sensitivities: ['SREN31'],
    });
    expect(await readableHistory(open.stores, await as('bruno'), { conversationId: copied })).toMatchObject({
      history: [],
      documents: [],
    });
  });

  test('R08: of a question that is masked gives nothing back to who asks it again, at whatever place it stands', async () => {
    await apply({ rh: ['alice', 'bruno'] });
    const id = await begin('Xylophone', secret);
    await say(id, 'Balalaïka', known, { question: 'Pourquoi 31 337 euros ?' });
    await share(id);
    const copied = await copy(id);
    const again = async () => {
      const answers = (await own(copied)).messages.filter(({ role }) => role === 'assistant');
      const bruno = await as('bruno');
      return Promise.all(
        answers.map((answer) =>
          askAgain(open.stores, bruno, answer.id).then(
            ({ question, retryOf }) => [question, retryOf === answer.id],
            ({ code }) => code,
          ),
        ),
      );
    };
    const asked = ['Pourquoi 31 337 euros ?', true];
    expect(await again()).toEqual([['Question Xylophone ?', true], asked]);
    const [, , , first] = (await own(copied)).messages;
    const retry = { user: 'bruno', question: 'Pourquoi 31 337 euros ?', retryOf: first?.id ?? '' };
    // Far from what it had in view.
    for (let turn = 1; turn <= 6; turn += 1) await say(copied, `Tour ${turn}`, known, { user: 'bruno' });
    await say(copied, 'Vibraphone', known, retry);
    expect((await again()).at(-1)).toEqual(['Pourquoi 31 337 euros ?', false]);
    await apply({});
    const now = await again();
    expect([now[1], now.at(-1)]).toEqual(['NOT_FOUND', 'NOT_FOUND']);
    expect(JSON.stringify(await own(copied))).not.toContain('31 337');
    // It is still alice who wrote it.
    await apply({ rh: ['alice', 'bruno'] });
    await open.stores.people.erase(org, 'alice', { by: null });
    expect(JSON.stringify(await own(copied))).not.toContain('31 337');
    expect([(await again())[1], (await again()).at(-1)]).toEqual(['NOT_FOUND', 'NOT_FOUND']);
    await expect(say(copied, 'Encore', known, retry)).rejects.toMatchObject(notFound);
  });

  test('is none where all is withheld, and none of words that were erased', async () => {
    const id = await begin('Xylophone', secret);
    await share(id);
    await expect(copy(id)).rejects.toMatchObject({ code: 'CONFLICT' });
    const other = await begin('Balalaïka', known);
    await share(other);
    const copied = await copy(other);
    await eraseDocument(open.stores, org, known, null);
    expect((await own(copied)).messages[1]).toMatchObject({ masked: true, text: '', answer: null });
    const { rows } =
      await sql`select 1 from message m where m.org = ${org} and m.text like 'Balala%'`.execute(
        open.database,
      );
    expect(rows).toEqual([]);
  });
});

describe('R73: the data of a person who shared', () => {
  const erase = () => open.stores.people.erase(org, 'alice', { by: null });

  test.each([
    ['their owner is erased', () => erase()],
    [
      'it is taken back',
      async (id: string) => unshareConversation(open.stores, await as('alice'), id, 'user:bruno'),
    ],
    ['it is deleted', (id: string) => open.stores.conversations.remove(org, 'alice', id)],
    ['sharing is forbidden', () => open.stores.shares.setAllowed(org, false, 'alice')],
  ])('R07: a copy of what was shown is none when meanwhile %s', async (_, meanwhile) => {
    const id = await begin('Xylophone', known);
    await share(id);
    const { shares } = open.stores;
    const saveCopy: typeof shares.saveCopy = async (wanted) => {
      await meanwhile(id);
      await shares.saveCopy(wanted);
    };
    const copying = copyShared({ ...open.stores, shares: { ...shares, saveCopy } }, await as('bruno'), id);
    await expect(copying).rejects.toMatchObject(notFound);
    expect(await open.stores.conversations.list(org, 'bruno', { limit: 5 })).toEqual([]);
  });

  /** Does `second` while `first` is not committed yet, and gives whether it waited for that. */
  async function meanwhile(
    first: (transaction: Transaction) => Promise<unknown>,
    second: () => Promise<unknown>,
  ) {
    let isDone = false;
    let waited = false;
    let ending: Promise<unknown> = Promise.resolve();
    await open.database.transaction().execute(async (transaction) => {
      await first(transaction);
      ending = second().finally(() => {
        isDone = true;
      });
      ending.catch(() => null);
      while (!isDone && !waited) {
        const { rows } = await sql`
          select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
          open.database,
        );
        waited = rows.length > 0;
      }
    });
    return { waited, ended: await ending.catch(({ code }) => code) };
  }

  test('wait to be erased or taken back for a copy that is being kept, which is erased with them', async () => {
    for (const second of ['erase', 'unshare'] as const) {
      await apply({});
      const id = await begin('Xylophone', known);
      await share(id);
      let copied = '';
      const { waited } = await meanwhile(
        async (transaction) => {
          const saveCopy = (wanted: ConversationCopy) => copyConversation(transaction, wanted);
          const shares = { ...open.stores.shares, saveCopy };
          copied = await copyShared({ ...open.stores, shares }, await as('bruno'), id);
        },
        async () =>
          second === 'erase'
            ? erase()
            : unshareConversation(open.stores, await as('alice'), id, 'user:bruno'),
      );
      expect([second, waited]).toEqual([second, true]);
      const words = (await own(copied)).messages.map(({ text }) => text);
      expect(words).toEqual(second === 'erase' ? ['', ''] : ['Question Xylophone ?', 'Xylophone.']);
    }
  });

  test('leave nothing in a copy of a copy that waits for their erasure', async () => {
    const id = await begin('Xylophone', known);
    await share(id);
    const copied = await copy(id);
    await open.stores.shares.share({ org, user: 'bruno' }, copied, 'user:carine');
    const { waited, ended } = await meanwhile(
      (transaction) => erasePerson(transaction, org, 'alice', { by: null }),
      () => copy(copied, 'carine'),
    );
    expect([waited, ended]).toEqual([true, 'NOT_FOUND']);
    expect(await open.stores.conversations.list(org, 'carine', { limit: 5 })).toEqual([]);
    expect(JSON.stringify((await own(copied)).messages)).not.toContain('Xylophone');
  });

  test('are exported with whom, and erased with what others copied of them, to the last copy', async () => {
    const id = await begin('Xylophone', known);
    await share(id);
    const copied = await copy(id);
    await open.stores.shares.share({ org, user: 'bruno' }, copied, 'user:carine');
    const again = await copy(copied, 'carine');
    const { people } = open.stores;
    expect(await people.listShares(org, 'alice')).toMatchObject([
      { conversationId: id, sharedBy: 'alice', principal: 'user:bruno' },
    ]);
    expect(await people.listShares(org, 'carine')).toMatchObject([
      { conversationId: copied, sharedBy: 'bruno' },
    ]);
    const receipt = await people.erase(org, 'alice', { by: null });
    expect(receipt.stores['database']).toMatchObject({ conversations: 1, copies: 4, shares: 0 });
    await expect(show(id)).rejects.toMatchObject(notFound);
    for (const [user, its] of [
      ['bruno', copied],
      ['carine', again],
    ] as const) {
      const kept = await own(its, user);
      expect(kept.title).toBe('…');
      expect(JSON.stringify(kept.messages.map(({ text, answer }) => [text, answer]))).not.toContain(
        'Xylophone',
      );
      // What was asked with it in view is still masked with it.
      expect(kept.messages[1]?.documents).toEqual([{ id: known, version: 1 }]);
    }
    expect(await people.erase(org, 'carine', { by: null })).toMatchObject({
      stores: { database: { shares: 1 } },
    });
    expect(await people.listShares(org, 'bruno')).toEqual([]);
  });

  test('R74: a held conversation that was shared is set aside with its readers, and gone for them', async () => {
    const id = await begin('Xylophone', known);
    await share(id);
    await open.stores.holds.place(org, { kind: 'person', id: 'alice' }, 'Contentieux', null);
    await open.stores.conversations.remove(org, 'alice', id);
    await expect(show(id)).rejects.toMatchObject(notFound);
    const { rows } = await sql<{ content: object }>`
      select content from held_content where org = ${org} and content_id = ${id}`.execute(open.database);
    expect(rows[0]?.content).toMatchObject({ sharedWith: ['user:bruno'] });
  });
});

describe('what an administrator reads of a conversation that is not shared', () => {
  const comment = 'Vertugadin s’y oppose.';
  const remark = (messageId: string, words = comment) =>
    open.stores.feedback.give(org, 'alice', { messageId, useful: false, sources: [], comment: words });
  const exported = async (by: string) => {
    const deps = {
      ...open.stores,
      write: (shown: ExportedConversation) => ({ json: shown, markdown: '' }),
      writeRecord: () => null,
    };
    const files = [];
    for await (const file of await exportPerson(deps, await as('alice'), { by, within: await as(by) }))
      files.push(file);
    const manifest = JSON.parse(files.find(({ path }) => path === 'manifest.json')?.text ?? '');
    return { text: files.map(({ text }) => text).join('\n'), withheld: manifest.withheld };
  };
  const comments = async (user: string) => {
    const { feedback } = await listFeedback(open.stores, org, await as(user), { limit: 10 });
    return feedback.map((given) => given.comment).sort();
  };

  test('R08, R09, R12: an export and comments show nothing of a version that stands no more, nor of what followed it', async () => {
    const id = await begin('Xylophone', secret);
    await remark(await say(id, 'Balalaïka', known, { question: 'Pourquoi 31 337 euros ?' }));
    const other = randomUUID();
    await remark(await say(other, 'Vibraphone', known, { opens: true }), 'Cornemuse.');
    const hidden = { answers: 2, questions: 1, comments: 1, titles: 1 };
    expect((await exported('carine')).withheld).toEqual(hidden);
    // Carine may read the new version, which says less, and not the one that was quoted.
    await redact();
    const { text, withheld } = await exported('carine');
    expect(withheld).toEqual(hidden);
    expect(text).not.toMatch(
      /Xylophone\.|31 337|Balalaïka|Vertugadin|cherché|autrement|avis Vibraphone|dossier-cache/,
    );
    expect(text).not.toContain(`titre-${secret}`);
    for (const words of ['Question Xylophone ?', 'Question Vibraphone ?', 'Vibraphone.', 'Cornemuse.'])
      expect(text).toContain(words);
    expect(await comments('carine')).toEqual(['Cornemuse.', null]);

    const own = await exported('alice');
    expect(own.withheld).toEqual({ answers: 0, questions: 0, comments: 0, titles: 0 });
    for (const words of ['Xylophone.', '31 337', 'Balalaïka', 'Vertugadin', 'cherché'])
      expect(own.text).toContain(words);
  });
});
