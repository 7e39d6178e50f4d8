import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { ApiClient } from '../support/api-client.ts';
import { type ProviderServer, startProviderServer } from '../support/providers/server.ts';
import { askReply } from './shapes.ts';
import { openWorld, type World } from './world.ts';

let model: ProviderServer;
let world: World;
let alice: ApiClient;

beforeAll(async () => {
  model = await startProviderServer('generic');
  world = await openWorld({ LLM_BASE_URL: model.baseUrl, LLM_MODEL: 'grand' });
  // The model gives away which instructions it was given.
  model.reply = (turns) => [
    turns.some(({ content }) => content.includes('une à trois phrases courtes'))
      ? 'Vingt-cinq jours de congés [1].'
      : 'Les agents ont vingt-cinq jours de congés par an [1].',
  ];
  await world.apply({
    organisation: 'luzerne',
    users: ['alice'],
    admins: ['alice'],
    spaces: {
      mairie: { title: 'Vie municipale', members: ['org:luzerne'] },
      rh: { title: 'Ressources humaines', members: ['org:luzerne'] },
    },
  });
  await world.write('mairie/conges.md', '# Congés\n\nLes agents ont vingt-cinq jours de congés par an.\n');
  await world.cliJson(
    'ingest',
    world.file('mairie'),
    '--org',
    'luzerne',
    '--space',
    'mairie',
    '--wait',
    'words',
  );
  alice = await world.as('alice', 'luzerne');
});
afterAll(async () => {
  await world?.close();
  await model?.close();
});

const ask = async (scope: object = {}) => {
  const reply = await alice.post('/v1/ask', {
    question: 'Combien de jours de congés ?',
    scope,
    stream: false,
  });
  return askReply.parse(reply.body).answer.text;
};
const choose = (choice: object) =>
  alice.put('/v1/admin/prompt-choices', { prompt: 'answer-question', ...choice });
const short = 'Vingt-cinq jours de congés [1].';
const long = 'Les agents ont vingt-cinq jours de congés par an [1].';

it('the version that an organisation or a space chose answers from the next question on, until it is taken back', async () => {
  expect(await ask()).toBe(long);
  expect((await choose({ version: 2 })).body).toMatchObject({ choices: [{ space: null, version: 2 }] });
  expect(await ask()).toBe(short);
  await choose({ space: 'mairie', version: 1 });
  expect(await ask({ spaces: ['mairie'] })).toBe(long);
  expect(await ask()).toBe(short);
  await choose({ space: 'mairie', version: null });
  await choose({ version: null });
  expect(await ask()).toBe(long);
});

it('lists the prompts with their texts, and refuses what does not ship or is not there', async () => {
  const { prompts } = z
    .object({
      prompts: z.array(
        z.looseObject({ id: z.string(), versions: z.array(z.looseObject({ version: z.int() })) }),
      ),
    })
    .parse((await alice.get('/v1/admin/prompts')).body);
  const answering = prompts.find(({ id }) => id === 'answer-question');
  expect(answering?.versions.map(({ version }) => version)).toEqual([1, 1, 2, 2]);
  expect(prompts.map(({ id }) => id)).not.toContain('compare-answers');
  expect((await choose({ version: 9 })).status).toBe(400);
  expect((await choose({ prompt: 'compare-answers', version: 1 })).status).toBe(400);
  expect((await choose({ space: 'absent', version: 1 })).status).toBe(404);
});

it('a preview asks the same questions with two versions, and the comparison sets them side by side', async () => {
  const text =
    '{"suite":"agents"}\n{"id":"conges","question":"Combien de jours de congés ?","documents":["conges.md"]}';
  expect((await alice.put('/v1/admin/question-sets/agents', { text })).status).toBe(200);
  const launched = await alice.post('/v1/admin/evaluation-runs', {
    set: 'agents',
    questions: 3,
    variants: [{ promptVersion: 1 }, { promptVersion: 2 }],
  });
  const { runs } = z.object({ runs: z.array(z.looseObject({ id: z.string() })) }).parse(launched.body);
  const [before, after] = runs.map(({ id }) => id);
  const answers = await vi.waitFor(
    async () => {
      const replies = await Promise.all(
        [before, after].map((id) => alice.get(`/v1/admin/evaluation-runs/${id}/results`)),
      );
      const shape = z.object({ results: z.array(z.looseObject({ answer: z.string() })).length(1) });
      return replies.map(({ body }) => shape.parse(body).results[0]?.answer);
    },
    { timeout: 20_000, interval: 100 },
  );
  expect(answers).toEqual([long, short]);
  const compared = await alice.get(`/v1/admin/evaluation-comparison?before=${before}&after=${after}`);
  expect(compared.body).toMatchObject({
    kept: true,
    unpaired: 0,
    before: { promptVersion: 1 },
    after: { promptVersion: 2 },
  });
});
