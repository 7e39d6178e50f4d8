import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createPromptFiles } from '../../../src/adapters/filesystem/prompt-files.ts';
import type { AccessFilter } from '../../../src/core/access/access-filter.ts';
import { authoriseCaller } from '../../../src/core/access/authorise-caller.ts';
import type { Answer } from '../../../src/core/answer/answer.ts';
import { type AskDeps, type AskEvent, ask } from '../../../src/core/answer/ask.ts';
import { showConversation } from '../../../src/core/conversation/show-conversation.ts';
import { searchDocuments } from '../../../src/core/find/search-documents.ts';
import { everything } from '../../../src/core/scope.ts';
import type { PromptLibrary } from '../../../src/ports/prompt-library.ts';
import { anOrganisation, classFor, openTestStores, type TestStores } from '../../support/test-stores.ts';
import { aRecordingModel, fixedAskDeps } from './recording-model.ts';
import { applyTown, publishIn } from './town.ts';

const question = 'Quel est le montant de la prime annuelle des agents ?';
const secretText = 'Le montant de la prime annuelle des agents est de 31 337 euros.';
const openText = 'La prime annuelle des agents est versée en novembre.';

let open: TestStores;
let prompts: PromptLibrary;
beforeAll(async () => {
  open = await openTestStores();
  prompts = await createPromptFiles(join(import.meta.dirname, '..', '..', '..', 'prompts'));
});
afterAll(() => open.close());

let org: string;
let number = 0;
beforeEach(async () => {
  number += 1;
  org = `ville${number}`;
  await apply(['alice', 'bruno']);
});

/** The organisation with these members of the space `rh`. */
const apply = (members: readonly string[]) => applyTown(open, org, members);
const publish = (space: string, externalId: string, text: string) =>
  publishIn(open, { org, space, externalId }, text);

/** Asks as alice; `between` runs after retrieval has read the passages and before anything else is read. */
async function askWithBarrier(within: AccessFilter, deps: AskDeps, between: () => Promise<unknown>) {
  const { library } = open.stores;
  let reads = 0;
  const held: AskDeps = {
    ...deps,
    library: {
      ...library,
      readPassages: async (...request) => {
        const passages = await library.readPassages(...request);
        reads += 1;
        if (reads === 1) {
          expect(passages.map(({ text }) => text)).toContain(secretText);
          await between();
        }
        return passages;
      },
    },
  };
  let answer: Answer | null = null;
  const { signal } = new AbortController();
  for await (const event of ask(held, within, { question, scope: everything, signal }))
    if (event.type === 'done') answer = event.answer;
  return answer;
}

type Published = Awaited<ReturnType<typeof publish>>;
const revocations: readonly { name: string; revoke: (secret: Published) => Promise<unknown> }[] = [
  { name: 'the caller leaves the space', revoke: () => apply(['bruno']) },
  {
    name: 'the document gets other readers',
    revoke: async ({ submission }) =>
      open.stores.documents.submit({
        ...submission,
        accessClass: await classFor(open.stores, org, 'user:bruno'),
      }),
  },
  { name: 'the document is removed', revoke: ({ id }) => open.stores.documents.remove(org, [id]) },
  {
    name: 'the document gets a new version',
    revoke: ({ submission }) => open.stores.documents.submit({ ...submission, sha256: 'f'.repeat(64) }),
  },
];

test.each(revocations)('R05: $name between the two gates: neither prompt nor answer holds the text', async ({
  revoke,
}) => {
  const secret = await publish('rh', 'prime.md', secretText);
  await publish('mairie', 'calendrier.md', openText);
  const within = await authoriseCaller(open.stores, { org, user: 'alice' });
  const model = aRecordingModel();
  const answered = await askWithBarrier(within, fixedAskDeps(open, prompts, model), () => revoke(secret));
  expect(JSON.stringify(model.prompts)).not.toContain('31 337');
  // What stays readable is still offered.
  expect(JSON.stringify(model.prompts)).toContain('novembre');
  expect(JSON.stringify(answered)).not.toContain('31 337');
});

test.each(revocations)('R05: $name between the two gates: nothing of it is quoted', async ({ revoke }) => {
  const secret = await publish('rh', 'prime.md', secretText);
  const within = await authoriseCaller(open.stores, { org, user: 'alice' });
  const answered = await askWithBarrier(within, fixedAskDeps(open, prompts), () => revoke(secret));
  expect(answered).toMatchObject({ outcome: 'not-found', sources: [] });
  expect(JSON.stringify(answered)).not.toContain('31 337');
  const kept = JSON.stringify(
    await open.database.selectFrom('message').selectAll().where('org', '=', org).execute(),
  );
  expect(kept).not.toContain('31 337');
});

