import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPromptFiles } from '../../../src/adapters/filesystem/prompt-files.ts';
import { authoriseCaller } from '../../../src/core/access/authorise-caller.ts';
import type { Answer } from '../../../src/core/answer/answer.ts';
import type { AnsweringModel } from '../../../src/core/answer/answering-model.ts';
import { showConversation } from '../../../src/core/conversation/show-conversation.ts';
import type { Sensitivity } from '../../../src/core/document.ts';
import { AppError } from '../../../src/core/errors.ts';
import { chooseProviders } from '../../../src/core/providers/choose-providers.ts';
import { strictPolicy } from '../../../src/core/providers/policy.ts';
import { reportUsage, setBudget } from '../../../src/core/spend/manage-budgets.ts';
import { runTask, type TaskDeps } from '../../../src/core/tasks/run-task.ts';
import type { TaskEvent, TaskRequest } from '../../../src/core/tasks/task.ts';
import type { TrustLevel } from '../../../src/core/trust.ts';
import { presentSource } from '../../../src/http/presenters/present-passage.ts';
import type { Exchange } from '../../../src/ports/conversation-repository.ts';
import type { ChatTurn } from '../../../src/ports/language-model.ts';
import { anOrganisation, classFor, openTestStores, type TestStores } from '../../support/test-stores.ts';
import { anExchange } from '../postgres/an-exchange.ts';
import { applyTown, publishIn } from './town.ts';

const prompts = createPromptFiles(join(import.meta.dirname, '../../../prompts'));
const notesMark = 'Notes :';

let open: TestStores;
beforeAll(async () => {
  open = await openTestStores();
});
afterAll(() => open.close());

let org: string;
let number = 0;
beforeEach(async () => {
  number += 1;
  org = `ville${number}`;
  await apply(['alice', 'bruno']);
});

const apply = (members: readonly string[], sensitivity: Sensitivity = 'interne') =>
  applyTown(open, org, members, sensitivity);
const publish = (space: string, externalId: string, text: string) =>
  publishIn(open, { org, space, externalId }, text);

/** Sections of about 300 tokens: fourteen fill a prompt. */
const aLongText = (sections: number, word: string) =>
  Array.from(
    { length: sections },
    (_, index) =>
      `# Article ${index + 1}\n\n${`Le ${word} numéro ${index} vaut ${1_000 + index} euros et dure ${index + 2} ans. `.repeat(14)}`,
  ).join('\n\n');

type Call = { readonly prompt: string; readonly turns: readonly ChatTurn[] };

/** A model that keeps its prompts; `reply` may do something first, or fail. */
function aModel(reply: (call: Call, index: number) => string | Promise<string>) {
  const calls: Call[] = [];
  const model: AnsweringModel = {
    provider: 'essai',
    model: 'essai-1',
    async *stream(turns, { signal }) {
      const call = { turns, prompt: turns.map(({ content }) => content).join('\n') };
      calls.push(call);
      const text = await reply(call, calls.length);
      signal.throwIfAborted();
      yield { type: 'text-delta', text };
      yield { type: 'usage', usage: { promptTokens: 100, completionTokens: 10 } };
    },
  };
  return { model, calls };
}
const isNotes = ({ prompt }: Call) => prompt.trimEnd().endsWith(notesMark);

function depsOf(model: AnsweringModel | null, trust: TrustLevel = 'on-premises'): TaskDeps {
  const models = model ? [{ ...model, id: 'essai', trust }] : [];
  return {
    ...open.stores,
    answering: {
      policy: strictPolicy,
      models,
      knows: (wanted) => wanted === 'essai',
      route: (request) =>
        chooseProviders(models, {
          ...request,
          choices: { usual: null, bySpace: new Map() },
          matrix: strictPolicy.matrix,
        }),
    },
    prompts,
    presentSource,
    clock: { now: () => 0 },
    random: (size) => crypto.getRandomValues(new Uint8Array(size)),
  };
}

