import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { z } from 'zod';
import {
  type ApiClient,
  eventually,
  readEvents,
  readStream,
  type StopAfter,
  type StreamEvent,
} from '../support/api-client.ts';
import { type DictatedModel, type DictatedReply, startDictatedModel } from '../support/dictated-model.ts';
import { startSourcier } from '../support/sourcier-process.ts';
import {
  askReply,
  cliError,
  conversationPage,
  conversation as conversationShape,
  exportedConversation,
  feedbackList,
  problem,
  securityItem,
  securityItems,
} from './shapes.ts';
import { type Organisation, openWorld, type World } from './world.ts';

const orsay = (
  members: readonly string[],
  users: readonly string[] = ['alice', 'bruno', 'adele'],
): Organisation => ({
  organisation: 'orsay',
  users,
  admins: ['adele'],
  spaces: {
    rh: { title: 'Ressources humaines', members },
    mairie: { title: 'Mairie', members: ['org:orsay'] },
  },
});
const valmarin: Organisation = {
  organisation: 'valmarin',
  users: ['victor'],
  admins: ['victor'],
  spaces: { autre: { title: 'Autre', members: ['user:victor'] } },
};

const question = 'Combien de jours de congés par an ?';
/** Stands in the document only, and in its title. */
const canaries = ['Quillebeuf', 'Brindezingue'];
const comment = 'Ce commentaire de Vertugadin reste entre nous.';

const environment = () => ({
  LLM_BASE_URL: model.baseUrl,
  LLM_MODEL: 'modele-essai',
  LOG_LEVEL: 'debug',
});

let model: DictatedModel;
let world: World;
let alice: ApiClient;
let bruno: ApiClient;
let adele: ApiClient;
let victor: ApiClient;

beforeAll(async () => {
  model = await startDictatedModel();
  world = await openWorld(environment());
  await world.apply(orsay(['user:alice', 'user:bruno']));
  await world.apply(valmarin);
  await world.write(
    'rh/conges.md',
    `# Congés ${canaries[1]}\n\nLes agents ont droit à vingt-cinq jours de congés par an, note ${canaries[0]}.\n`,
  );
  await world.write('acl.yaml', stringify([]));
  await world.cliJson('ingest', world.file('rh'), '--org', 'orsay', '--space', 'rh');
  [alice, bruno, adele, victor] = await Promise.all([
    world.as('alice', 'orsay'),
    world.as('bruno', 'orsay'),
    world.as('adele', 'orsay'),
    world.as('victor', 'valmarin'),
  ]);
});
afterAll(async () => {
  await world?.close();
  await model?.close();
});

type Ids = { conversationId: string; messageId: string };
const idsOf = (events: readonly StreamEvent[]): Ids =>
  z.object({ conversationId: z.uuid(), messageId: z.uuid() }).parse(events[0]?.data);
const wordsOf = (events: readonly StreamEvent[]) =>
  events.map(({ event, data }) => (event === 'text-delta' ? (data as { text: string }).text : '')).join('');
const addressOf = ({ conversationId, messageId }: Ids, verb: string) =>
  `/v1/conversations/${conversationId}/messages/${messageId}/${verb}`;
const lastId = (events: readonly StreamEvent[]) => events.findLast(({ id }) => id !== undefined)?.id ?? '';

const stream = (body: object, stopAfter?: StopAfter) =>
  readEvents(world.server.address, alice.token ?? '', body, stopAfter);
const follow = (ids: Ids, after?: string, client = alice) =>
  readStream(new URL(addressOf(ids, 'events'), world.server.address), {
    headers: {
      authorization: `Bearer ${client.token}`,
      ...(after !== undefined && { 'last-event-id': after }),
    },
  });
const show = async ({ conversationId }: Ids, client = alice) =>
  conversationShape.parse((await client.get(`/v1/conversations/${conversationId}`)).body);

/** An answer of alice, said at once. */
async function answered(more: object = {}, words = 'Vingt-cinq jours [1].') {
  const asked = alice.post('/v1/ask', { question, stream: false, ...more });
  const reply = await model.next();
  reply.say(words);
  reply.end();
  const { status, body } = await asked;
  expect([status, body]).toEqual([200, body]);
  return askReply.parse(body);
}