test('R05: without a revocation the text is in the prompt', async () => {
  await publish('rh', 'prime.md', secretText);
  const within = await authoriseCaller(open.stores, { org, user: 'alice' });
  const model = aRecordingModel();
  await askWithBarrier(within, fixedAskDeps(open, prompts, model), async () => {});
  expect(JSON.stringify(model.prompts)).toContain('31 337');
});

test('R63: the audit names what was withheld, by either gate, and nobody else is told', async () => {
  const secret = await publish('rh', 'prime.md', secretText);
  const within = await authoriseCaller(open.stores, { org, user: 'alice' });
  const revoke = () => open.stores.documents.submit({ ...secret.submission, sha256: 'f'.repeat(64) });
  const first = await askWithBarrier(within, fixedAskDeps(open, prompts), revoke);
  // The index still holds the old text: now the first gate withholds it.
  const { signal } = new AbortController();
  const events: AskEvent[] = [];
  for await (const event of ask(fixedAskDeps(open, prompts), within, { question, scope: everything, signal }))
    events.push(event);
  const shown = JSON.stringify([first, events]);
  expect(shown).not.toContain(secret.id);
  const records = await open.stores.audit.list(org, { order: 'oldest', limit: 10, action: 'answer' });
  expect(records.map(({ details }) => details)).toMatchObject([
    { outcome: 'not-found', offered: [], withheld: [secret.id] },
    { outcome: 'not-found', offered: [], withheld: [secret.id] },
  ]);
});

/** Asks as alice; `late` runs when the answer is kept, after its last word and before `done`. */
async function askUntilKept(deps: AskDeps, late: () => Promise<unknown>, request: object = {}) {
  const within = await authoriseCaller(open.stores, { org, user: 'alice' });
  const held: AskDeps = {
    ...deps,
    conversations: {
      ...open.stores.conversations,
      saveExchange: async (exchange) => {
        await late();
        await open.stores.conversations.saveExchange(exchange);
      },
    },
  };
  const events: AskEvent[] = [];
  const { signal } = new AbortController();
  let code: string | null = null;
  try {
    for await (const event of ask(held, within, { question, scope: everything, signal, ...request }))
      events.push(event);
  } catch (error) {
    code = (error as { code: string }).code;
  }
  const [first] = events;
  const conversationId = first?.type === 'meta' ? first.conversationId : '';
  return { names: events.map(({ type }) => type), code, conversationId };
}
const showNow = async (conversationId: string) =>
  showConversation(open.stores, await authoriseCaller(open.stores, { org, user: 'alice' }), conversationId);

test.each(
  revocations,
)('R06: $name between the last word and the end: the whole answer is not handed out', async ({
  name,
  revoke,
}) => {
  const secret = await publish('rh', 'prime.md', secretText);
  const model = aRecordingModel();
  const lost = await askUntilKept(fixedAskDeps(open, prompts, model), () => revoke(secret));
  expect(JSON.stringify(model.prompts)).toContain('31 337');
  expect(lost.code).toBe('ACCESS_CHANGED');
  expect(lost.names).not.toContain('done');
  // A newer version of what may still be read masks nothing.
  if (name === 'the document gets a new version') return;
  const { messages } = await showNow(lost.conversationId);
  expect(messages[1]).toMatchObject({ masked: true, text: '' });
  expect(JSON.stringify(messages)).not.toContain('31 337');
});

test('R06, R08: an answer without a source of its own ends, and is masked, with the earlier one that it leans on', async () => {
  const secret = await publish('rh', 'prime.md', secretText);
  const model = aRecordingModel();
  const deps = fixedAskDeps(open, prompts, model);
  const { code, conversationId } = await askUntilKept(deps, async () => {});
  expect(code).toBeNull();
  const further = await askUntilKept(
    deps,
    async () => {
      await open.stores.documents.remove(org, [secret.id]);
      await publish('mairie', 'calendrier.md', openText);
    },
    { question: 'Et depuis quelle date ?', conversationId, scope: { spaces: ['mairie'] } },
  );
  expect(further.code).toBe('ACCESS_CHANGED');
  const { messages } = await showNow(conversationId);
  expect(messages.filter(({ role }) => role === 'assistant')).toMatchObject([
    { masked: true, text: '' },
    { masked: true, text: '', sources: [] },
  ]);
});

