import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiClient, eventually } from '../support/api-client.ts';
import { makeTinyModel, type TinyModel } from '../support/embedding/tiny-model.ts';
import { askReply, cliError, fit as fitShape, problem, status } from './shapes.ts';
import { openWorld, type World } from './world.ts';

const themes = ['cantine', 'piscine', 'cimetière', 'voirie', 'état civil', 'médiathèque'];
/** The fewest questions that fit learns from. */
const files = 50;

let tiny: TinyModel;
let world: World;
let alice: ApiClient;
let bruno: ApiClient;

beforeAll(async () => {
  tiny = await makeTinyModel();
  world = await openWorld({ EMBEDDINGS_MODEL_FOLDER: tiny.folder });
  await world.apply({
    organisation: 'pontval',
    users: ['alice', 'bruno'],
    spaces: { mairie: { title: 'Mairie', members: ['org:pontval'] } },
  });
  for (let at = 0; at < files; at += 1)
    await world.write(
      `mairie/note-${at}.md`,
      `# ${themes[at % themes.length]} ${at}\n\nLe guichet ${at} s’occupe du dossier « ${themes[at % themes.length]} ».\n`,
    );
  await world.write(
    'suite.jsonl',
    [
      '{"suite":"notes"}',
      ...Array.from({ length: files }, (_, at) =>
        JSON.stringify({ question: `guichet ${themes[at % themes.length]} ?`, documents: [`note-${at}.md`] }),
      ),
    ].join('\n'),
  );
  await world.cliJson('ingest', world.file('mairie'), '--org', 'pontval', '--space', 'mairie');
  await eventually(
    async () => status.parse(await world.cliJson('status')).organisations[0]?.vectors === files,
    { everyMs: 300 },
  );
  [alice, bruno] = await Promise.all([world.as('alice', 'pontval'), world.as('bruno', 'pontval')]);
});
afterAll(async () => {
  await world?.close();
  await tiny?.remove();
});

async function answerOfAlice(): Promise<string> {
  const asked = await alice.post('/v1/ask', { question: 'Quel guichet pour la piscine ?', stream: false });
  return askReply.parse(asked.body).messageId;
}

describe('feedback on an answer', () => {
  it('is taken or comes too late when the conversation is deleted meanwhile', async () => {
    const statuses = new Set<number>();
    for (let round = 0; round < 15; round += 1) {
      const asked = askReply.parse(
        (await alice.post('/v1/ask', { question: 'Quel guichet pour la piscine ?', stream: false })).body,
      );
      const { messageId, conversationId } = asked;
      const give = () =>
        alice.post('/v1/feedback', { messageId, useful: false, reasons: ['should-not-see'] });
      const replies = await Promise.all([
        give(),
        alice.delete(`/v1/conversations/${conversationId}`),
        give(),
        give(),
      ]);
      for (const { status: each } of replies) statuses.add(each);
    }
    expect([...statuses].filter((each) => ![200, 204, 404].includes(each))).toEqual([]);
  });

  it('is taken, replaced, and taken back', async () => {
    const messageId = await answerOfAlice();
    const given = await alice.post('/v1/feedback', { messageId, useful: true });
    expect([given.status, given.body]).toEqual([200, { messageId, useful: true, sources: [], reasons: [] }]);
    const sources = [{ n: 1, useful: false }];
    expect((await alice.post('/v1/feedback', { messageId, useful: false, sources })).status).toBe(200);
    expect((await alice.delete(`/v1/feedback/${messageId}`)).status).toBe(204);
    expect((await alice.delete(`/v1/feedback/${messageId}`)).status).toBe(404);
  });

  it('R17: on another person’s answer looks as if there were none', async () => {
    const messageId = await answerOfAlice();
    await alice.post('/v1/feedback', { messageId, useful: true });
    for (const unseen of [messageId, randomUUID(), 'no-id'])
      for (const reply of [
        await bruno.post('/v1/feedback', { messageId: unseen, useful: true }),
        await bruno.delete(`/v1/feedback/${unseen}`),
      ])
        expect([reply.status, problem.parse(reply.body).code]).toEqual([404, 'NOT_FOUND']);
    expect((await world.anonymous().post('/v1/feedback', { messageId, useful: true })).status).toBe(401);
    expect((await alice.delete(`/v1/feedback/${messageId}`)).status).toBe(204);
  });

  it('wants a body as the reference says', async () => {
    const messageId = await answerOfAlice();
    for (const body of [
      { messageId },
      { messageId, useful: 'yes' },
      { messageId, useful: true, words: 'bien' },
      { messageId, useful: true, sources: [{ n: 99, useful: true }] },
      {
        messageId,
        useful: true,
        sources: [
          { n: 1, useful: true },
          { n: 1, useful: false },
        ],
      },
    ]) {
      const reply = await alice.post('/v1/feedback', body);
      expect([reply.status, problem.parse(reply.body).code]).toEqual([400, 'BAD_REQUEST']);
    }
  });
});

describe('sourcier fit', () => {
  it('refuses to learn from few', async () => {
    const failed = await world.cli('fit', '--org', 'pontval', '--json');
    expect(failed.exitCode).not.toBe(0);
    expect(cliError.parse(JSON.parse(failed.stderr)).error.code).toBe('JUDGEMENTS_TOO_FEW');
  });

  it('wants to know who asks', async () => {
    const failed = await world.cli('fit', '--org', 'pontval', '--suite', world.file('suite.jsonl'), '--json');
    expect(cliError.parse(JSON.parse(failed.stderr)).error.code).toBe('USAGE');
  });

  it('tells what a suite teaches, keeps what is better, and forgets it', async () => {
    const run = async () =>
      fitShape.parse(
        await world.cliJson('fit', '--org', 'pontval', '--suite', world.file('suite.jsonl'), '--as', 'alice'),
      );
    const first = await run();
    expect(first.questions).toBeGreaterThanOrEqual(50);
    const second = await run();
    expect(second.current).toEqual(first.isBetter ? first.best : first.current);
    expect(await world.cliJson('fit', '--org', 'pontval', '--reset')).toMatchObject({
      organisation: 'pontval',
      reset: first.isBetter || second.isBetter,
      numbers: first.current,
    });
    // Two times fifty questions under twelve numbers each.
  }, 180_000);
});