/** Alice asks, hears one word, and loses the connection. */
async function lost(more: object = {}): Promise<{ reply: DictatedReply; seen: StreamEvent[]; ids: Ids }> {
  const asked = stream({ question, resumable: true, ...more }, ({ event }) => event === 'text-delta');
  const reply = await model.next();
  reply.say('Vingt-cinq jours ');
  const seen = await asked;
  return { reply, seen, ids: idsOf(seen) };
}

describe('resuming an answer', () => {
  it('gives what came while nobody listened, then what comes', async () => {
    const { reply, seen, ids } = await lost();
    expect((seen[0]?.data as { resumable?: boolean }).resumable).toBe(true);
    reply.say('par an [1]');
    const resumed = follow(ids, lastId(seen));
    reply.say('.');
    reply.end();
    const events = await resumed;
    expect(events.map(({ event }) => event)).not.toContain('meta');
    expect(wordsOf([...seen, ...events])).toBe('Vingt-cinq jours par an [1].');
    const done = askReply.parse(events.at(-1)?.data);
    expect(done).toMatchObject({ ...ids, outcome: 'answered' });
    expect(done.answer.text).toBe('Vingt-cinq jours par an [1].');
    expect(await reply.hungUp).toBe(false);
  });

  it('tells an answer that has ended from what was kept, whole or from a place on', async () => {
    const { reply, seen, ids } = await lost();
    reply.say('par an [1].');
    reply.end();
    // It is kept a moment before it ends: the rights are looked at once more. Whoever follows it hears of its end.
    await follow(ids, lastId(seen));
    const rest = await follow(ids, lastId(seen));
    expect(rest.map(({ event }) => event)).toEqual(['text-delta', 'usage', 'done']);
    expect(wordsOf([...seen, ...rest])).toBe('Vingt-cinq jours par an [1].');
    const whole = await follow(ids);
    expect(whole.map(({ event }) => event)).toEqual(['meta', 'sources', 'text-delta', 'usage', 'done']);
    const done = askReply.parse(whole.at(-1)?.data);
    expect(done).toMatchObject({ ...ids, outcome: 'answered', usage: { model: 'modele-essai' } });
    expect(done.sources.map(({ document }) => document.path)).toEqual(['conges.md']);
  });

  it('R86: is for those who asked for it: any other answer stops with its reader', async () => {
    const { reply, ids } = await lost({ resumable: false });
    const left = performance.now();
    expect(await reply.hungUp).toBe(true);
    expect(performance.now() - left).toBeLessThan(1_000);
    const kept = await eventually(async () => {
      const shown = await alice.get(`/v1/conversations/${ids.conversationId}`);
      return shown.status === 200 && conversationShape.parse(shown.body);
    });
    expect(kept.messages[1]).toMatchObject({
      complete: false,
      reason: 'interrupted',
      text: 'Vingt-cinq jours',
    });
  });

  it('R17: is for nobody else, while it is written and after', async () => {
    const { reply, ids } = await lost();
    const others = async () => {
      for (const [client, at] of [
        [bruno, ids],
        [victor, ids],
        [alice, { ...ids, messageId: randomUUID() }],
        [alice, { ...ids, conversationId: randomUUID() }],
        [alice, { ...ids, messageId: 'no-id' }],
      ] as const)
        for (const tried of [
          await client.get(addressOf(at, 'events')),
          await client.post(addressOf(at, 'stop'), {}),
        ])
          expect([tried.status, problem.parse(tried.body).code]).toEqual([404, 'NOT_FOUND']);
    };
    await others();
    reply.say('par an.');
    reply.end();
    const whole = await follow(ids);
    expect(askReply.parse(whole.at(-1)?.data).answer.text).toBe('Vingt-cinq jours par an [1].');
    await others();
  });

  it('R08: shows nothing more once a source is lost, while it is written and after', async () => {
    const { reply, seen, ids } = await lost();
    await world.apply(orsay([]));
    const events = await follow(ids, lastId(seen));
    expect(await reply.hungUp).toBe(true);
    for (const replayed of [events, await follow(ids)]) {
      expect(wordsOf(replayed)).toBe('');
      expect(askReply.parse(replayed.at(-1)?.data)).toMatchObject({
        masked: true,
        sources: [],
        answer: { text: '', sentences: [] },
      });
      for (const word of ['Vingt-cinq', ...canaries]) expect(JSON.stringify(replayed)).not.toContain(word);
    }
    await world.apply(orsay(['user:alice', 'user:bruno']));
  });
});