async function run(
  deps: TaskDeps,
  request: Omit<TaskRequest, 'signal'> & { signal?: AbortSignal },
): Promise<{ events: TaskEvent[]; answer: Answer | undefined; error: unknown }> {
  const within = await authoriseCaller(open.stores, { org, user: 'alice' });
  const events: TaskEvent[] = [];
  let error: unknown = null;
  try {
    const { signal = new AbortController().signal } = request;
    for await (const event of runTask(deps, within, { ...request, signal })) events.push(event);
  } catch (thrown) {
    error = thrown;
  }
  const last = events.at(-1);
  return { events, answer: last?.type === 'done' ? last.answer : undefined, error };
}

const kept = async () => {
  const rows = await Promise.all(
    (['message', 'message_source', 'conversation', 'audit'] as const).map((table) =>
      open.database.selectFrom(table).selectAll().where('org', '=', org).execute(),
    ),
  );
  return JSON.stringify(rows);
};

describe('whole documents through the gate', () => {
  const read = async (user: string, ids: readonly string[], tokens = 100_000) =>
    open.stores.library.readDocuments(await authoriseCaller(open.stores, { org, user }), ids, { tokens });

  test('R01: passages in order for those who may read, nothing for others, foreigners and unknown ids', async () => {
    const long = await publish('rh', 'long.md', aLongText(8, 'prix'));
    const found = (await read('alice', [long.id, crypto.randomUUID(), 'x'])).get(long.id);
    expect(found?.passages.map(({ id }) => id)).toEqual(long.chunkIds);
    expect(found?.of).toBe(long.chunkIds.length);
    await apply(['bruno']);
    expect((await read('alice', [long.id])).size).toBe(0);
    expect((await read('bruno', [long.id])).size).toBe(1);
    const first = org;
    org = `voisine${number}`;
    await open.stores.access.applyOrganisation(anOrganisation({ organisation: org }), 'test');
    expect((await read('bruno', [long.id])).size).toBe(0);
    org = first;
  });

  test('gives what begins within the limit, and says how much there is', async () => {
    const long = await publish('rh', 'long.md', aLongText(8, 'prix'));
    const found = (await read('alice', [long.id], 700)).get(long.id);
    expect(found?.passages.length).toBeLessThan(long.chunkIds.length);
    expect(found?.passages.length).toBeGreaterThan(1);
    expect(found?.of).toBe(long.chunkIds.length);
  });

  test('R12, R13: nothing of an old version, nor of a space without assistant', async () => {
    const note = await publish('rh', 'note.md', 'Le code est 4712.');
    await open.stores.documents.submit({ ...note.submission, sha256: 'f'.repeat(64) });
    expect((await read('alice', [note.id])).size).toBe(0);
    const other = await publish('rh', 'autre.md', 'Le code est 4713.');
    await open.database
      .updateTable('space')
      .set({ assistant_enabled: false })
      .where('org', '=', org)
      .where('id', '=', 'rh')
      .execute();
    expect((await read('alice', [other.id])).size).toBe(0);
    const { error } = await run(depsOf(null), { task: 'summarise', documents: [other.id] });
    expect(error).toMatchObject({ code: 'DOCUMENT_NOT_READY' });
  });
});

const revocations = [
  { name: 'the caller leaves the space', revoke: () => apply(['bruno']) },
  {
    name: 'the document gets other readers',
    revoke: async ({ submission }: Published) =>
      open.stores.documents.submit({
        ...submission,
        accessClass: await classFor(open.stores, org, 'user:bruno'),
      }),
  },
  { name: 'the document is removed', revoke: ({ id }: Published) => open.stores.documents.remove(org, [id]) },
] as const;
type Published = Awaited<ReturnType<typeof publish>>;

