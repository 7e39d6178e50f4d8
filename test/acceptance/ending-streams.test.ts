import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { type ApiClient, eventually } from '../support/api-client.ts';
import { type DictatedModel, type DictatedReply, startDictatedModel } from '../support/dictated-model.ts';
import { conversationPage, conversation as conversationShape, documentPage } from './shapes.ts';
import { type Organisation, openWorld, type World } from './world.ts';

/** Each in a space of its own, so that one revocation leaves the others alone. */
const topics = {
  adhesion: 'piscine',
  refus: 'cantine',
  retrait: 'bibliothèque',
  exclusion: 'patinoire',
  depart: 'halle',
} as const;
type Topic = keyof typeof topics;
const everyTopic = Object.keys(topics) as Topic[];
/** Stands in the text and title of its document only. */
const canaryOf = (topic: Topic) => `Brindezingue-${topic}`;
const everybody = ['alice', 'bruno', 'carla', 'adele'];

function orsay(lost: readonly Topic[] = [], users: readonly string[] = everybody): Organisation {
  const readers = (topic: Topic) => (lost.includes(topic) ? ['bruno'] : ['alice', 'bruno', 'carla']);
  return {
    organisation: 'orsay',
    users,
    admins: ['adele'],
    spaces: Object.fromEntries(
      everyTopic.map((topic) => [
        topic,
        {
          title: `Espace ${topic}`,
          members: readers(topic)
            .filter((user) => users.includes(user))
            .map((user) => `user:${user}`),
        },
      ]),
    ),
  };
}

let model: DictatedModel;
let world: World;
let people: Record<'alice' | 'carla' | 'adele', ApiClient>;

beforeAll(async () => {
  model = await startDictatedModel();
  world = await openWorld({ LLM_BASE_URL: model.baseUrl, LLM_MODEL: 'modele-essai' });
  await world.apply(orsay());
  for (const topic of everyTopic) {
    await world.write(
      `${topic}/regles.md`,
      `# Règles ${canaryOf(topic)}\n\nLe tarif de la ${topics[topic]} est de trois euros, note ${canaryOf(topic)}.\n`,
    );
    await ingest(topic, []);
  }
  const [alice, carla, adele] = await Promise.all(
    ['alice', 'carla', 'adele'].map((user) => world.as(user, 'orsay')),
  );
  if (!alice || !carla || !adele) throw new Error('nobody');
  people = { alice, carla, adele };
});
afterAll(async () => {
  await world?.close();
  await model?.close();
});

async function ingest(topic: Topic, rules: readonly object[]): Promise<void> {
  const acl = await world.write(`${topic}.acl.yaml`, stringify(rules));
  await world.cliJson(
    'ingest',
    world.file(topic),
    '--org',
    'orsay',
    '--space',
    topic,
    '--acl',
    acl,
    '--wait',
    'words',
  );
}

/** One stream as it comes: its text so far, when the last of the model's words came, and when it ended. */
type Heard = { text: string; lastWordAt: number; readonly ended: Promise<number>; leave(): void };