test('R70: an answer that is kept after its document was removed keeps none of its words', async () => {
  const secret = await publish('rh', 'prime.md', secretText);
  await askUntilKept(fixedAskDeps(open, prompts), () => open.stores.documents.remove(org, [secret.id]));
  const kept = await Promise.all(
    (['message', 'message_source'] as const).map((table) =>
      open.database.selectFrom(table).selectAll().where('org', '=', org).execute(),
    ),
  );
  expect(kept[0]).toHaveLength(2);
  expect(JSON.stringify(kept)).not.toMatch(/31 337|prime\.md/);
});

test('R63: of somebody who was removed while the answer was written, the audit record is kept and nothing else', async () => {
  await publish('rh', 'prime.md', secretText);
  const town = anOrganisation({ organisation: org, users: ['bruno'] });
  const { names, code } = await askUntilKept(fixedAskDeps(open, prompts), () =>
    open.stores.access.applyOrganisation(town, 'test'),
  );
  expect([names.includes('done'), code]).toEqual([false, 'ACCESS_CHANGED']);
  expect(await open.database.selectFrom('message').selectAll().where('org', '=', org).execute()).toEqual([]);
  const records = await open.stores.audit.list(org, { order: 'oldest', limit: 10, action: 'answer' });
  expect(records).toMatchObject([{ details: { outcome: 'quoted' } }]);
});

/** Times are steps of one counter: what is acknowledged before something else starts has the lower number. */
type Use = { readonly document: string; readonly started: number; readonly ended: number };
type Change = Use & { readonly readable: boolean };

/** Uses that no state between start and end of the use permits. */
function forbiddenUses(uses: readonly Use[], changes: readonly Change[]): Use[] {
  return uses.filter((use) => {
    const mine = changes.filter(({ document }) => document === use.document);
    const lastAcknowledged = mine.filter(({ ended }) => ended < use.started).at(-1);
    const overlapping = mine.filter(({ started, ended }) => ended > use.started && started < use.ended);
    return !lastAcknowledged?.readable && !overlapping.some(({ readable }) => readable);
  });
}

test('R16: no search or answer among concurrent grants and revocations used a document after its revocation was acknowledged', async () => {
  const documents = await Promise.all(
    Array.from({ length: 6 }, (_, i) =>
      publish('mairie', `note-${i}.md`, `La prime annuelle numéro ${i} est due.`),
    ),
  );
  const [all, nobody] = [await classFor(open.stores, org, 'space:mairie'), await classFor(open.stores, org)];
  let step = 0;
  const now = () => {
    step += 1;
    return step;
  };
  const changes: Change[] = documents.map(({ id }) => ({
    document: id,
    readable: true,
    started: now(),
    ended: now(),
  }));
  const uses: Use[] = [];
  let searching = 3;

  async function changeReaders({ id, submission }: Published, pause: number): Promise<void> {
    for (let readable = false; searching > 0; readable = !readable) {
      const started = now();
      await open.stores.documents.submit({ ...submission, accessClass: readable ? all : nobody });
      changes.push({ document: id, readable, started, ended: now() });
      for (let turn = 0; turn < pause; turn += 1) await setImmediate();
    }
  }
  async function useThem(answers: boolean): Promise<void> {
    for (let turn = 0; turn < 80; turn += 1) {
      const started = now();
      const within = await authoriseCaller(open.stores, { org, user: 'alice' });
      const model = aRecordingModel();
      let used: string[] = [];
      if (answers) {
        const deps = fixedAskDeps(open, prompts, model);
        const { signal } = new AbortController();
        try {
          for await (const event of ask(deps, within, {
            question: 'prime annuelle',
            scope: everything,
            signal,
          }))
            if (event.type === 'sources') used = event.sources.map(({ document }) => document.id);
        } catch (error) {
          expect(error).toMatchObject({ code: 'ACCESS_CHANGED' });
        }
      } else {
        const request = { query: 'prime annuelle', scope: everything, limit: 10 };
        used = (await searchDocuments(open.stores, within, request)).passages.map(
          ({ document }) => document.id,
        );
      }
      const ended = now();
      uses.push(...used.map((document) => ({ document, started, ended })));
    }
    searching -= 1;
  }
  await Promise.all([
    ...documents.map((document, i) => changeReaders(document, 5 + 7 * i)),
    useThem(false),
    useThem(false),
    useThem(true),
  ]);
  changes.sort((a, b) => a.ended - b.ended);
  expect(forbiddenUses(uses, changes)).toEqual([]);
  expect(uses.length).toBeGreaterThan(50);
  expect(changes.filter(({ readable }) => !readable).length).toBeGreaterThan(50);
  // The checker sees a use that nothing permits.
  const late = { document: 'd', started: 3, ended: 4 };
  expect(forbiddenUses([late], [{ document: 'd', readable: false, started: 1, ended: 2 }])).toEqual([late]);
});