describe('stopping an answer', () => {
  it('ends its stream and the model at once, and keeps what was written', async () => {
    const heard = Promise.withResolvers<Ids>();
    const listening = stream({ question, resumable: true }, (event) => {
      if (event.event === 'meta') heard.resolve(idsOf([event]));
      return false;
    });
    const reply = await model.next();
    reply.say('Vingt-cinq jours ');
    const stopped = await heard.promise;
    await eventually(async () => (await follows(stopped)) > 2);
    const began = performance.now();
    expect((await alice.post(addressOf(stopped, 'stop'), {})).status).toBe(204);
    expect(await reply.hungUp).toBe(true);
    expect(performance.now() - began).toBeLessThan(1_000);
    const events = await listening;
    expect([events.at(-1)?.event, problem.parse(events.at(-1)?.data).code]).toEqual([
      'error',
      'ANSWER_STOPPED',
    ]);
    const [, kept] = (await show(stopped)).messages;
    expect(kept).toMatchObject({ complete: false, reason: 'interrupted', text: 'Vingt-cinq jours' });
    // Once more changes nothing.
    expect((await alice.post(addressOf(stopped, 'stop'), {})).status).toBe(204);
    expect((await show(stopped)).messages).toHaveLength(2);
  });

  /** Events of a running answer that somebody who joins gets at once. */
  async function follows(ids: Ids): Promise<number> {
    let count = 0;
    const url = new URL(addressOf(ids, 'events'), world.server.address);
    await readStream(url, { headers: { authorization: `Bearer ${alice.token}` } }, ({ event }) => {
      count += 1;
      return event === 'text-delta';
    });
    return count;
  }
});

describe('asking again', () => {
  it('keeps the earlier answer, superseded, and leaves it out of what follows', async () => {
    const first = await answered({}, 'Vingt-quatre jours, dit la berlue [1].');
    const again = await retry({ retryOf: first.messageId }, 'Vingt-cinq jours [1].');
    expect(again.conversationId).toBe(first.conversationId);
    // Asked as it was the first time, without the answer that it takes the place of.
    expect(model.prompts.at(-1)).not.toContain('berlue');
    const third = await retry(
      { retryOf: again.messageId, provider: first.usage.provider },
      'Vingt-cinq [1].',
    );
    const { messages } = await show(first);
    expect(
      messages.map(({ role, text, supersededBy, retryOf }) => [role, text, supersededBy, retryOf]),
    ).toEqual([
      ['user', question, undefined, undefined],
      ['assistant', 'Vingt-quatre jours, dit la berlue [1].', third.messageId, null],
      ['user', question, undefined, undefined],
      ['assistant', 'Vingt-cinq jours [1].', third.messageId, first.messageId],
      ['user', question, undefined, undefined],
      ['assistant', 'Vingt-cinq [1].', null, first.messageId],
    ]);
    await answered({
      conversationId: first.conversationId,
      question: 'Les congés de la note sont-ils comptés par an ?',
    });
    expect(model.prompts.at(-1)).toContain('→ Vingt-cinq.');
    expect(model.prompts.at(-1)).not.toContain('berlue');
  });

  it('does not give way to one that was cut short', async () => {
    const first = await answered();
    const asked = stream({ retryOf: first.messageId }, ({ event }) => event === 'text-delta');
    const reply = await model.next();
    reply.say('Vingt ');
    await asked;
    expect(await reply.hungUp).toBe(true);
    const shown = await eventually(async () => {
      const { messages } = await show(first);
      return messages.length === 4 && messages;
    });
    expect(shown[1]?.supersededBy).toBeNull();
  });

  it('R17: is for one’s own answers, and takes the place of a question', async () => {
    const { messageId, conversationId } = await answered();
    for (const [client, body, status] of [
      [bruno, { retryOf: messageId }, 404],
      [victor, { retryOf: messageId }, 404],
      [alice, { retryOf: randomUUID() }, 404],
      [alice, { retryOf: 'no-id' }, 404],
      [alice, { retryOf: messageId, question }, 400],
      [alice, { retryOf: messageId, conversationId }, 400],
      [alice, {}, 400],
      [alice, { retryOf: messageId, provider: 'nowhere' }, 400],
    ] as const)
      for (const streamed of [true, false])
        expect([body, (await client.post('/v1/ask', { ...body, stream: streamed })).status]).toEqual([
          body,
          status,
        ]);
  });

  async function retry(body: object, words: string) {
    const asked = alice.post('/v1/ask', { stream: false, ...body });
    const reply = await model.next();
    reply.say(words);
    reply.end();
    return askReply.parse((await asked).body);
  }
});