async function listen(client: ApiClient, path: string, body?: object): Promise<Heard> {
  const leaving = new AbortController();
  const reply = await fetch(new URL(path, world.server.address), {
    method: body ? 'POST' : 'GET',
    signal: leaving.signal,
    headers: { authorization: `Bearer ${client.token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  expect([reply.status, reply.headers.get('content-type')]).toEqual([
    200,
    'text/event-stream; charset=utf-8',
  ]);
  const heard = { text: '', lastWordAt: 0, leave: () => leaving.abort() };
  const read = async () => {
    const decoder = new TextDecoder();
    for await (const part of reply.body ?? []) {
      const more = decoder.decode(part, { stream: true });
      if (more.includes('mot')) heard.lastWordAt = performance.now();
      heard.text += more;
    }
    return performance.now();
  };
  return Object.assign(heard, { ended: read().catch(() => performance.now()) });
}

/** The four kinds of streams, one that nobody listens to, each with its first words said. */
async function openStreams(client: ApiClient, topic: Topic) {
  const question = `Quel est le tarif de la ${topics[topic]} ?`;
  const { documents } = documentPage.parse((await client.get(`/v1/documents?space=${topic}`)).body);
  const replies: DictatedReply[] = [];
  const opened = async (path: string, body: object): Promise<Heard> => {
    const stream = listen(client, path, body);
    const reply = await model.next();
    replies.push(reply);
    reply.say('Premier mot [1]');
    const heard = await stream;
    await eventually(async () => heard.text.includes('mot'), { what: `words of ${path}` });
    return heard;
  };
  const lost = await opened('/v1/ask', { question, resumable: true });
  const alone = await opened('/v1/ask', { question, resumable: true });
  lost.leave();
  alone.leave();
  const [, conversationId, messageId] =
    /"conversationId":"([^"]+)","messageId":"([^"]+)"/.exec(lost.text) ?? [];
  const streams = {
    question: await opened('/v1/ask', { question }),
    task: await opened('/v1/tasks', { task: 'summarise', documents: [documents[0]?.id] }),
    completion: await opened('/v1/chat/completions', {
      stream: true,
      messages: [{ role: 'user', content: question }],
    }),
    resumed: await listen(client, `/v1/conversations/${conversationId}/messages/${messageId}/events`),
  };
  await eventually(async () => streams.resumed.text.includes('mot'));
  // Words go on and on, also of the one that nobody hears.
  const talking = setInterval(() => {
    for (const reply of replies) reply.say(' encore un mot');
  }, 40);
  return { streams, replies, hush: () => clearInterval(talking) };
}

type Revocation = {
  readonly name: string;
  readonly topic: Topic;
  readonly user: 'alice' | 'carla';
  readonly code: string;
  readonly revoke: () => Promise<unknown>;
};

const revocations: readonly Revocation[] = [
  {
    name: 'the person leaves the space',
    topic: 'adhesion',
    user: 'alice',
    code: 'ACCESS_CHANGED',
    revoke: () => world.apply(orsay(['adhesion'])),
  },
  {
    name: 'the document is denied to them',
    topic: 'refus',
    user: 'alice',
    code: 'ACCESS_CHANGED',
    revoke: () => ingest('refus', [{ path: '**', deny: ['user:alice'] }]),
  },
  {
    name: 'the document is removed',
    topic: 'retrait',
    user: 'alice',
    code: 'ACCESS_CHANGED',
    revoke: async () => {
      await rm(world.file('retrait/regles.md'));
      await ingest('retrait', []);
    },
  },
  {
    name: 'the space is excluded from the assistant',
    topic: 'exclusion',
    user: 'alice',
    code: 'ACCESS_CHANGED',
    revoke: async () => {
      const { status } = await people.adele.put('/v1/admin/spaces/exclusion/assistant', { enabled: false });
      expect(status).toBe(200);
    },
  },
  {
    name: 'the person leaves the organisation',
    topic: 'depart',
    user: 'carla',
    code: 'TOKEN_INVALID',
    revoke: () =>
      world.apply(
        orsay(
          ['adhesion'],
          everybody.filter((user) => user !== 'carla'),
        ),
      ),
  },
];

describe('streams end with the rights that they rest on', () => {
  it.each(
    revocations,
  )('R06, R07: $name: question, task, completion, resumed, and one without a listener', async ({
    topic,
    user,
    code,
    revoke,
  }) => {
    const client = people[user];
    const { streams, replies, hush } = await openStreams(client, topic);
    try {
      await revoke();
      const revoked = performance.now();
      for (const [kind, stream] of Object.entries(streams)) {
        const ended = await stream.ended;
        expect(ended - revoked, kind).toBeLessThan(2_000);
        expect(stream.lastWordAt - revoked, kind).toBeLessThan(2_000);
        expect(stream.text, kind).toContain(`"code":"${code}"`);
        expect(stream.text, kind).not.toMatch(/event: done|"finish_reason":"stop"/);
      }
      for (const reply of replies) expect(await reply.hungUp).toBe(true);
      expect(performance.now() - revoked).toBeLessThan(2_000);
    } finally {
      hush();
    }
    if (user === 'carla') return;
    // The stream ends when all is kept; of the one without a listener nobody tells.
    const kept = await eventually(async () => {
      const { conversations } = conversationPage.parse((await client.get('/v1/conversations')).body);
      const about = conversations.filter(
        ({ title }) => title.includes(topics[topic]) || title.startsWith('Résumé'),
      );
      return about.length >= 5 && about.slice(0, 5);
    });
    for (const { id } of kept) {
      const { body } = await client.get(`/v1/conversations/${id}`);
      expect(conversationShape.parse(body).messages.at(-1)).toMatchObject({ masked: true, text: '' });
      for (const word of ['Premier', 'encore', canaryOf(topic)])
        expect(JSON.stringify(body)).not.toContain(word);
    }
  });

  it('R06: goes on when something else is lost', async () => {
    const { streams, replies, hush } = await openStreams(people.alice, 'depart');
    await world.apply(orsay(['adhesion', 'retrait'], everybody));
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    hush();
    for (const reply of replies) reply.end();
    for (const stream of Object.values(streams)) {
      await stream.ended;
      expect(stream.text).toMatch(/event: done|"finish_reason":"stop"/);
    }
  });
});