describe('R05: rights are asked before each prompt', () => {
  test.each(revocations)('$name after its notes were taken: no later prompt and no result has them', async ({
    revoke,
  }) => {
    const secret = await publish('rh', 'prime.md', aLongText(4, 'secret'));
    const calendar = await publish('mairie', 'calendrier.md', aLongText(18, 'calendrier'));
    const noted = Promise.withResolvers<void>();
    const looked = Promise.withResolvers<void>();
    let revoked = false;
    const { model, calls } = aModel(async (call) => {
      if (!isNotes(call)) return 'Une note [1].';
      if (call.prompt.includes('secret')) {
        noted.resolve();
        return '- Vertugadin vaut 1 000 euros [1].';
      }
      // Parts are read side by side: its notes are taken before it is lost, and a look at the rights comes before the result.
      await noted.promise;
      if (!revoked) await revoke(secret);
      revoked = true;
      await looked.promise;
      return '- Le calendrier dure deux ans [1].';
    });
    const deps = depsOf(model);
    const library = {
      ...deps.library,
      lostAmong: async (...asked: Parameters<typeof deps.library.lostAmong>) => {
        const isAfter = revoked;
        const lost = await deps.library.lostAmong(...asked);
        if (isAfter) looked.resolve();
        return lost;
      },
    };
    const { answer, error } = await run(
      { ...deps, library },
      {
        task: 'draft',
        documents: [secret.id, calendar.id],
        instruction: 'Une note sur les montants',
      },
    );
    expect(error).toBeNull();
    // It was there before, so that its absence says something.
    const at = calls.findIndex(({ prompt }) => prompt.includes('Le secret'));
    expect(at).toBeGreaterThanOrEqual(0);
    const last = calls.at(-1)?.prompt ?? '';
    expect(isNotes(calls.at(-1) ?? { prompt: '', turns: [] })).toBe(false);
    expect(last).not.toMatch(/Vertugadin|prime\.md|secret/);
    expect(last).toContain('Le calendrier dure deux ans');
    expect(answer?.notices.map(({ code }) => code)).toEqual(['document-lost']);
    expect(JSON.stringify(answer)).not.toMatch(/Vertugadin|prime\.md|Le secret/);
  });

  test.each(revocations)('$name before its part is read: it reaches no prompt', async ({ revoke }) => {
    const calendar = await publish('mairie', 'calendrier.md', aLongText(30, 'calendrier'));
    const secret = await publish('rh', 'prime.md', aLongText(4, 'secret'));
    let revoked = false;
    const { model, calls } = aModel(async () => {
      if (!revoked) await revoke(secret);
      revoked = true;
      return '- Le calendrier dure deux ans [1].';
    });
    const { answer } = await run(depsOf(model), {
      task: 'draft',
      documents: [calendar.id, secret.id],
      instruction: 'Une note sur les montants',
    });
    expect(calls.length).toBeGreaterThan(3);
    expect(calls.map(({ prompt }) => prompt).join()).not.toContain('Le secret');
    expect(answer?.outcome).toBe('answered');
    expect(JSON.stringify(answer?.sources)).not.toContain('Le secret');
  });

  test('when the only document is lost on the way, it is as if it had never been there', async () => {
    const secret = await publish('rh', 'prime.md', aLongText(18, 'secret'));
    const { model, calls } = aModel(async () => {
      await apply(['bruno']);
      return '- Vertugadin [1].';
    });
    const { events, error } = await run(depsOf(model), { task: 'summarise', documents: [secret.id] });
    expect(error).toMatchObject({ code: 'NOT_FOUND' });
    expect(calls.every(isNotes)).toBe(true);
    expect(JSON.stringify(events.filter(({ type }) => type !== 'meta'))).not.toMatch(/secret|Vertugadin/);
  });

  test('a comparison needs two documents to the end', async () => {
    const secret = await publish('rh', 'prime.md', aLongText(18, 'secret'));
    const calendar = await publish('mairie', 'calendrier.md', 'Le calendrier.');
    const { model } = aModel(async () => {
      await apply(['bruno']);
      return '- Une note [1].';
    });
    const { error } = await run(depsOf(model), { task: 'compare', documents: [secret.id, calendar.id] });
    expect(error).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('R08: what is kept of a task', () => {
  test('is masked with its documents, the question too, and the title of the conversation names none', async () => {
    const secret = await publish('rh', 'Brindezingue.md', 'Le secret est de 31 337 euros.');
    const { model } = aModel(() => 'Bonjour à tous.');
    const { events, answer } = await run(depsOf(model), { task: 'summarise', documents: [secret.id] });
    // The model cited nothing; the document is known to be a source all the same.
    expect(answer?.sources.map(({ document }) => document.id)).toEqual([secret.id]);
    const meta = events[0];
    if (meta?.type !== 'meta') throw new Error('no meta');
    const show = async () =>
      showConversation(
        open.stores,
        await authoriseCaller(open.stores, { org, user: 'alice' }),
        meta.conversationId,
      );
    expect((await show()).messages.map(({ text }) => text)).toEqual([
      'Résumer «\u202fBrindezingue.md\u202f»',
      'Bonjour à tous.',
    ]);
    await apply(['bruno']);
    const masked = await show();
    expect(JSON.stringify(masked)).not.toMatch(/Brindezingue|31 337|Bonjour/);
    expect(masked.messages.map(({ masked: isMasked }) => isMasked)).toEqual([true, true]);
    expect(await open.stores.conversations.list(org, 'alice', { limit: 5 })).toMatchObject([
      { title: 'Résumé d’un document' },
    ]);
  });

  test('R63: the audit names the documents, also of what was left unfinished', async () => {
    const long = await publish('rh', 'long.md', aLongText(18, 'prix'));
    const leave = new AbortController();
    const { model } = aModel(() => {
      leave.abort(new AppError('STOPPING'));
      return '- Une note [1].';
    });
    const { error } = await run(depsOf(model), {
      task: 'summarise',
      documents: [long.id],
      signal: leave.signal,
    });
    expect(error).toMatchObject({ code: 'STOPPING' });
    const [audit] = await open.database
      .selectFrom('audit')
      .selectAll()
      .where('org', '=', org)
      .where('action', '=', 'answer')
      .execute();
    expect(audit?.details).toMatchObject({ complete: false, offered: [{ documentId: long.id }] });
  });
});

describe('R67: the strictest passage decides', () => {
  test('one sensitive document among others keeps all of them here', async () => {
    await apply(['alice'], 'sensible');
    const open1 = await publish('mairie', 'ouvert.md', 'Le marché se tient le jeudi.');
    const secret = await publish('rh', 'prime.md', 'Le conseil décide que la prime est de 900 euros.');
    const { model, calls } = aModel(() => 'Envoyé [1].');
    const compared = await run(depsOf(model, 'eu'), { task: 'compare', documents: [open1.id, secret.id] });
    expect(compared.answer).toMatchObject({ outcome: 'refused', reason: 'too-sensitive' });
    expect(compared.answer?.notices.map(({ code }) => code)).toEqual(['too-sensitive']);
    const extracted = await run(depsOf(model, 'eu'), { task: 'extract', documents: [secret.id] });
    expect(extracted.answer).toMatchObject({ outcome: 'quoted', reason: 'too-sensitive' });
    expect(extracted.answer?.text).toContain('Le conseil décide que la prime est de 900 euros.');
    expect(calls).toEqual([]);
    expect(
      (await run(depsOf(model, 'eu'), { task: 'summarise', documents: [open1.id] })).answer?.outcome,
    ).toBe('answered');
  });

  test('R69: a space made stricter between two steps stops the next one', async () => {
    const long = await publish('rh', 'long.md', aLongText(60, 'prix'));
    const { model, calls } = aModel(async () => {
      await apply(['alice'], 'sensible');
      return '- Une note [1].';
    });
    const { answer } = await run(depsOf(model, 'eu'), { task: 'extract', documents: [long.id] });
    expect(calls.length).toBeLessThanOrEqual(2);
    expect(answer).toMatchObject({ reason: 'too-sensitive' });
  });

  test('what was said before in the conversation counts', async () => {
    await apply(['alice'], 'sensible');
    const secret = await publish('rh', 'prime.md', 'La prime est de 900 euros.');
    const plain = await publish('mairie', 'ouvert.md', 'Le marché se tient le jeudi.');
    const { events } = await run(depsOf(null), { task: 'summarise', documents: [secret.id] });
    const meta = events[0];
    if (meta?.type !== 'meta') throw new Error('no meta');
    const { model, calls } = aModel(() => 'Envoyé [1].');
    const { answer } = await run(depsOf(model, 'eu'), {
      task: 'summarise',
      documents: [plain.id],
      conversationId: meta.conversationId,
    });
    expect(answer).toMatchObject({ outcome: 'quoted', reason: 'too-sensitive' });
    expect(calls).toEqual([]);
  });

  test('and so does what an answer that was asked again had in view the first time, far back', async () => {
    await apply(['alice'], 'sensible');
    const secret = await publish('rh', 'prime.md', 'La prime est de 900 euros.');
    const plain = await publish('mairie', 'ouvert.md', 'Le marché se tient le jeudi.');
    const conversationId = randomUUID();
    const save = async (documentId: string, more: Partial<Exchange> = {}) => {
      const source = { n: 1, documentId, version: 1, chunkId: randomUUID(), cited: true, source: {} };
      const continued = { org, conversationId, opensConversation: false, sources: [source] };
      const exchange = anExchange({ ...continued, ...more });
      await open.stores.conversations.saveExchange(exchange);
      return exchange.messageId;
    };
    await save(secret.id, { opensConversation: true });
    const first = await save(plain.id);
    for (let turn = 1; turn <= 6; turn += 1) await save(plain.id);
    await save(plain.id, { retryOf: first });
    const { model, calls } = aModel(() => 'Envoyé [1].');
    const { answer } = await run(depsOf(model, 'eu'), {
      task: 'summarise',
      documents: [plain.id],
      conversationId,
    });
    expect(answer).toMatchObject({ outcome: 'quoted', reason: 'too-sensitive' });
    expect(calls).toEqual([]);
  });
});

describe('long documents', () => {
  test('R45: the result cites only what the notes cite; tokens of all calls are summed', async () => {
    const long = await publish('rh', 'long.md', aLongText(30, 'prix'));
    const { model, calls } = aModel((call) =>
      isNotes(call) ? '- Un prix [2]. Un faux [99].' : 'Le prix [1]. Faux [7][99]. Autre prix [2].',
    );
    const { events, answer } = await run(depsOf(model), { task: 'summarise', documents: [long.id] });
    const parts = calls.filter(isNotes).length;
    expect(parts).toBeGreaterThan(1);
    expect(calls).toHaveLength(parts + 1);
    expect(answer?.usage).toMatchObject({
      promptTokens: 100 * calls.length,
      completionTokens: 10 * calls.length,
      provider: 'essai',
    });
    expect(answer?.text).toBe('Le prix [1]. Faux. Autre prix [2].');
    expect(answer?.removedCitations).toBe(2);
    const sourced = events.find((event) => event.type === 'sources');
    // The first passage of the document, and the second one of each part.
    expect(sourced?.type === 'sources' && sourced.sources).toHaveLength(parts + 1);
    const progress = events.flatMap((event) => (event.type === 'progress' ? [event] : []));
    expect(progress.at(-1)).toEqual({ type: 'progress', step: parts + 1, of: parts + 1 });
    expect(progress.map(({ step }) => step)).toEqual(
      progress.map(({ step }) => step).toSorted((a, b) => a - b),
    );
  });

  test('what is too long is bounded, and the notice says what was left out', async () => {
    const long = await publish('rh', 'enorme.md', aLongText(300, 'prix'));
    const { model, calls } = aModel((call) => (isNotes(call) ? '- Un prix [1].' : 'Le prix [1].'));
    const { answer } = await run(depsOf(model), { task: 'summarise', documents: [long.id] });
    expect(calls).toHaveLength(13);
    const [notice] = answer?.notices ?? [];
    expect(notice?.code).toBe('part-left-out');
    expect(notice?.text).toMatch(/enorme\.md.*derniers passages non lus sur/);
  });

  test('a part that fails is tried once more', async () => {
    const long = await publish('rh', 'long.md', aLongText(18, 'prix'));
    let failed = false;
    const { model } = aModel((call) => {
      if (!failed && isNotes(call)) {
        failed = true;
        throw new AppError('MODEL_UNAVAILABLE');
      }
      return 'Un prix [1].';
    });
    const { answer } = await run(depsOf(model), { task: 'summarise', documents: [long.id] });
    expect(answer?.outcome).toBe('answered');
  });

  test('a part that keeps failing ends the whole, with a clear outcome', async () => {
    const long = await publish('rh', 'long.md', aLongText(18, 'prix'));
    const other = await publish('rh', 'autre.md', 'Un autre prix.');
    const { model, calls } = aModel(() => {
      throw new AppError('MODEL_UNAVAILABLE');
    });
    const drafted = await run(depsOf(model), {
      task: 'draft',
      documents: [long.id, other.id],
      instruction: 'Une note',
    });
    expect(drafted.answer).toMatchObject({ outcome: 'refused', reason: 'model-unavailable', sources: [] });
    expect(calls.length).toBeLessThanOrEqual(4);
    const summed = await run(depsOf(model), { task: 'summarise', documents: [long.id] });
    expect(summed.answer).toMatchObject({ outcome: 'quoted', reason: 'model-unavailable' });
  });

  test('R86: when the person leaves, nothing more is asked', async () => {
    const long = await publish('rh', 'long.md', aLongText(60, 'prix'));
    const leave = new AbortController();
    const { model, calls } = aModel(() => {
      leave.abort();
      return '- Un prix [1].';
    });
    const { error } = await run(depsOf(model), {
      task: 'summarise',
      documents: [long.id],
      signal: leave.signal,
    });
    expect(error).toBe(leave.signal.reason);
    expect(calls.length).toBeLessThanOrEqual(2);
    expect(await kept()).toContain('"complete":false');
  });

  test('a document in which there is nothing for the task is said to have nothing', async () => {
    const long = await publish('rh', 'long.md', aLongText(18, 'prix'));
    const { model, calls } = aModel(() => 'La réponse ne se trouve pas dans ces extraits.');
    const { answer } = await run(depsOf(model), { task: 'extract', documents: [long.id] });
    expect(answer).toMatchObject({
      outcome: 'not-found',
      reason: 'model-found-nothing',
      text: 'Je n’ai relevé ni décision, ni action, ni échéance.',
    });
    expect(calls.every(isNotes)).toBe(true);
  });
});

describe('R95: tasks within budgets', () => {
  const budget = (limits: { soft?: number; hard?: number }) =>
    setBudget(
      { ...open.stores, hasPrices: async () => false },
      org,
      {
        subject: { kind: 'organisation', id: org },
        unit: 'tokens',
        period: 'day',
        soft: limits.soft ?? null,
        hard: limits.hard ?? null,
      },
      'alice',
    );
  const used = async () => {
    const { rows } = await reportUsage(open.stores, org, { by: [] });
    return rows.reduce((sum, row) => sum + row.promptTokens + row.completionTokens, 0);
  };

  test('all calls of a task are paid', async () => {
    await budget({ hard: 1_000_000 });
    const long = await publish('rh', 'long.md', aLongText(30, 'prix'));
    const { model, calls } = aModel(() => 'Un prix [1].');
    await run(depsOf(model), { task: 'summarise', documents: [long.id] });
    expect(calls.length).toBeGreaterThan(2);
    expect(await used()).toBe(110 * calls.length);
  });

  test('what was used is paid too when the person leaves', async () => {
    await budget({ hard: 1_000_000 });
    const long = await publish('rh', 'long.md', aLongText(30, 'prix'));
    const leave = new AbortController();
    const { model, calls } = aModel((_, index) => {
      if (index === 3) leave.abort();
      return 'Un prix [1].';
    });
    await run(depsOf(model), { task: 'summarise', documents: [long.id], signal: leave.signal });
    expect(calls.length).toBeGreaterThanOrEqual(3);
    expect(await used()).toBeGreaterThanOrEqual(220);
  });

  test('where the whole does not fit, fewer parts are read, and both are said', async () => {
    const long = await publish('rh', 'long.md', aLongText(200, 'prix'));
    const { model, calls } = aModel(() => 'Un prix [1].');
    await budget({ hard: 120_000 });
    const { answer } = await run(depsOf(model), { task: 'summarise', documents: [long.id] });
    expect(calls).toHaveLength(6);
    expect(answer?.notices.map(({ code }) => code)).toEqual(['budget-degraded', 'part-left-out']);
  });

  test('a budget that is gone leaves quotations, or says why there is no result; nothing is sent', async () => {
    const one = await publish('rh', 'un.md', 'Le conseil décide un prix.');
    const two = await publish('rh', 'deux.md', 'Le conseil décide un autre prix.');
    const { model, calls } = aModel(() => 'Un prix [1].');
    await budget({ soft: 1, hard: 2 });
    const extracted = await run(depsOf(model), { task: 'extract', documents: [one.id] });
    expect(extracted.answer).toMatchObject({ outcome: 'quoted', reason: 'budget-exhausted' });
    const compared = await run(depsOf(model), { task: 'compare', documents: [one.id, two.id] });
    expect(compared.answer).toMatchObject({ outcome: 'refused', reason: 'budget-exhausted' });
    expect(compared.answer?.notices.map(({ code }) => code)).toEqual(['budget-degraded']);
    expect(calls).toEqual([]);
    await budget({ hard: 1 });
    const { error } = await run(depsOf(model), { task: 'compare', documents: [one.id, two.id] });
    expect(error).toMatchObject({ code: 'BUDGET_EXHAUSTED' });
  });
});

describe('what a task writes is checked', () => {
  test('citations are repaired, what no source says is marked, or left out where the organisation wants so', async () => {
    const note = await publish('mairie', 'tarifs.md', 'Le repas coûte 3,20 €. La crèche ouvre à 7 heures.');
    const other = await publish('mairie', 'horaires.md', 'La médiathèque ferme le lundi matin.');
    const written = [
      '| Critère | Tarifs | Horaires |\n|---|---|---|\n',
      '| Repas | 3,20 € le repas [1] | 9,80 € le repas [2] |\n',
      '| Fermeture | non précisé | la médiathèque ferme le lundi matin [1] |\n',
    ].join('');
    const { model } = aModel(() => written);
    const compared = { task: 'compare', documents: [note.id, other.id] } as const;
    const { events, answer } = await run(depsOf(model), compared);
    expect(answer?.sentences.map(({ support, citations }) => [support, citations])).toEqual([
      ['supported', [1]],
      ['unsupported', [2]],
      ['supported', [2]],
    ]);
    expect(events.filter(({ type }) => type === 'verdict')).toHaveLength(3);
    expect(answer?.text).toContain('la médiathèque ferme le lundi matin [2] |');

    const deps = depsOf(model);
    const strict = {
      ...deps,
      answering: { ...deps.answering, policy: { ...strictPolicy, withholdUnsupported: true } },
    };
    const withheld = (await run(strict, compared)).answer;
    expect(withheld?.notices.map(({ code }) => code)).toEqual(['sentences-withheld']);
    expect(withheld?.text.split('\n')).toEqual([
      '| Critère | Tarifs | Horaires |',
      '|---|---|---|',
      '| Repas | 3,20 € le repas [1] | … |',
      '| Fermeture | non précisé | la médiathèque ferme le lundi matin [2] |',
    ]);
    const { model: liar } = aModel(() => 'Le repas coûte 9,80 € [1].');
    const refused = await run(
      {
        ...strict,
        answering: { ...strict.answering, ...depsOf(liar).answering, policy: strict.answering.policy },
      },
      compared,
    );
    expect(refused.answer).toMatchObject({ outcome: 'refused', reason: 'nothing-supported' });
    expect(JSON.stringify(refused.events)).not.toContain('9,80');
  });
});