describe('titles', () => {
  it('are found by their words, and can be changed', async () => {
    const { conversationId } = await answered();
    const path = `/v1/conversations/${conversationId}`;
    const renamed = await alice.patch(path, { title: '  Congés de l’été 100 %  ' });
    expect([renamed.status, (renamed.body as { title: string }).title]).toEqual([
      200,
      'Congés de l’été 100 %',
    ]);
    const search = async (q: string, client = alice) =>
      conversationPage
        .parse((await client.get(`/v1/conversations?q=${encodeURIComponent(q)}`)).body)
        .conversations.map(({ id }) => id);
    for (const q of ['conges ete', "l'été", 'ÉTÉ', '100 %'])
      expect([q, await search(q)]).toEqual([q, [conversationId]]);
    for (const q of ['hiver', '_', 'été hiver']) expect([q, await search(q)]).toEqual([q, []]);
    expect(await search('%')).toEqual([conversationId]);
    expect(await search('conges ete', bruno)).toEqual([]);
    for (const body of [
      {},
      { title: '' },
      { title: '   ' },
      { title: 'x'.repeat(121) },
      { title: 1 },
      { title: 'x', id: 'y' },
    ])
      expect((await alice.patch(path, body)).status).toBe(400);
    for (const client of [bruno, victor]) expect((await client.patch(path, { title: 'x' })).status).toBe(404);
    expect((await show({ conversationId, messageId: '' })).title).toBe('Congés de l’été 100 %');
  });
});

describe('export', () => {
  it('R93: holds questions, answers, sources with their place, dates, model and the notice', async () => {
    const { conversationId } = await answered();
    const path = `/v1/conversations/${conversationId}/export`;
    const markdown = await alice.get(path);
    expect(markdown.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
    expect(markdown.headers.get('content-disposition')).toMatch(
      /^attachment; filename="Combien de jours de conges par an\.md"/,
    );
    for (const words of [
      question,
      'Vingt-cinq jours',
      'Congés Brindezingue',
      'conges.md',
      'modele-essai',
      'Assistant IA',
    ])
      expect(markdown.body).toContain(words);
    const english = await alice.get(path, { 'accept-language': 'en' });
    expect(english.body).toContain('AI assistant, check its answers.');
    const json = await alice.get(`${path}?format=json`);
    const exported = exportedConversation.parse(json.body);
    expect(exported.messages[1]).toMatchObject({
      text: 'Vingt-cinq jours [1].',
      usage: { model: 'modele-essai' },
    });
    expect((await alice.get(`${path}?format=pdf`)).status).toBe(400);
    for (const client of [bruno, victor]) expect((await client.get(path)).status).toBe(404);
  });

  it('R08: hides what was lost, at the moment of the export', async () => {
    const { conversationId } = await answered();
    await world.apply(orsay([]));
    for (const format of ['md', 'json']) {
      const { body } = await alice.get(`/v1/conversations/${conversationId}/export?format=${format}`);
      const written = JSON.stringify(body);
      for (const word of ['Vingt-cinq', 'conges.md', ...canaries]) expect(written).not.toContain(word);
      expect(written).toContain(question);
    }
    await world.apply(orsay(['user:alice', 'user:bruno']));
    const { body } = await alice.get(`/v1/conversations/${conversationId}/export`);
    expect(body).toContain('Vingt-cinq jours');
  });
});

describe('feedback with reasons', () => {
  it('is kept with the answer, replaced, and shown to its person', async () => {
    const { messageId, conversationId } = await answered();
    const said = { messageId, useful: false, reasons: ['wrong', 'outdated'], comment };
    const given = await alice.post('/v1/feedback', said);
    expect([given.status, given.body]).toEqual([200, { ...said, sources: [] }]);
    const shown = async () => (await show({ conversationId, messageId })).messages[1]?.feedback;
    expect(await shown()).toEqual({ useful: false, sources: [], reasons: ['wrong', 'outdated'], comment });
    await alice.post('/v1/feedback', { messageId, useful: true });
    expect(await shown()).toEqual({ useful: true, sources: [], reasons: [] });
    await alice.delete(`/v1/feedback/${messageId}`);
    expect(await shown()).toBeNull();
    for (const wrong of [
      { reasons: ['because'] },
      { reasons: ['wrong', 'wrong'] },
      { comment: '' },
      { comment: 'x'.repeat(2_001) },
    ])
      expect((await alice.post('/v1/feedback', { messageId, useful: false, ...wrong })).status).toBe(400);
  });

  it('opens a security item with ids alone, which administrators close', async () => {
    const { messageId, sources } = await answered();
    const report = { messageId, useful: false, reasons: ['should-not-see'], comment };
    await alice.post('/v1/feedback', report);
    await alice.post('/v1/feedback', report);
    const list = async (query = '', client = adele) =>
      securityItems.parse((await client.get(`/v1/admin/security-items${query}`)).body).items;
    const [item, ...others] = (await list('?state=open')).filter((one) => one.messageId === messageId);
    expect(others).toEqual([]);
    expect(item).toMatchObject({
      user: 'alice',
      state: 'open',
      note: null,
      documents: sources.map(({ document }) => ({
        documentId: document.id,
        version: document.version,
        cited: true,
      })),
    });
    for (const word of [comment, question, ...canaries, 'Vingt-cinq', 'conges'])
      expect(JSON.stringify(await list())).not.toContain(word);
    expect(await list('', victor)).toEqual([]);

    const path = `/v1/admin/security-items/${item?.id}`;
    for (const client of [alice, victor])
      expect((await client.put(path, { state: 'closed' })).status).toBe(404);
    for (const body of [{}, { state: 'gone' }, { state: 'closed', note: '' }])
      expect((await adele.put(path, body)).status).toBe(400);
    const closed = securityItem.parse(
      (await adele.put(path, { state: 'closed', note: 'Droits corrigés.' })).body,
    );
    expect(closed).toMatchObject({ state: 'closed', note: 'Droits corrigés.', changedBy: 'adele' });
    expect((await list('?state=open')).map(({ id }) => id)).not.toContain(item?.id);

    // Said again, it is open again; taken back, somebody must still look.
    await alice.post('/v1/feedback', report);
    await alice.delete(`/v1/feedback/${messageId}`);
    const listed = await world.cliJson('security', 'list', '--org', 'orsay');
    expect(
      z
        .object({ items: z.array(securityItem) })
        .parse(listed)
        .items.map(({ id }) => id),
    ).toContain(item?.id);
    const done = await world.cliJson('security', 'close', item?.id ?? '', '--note', 'Vu.', '--org', 'orsay');
    expect(securityItem.parse(done)).toMatchObject({ state: 'closed', note: 'Vu.', changedBy: null });
    const unknown = await world.cli('security', 'close', randomUUID(), '--org', 'orsay', '--json');
    expect([unknown.exitCode === 0, cliError.parse(JSON.parse(unknown.stderr)).error.code]).toEqual([
      false,
      'NOT_FOUND',
    ]);
  });

  it('R17, R30: is listed for administrators of the organisation, newest first, by pages', async () => {
    const given = [];
    for (const feedback of [
      { useful: true },
      { useful: false, reasons: ['wrong'] },
      { useful: false, reasons: ['wrong', 'outdated'], comment },
    ]) {
      const { messageId, conversationId } = await answered();
      await alice.post('/v1/feedback', { messageId, ...feedback });
      given.unshift({ messageId, conversationId });
    }
    const list = async (query = '', client = adele) =>
      feedbackList.parse((await client.get(`/v1/admin/feedback${query}`)).body);
    const first = await list('?limit=2');
    const second = await list(`?limit=1&cursor=${first.nextCursor}`);
    expect([...first.feedback, ...second.feedback]).toMatchObject(given);
    expect(first.feedback[0]).toEqual({
      ...given[0],
      useful: false,
      reasons: ['wrong', 'outdated'],
      // Adele may not read what it may quote.
      comment: null,
      commentWithheld: true,
      givenAt: expect.any(String),
    });
    const ids = async (query: string) => (await list(query)).feedback.map(({ messageId }) => messageId);
    expect((await ids('?reason=outdated'))[0]).toBe(given[0]?.messageId);
    expect(await ids('?verdict=useful')).not.toContain(given[1]?.messageId);
    expect(await ids('?verdict=not-useful&reason=wrong')).not.toContain(given[2]?.messageId);
    expect(await ids('?since=2100-01-01')).toEqual([]);
    for (const wrong of ['?verdict=x', '?reason=x', '?since=x', '?cursor=x', '?user=alice'])
      expect((await adele.get(`/v1/admin/feedback${wrong}`)).status).toBe(400);
    expect((await list('', victor)).feedback).toEqual([]);
    for (const client of [alice, bruno]) expect((await client.get('/v1/admin/feedback')).status).toBe(404);
  });

  it('R08: shows a comment to who may read all that its conversation rests on, and the command too', async () => {
    const { messageId } = await answered();
    await alice.post('/v1/feedback', { messageId, useful: false, comment });
    const listed = async () => {
      const { body } = await adele.get('/v1/admin/feedback?limit=1');
      const command = await world.cliJson(
        'feedback',
        'list',
        '--limit',
        '1',
        '--org',
        'orsay',
        '--as',
        'adele',
      );
      expect(command).toEqual({ feedback: feedbackList.parse(body).feedback });
      for (const word of ['Vingt-cinq', question, 'alice', ...canaries])
        expect(JSON.stringify(body)).not.toContain(word);
      return feedbackList.parse(body).feedback[0];
    };
    expect(await listed()).toMatchObject({ messageId, comment: null, commentWithheld: true });
    await world.apply(orsay(['user:alice', 'user:bruno', 'user:adele']));
    expect(await listed()).toMatchObject({ messageId, comment, commentWithheld: false });
    // The operator reads no comment in nobody's name, nor in that of one who is no administrator.
    const own = ['feedback', 'list', '--limit', '1', '--org', 'orsay'];
    expect(feedbackList.parse(await world.cliJson(...own)).feedback[0]).toMatchObject({
      commentWithheld: true,
    });
    expect((await world.cli(...own, '--as', 'bruno')).exitCode).not.toBe(0);
    expect((await world.cli(...own, '--as', 'adele')).stdout).toContain(
      `\t${messageId}\tnot-useful\t-\t${comment}`,
    );
    await world.apply(orsay(['user:alice', 'user:bruno']));
    expect(await listed()).toMatchObject({ comment: null, commentWithheld: true });
  });

  it('R75: leaves no word of a comment, title or note in the log', async () => {
    const log = world.server.output();
    expect(log.length).toBeGreaterThan(200);
    for (const word of ['Vertugadin', 'Droits corrigés', 'été 100', question, ...canaries])
      expect([word, log.includes(word)]).toEqual([word, false]);
  });

  it('R87: streams end with a word when the server stops, and what was written without a reader is kept', async () => {
    const heard = Promise.withResolvers<void>();
    const listening = stream({ question, resumable: true }, ({ event }) => {
      if (event === 'text-delta') heard.resolve();
      return false;
    });
    const listened = await model.next();
    listened.say('Vingt-cinq jours ');
    await heard.promise;
    const { reply, ids } = await lost();
    await world.server.stop();
    expect(await reply.hungUp).toBe(true);
    const last = (await listening).at(-1);
    expect([last?.event, problem.parse(last?.data).code]).toEqual(['error', 'STOPPING']);
    world.server = await startSourcier(world.dataFolder, environment());
    [alice, adele] = await Promise.all([world.as('alice', 'orsay'), world.as('adele', 'orsay')]);
    const [, kept] = (await show(ids)).messages;
    expect(kept).toMatchObject({ complete: false, reason: 'interrupted', text: 'Vingt-cinq jours' });
    expect(askReply.parse((await follow(ids)).at(-1)?.data).reason).toBe('interrupted');
  });

  it('R73: goes with the person, and leaves who reported it forgotten', async () => {
    const { messageId } = await answered();
    await alice.post('/v1/feedback', { messageId, useful: false, reasons: ['should-not-see'], comment });
    await world.apply(orsay(['user:bruno'], ['bruno', 'adele']));
    const { items } = securityItems.parse((await adele.get('/v1/admin/security-items?limit=200')).body);
    expect(items.find((one) => one.messageId === messageId)).toMatchObject({ user: null, state: 'open' });
    expect(JSON.stringify(items)).not.toContain('alice');
    expect((await alice.get('/v1/conversations')).status).toBe(401);
  });
});
