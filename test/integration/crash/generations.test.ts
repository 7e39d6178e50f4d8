import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, eventually } from '../../support/api-client.ts';
import { type ProviderServer, startProviderServer } from '../../support/providers/server.ts';
import {
  makeDataFolder,
  type RunningSourcier,
  runCli,
  startSourcier,
} from '../../support/sourcier-process.ts';

const organisation = `
organisation: bellerive
users: [alice]
spaces: { mairie: { title: Vie municipale, members: [user:alice] } }
`;
const subjects = ['cantine', 'piscine', 'budget', 'voirie', 'crèche', 'stade', 'musée', 'marché'];

let data: Awaited<ReturnType<typeof makeDataFolder>>;
let ground: string;
let small: ProviderServer;
let large: ProviderServer;
beforeAll(async () => {
  ground = mkdtempSync(join(tmpdir(), 'sourcier-generations-'));
  data = await makeDataFolder();
  [small, large] = await Promise.all([startProviderServer('generic'), startProviderServer('generic')]);
  // Slow enough to be killed in the middle.
  large.embeddings = { ...large.embeddings, dimension: 48, delayMs: 250 };
  writeFileSync(join(ground, 'organisation.yaml'), organisation);
  mkdirSync(join(ground, 'folder'));
  for (let i = 0; i < 60; i += 1) {
    const subject = subjects[i % subjects.length];
    const text = `# Note ${i}\n\nLa ${subject}, délibération ${i}, et ses tarifs.\n`;
    writeFileSync(join(ground, 'folder', `note-${i}.md`), text);
  }
});
afterAll(async () => {
  await Promise.all([small.close(), large.close()]);
  await data.remove();
  rmSync(ground, { recursive: true, force: true });
});

const oldModel = () => ({ EMBEDDINGS_BASE_URL: small.baseUrl, EMBEDDINGS_MODEL: 'small' });
const bothModels = () => ({
  EMBEDDINGS_BASE_URL: large.baseUrl,
  EMBEDDINGS_MODEL: 'large',
  EMBEDDINGS_PREVIOUS_BASE_URL: small.baseUrl,
  EMBEDDINGS_PREVIOUS_MODEL: 'small',
});

async function cli(environment: Record<string, string>, ...args: string[]): Promise<unknown> {
  const { exitCode, stdout, stderr } = await runCli(data.path, [...args, '--json'], environment);
  if (exitCode !== 0) throw new Error(`sourcier ${args[0]} ended with ${exitCode}: ${stderr}`);
  return JSON.parse(stdout);
}

type Status = { organisations: { embedding: unknown; documents: { byState: Record<string, number> } }[] };
const status = async () => ((await cli(bothModels(), 'status')) as Status).organisations[0];

/** The notices of an answer; it must have found something. */
async function ask({ address }: RunningSourcier, token: string): Promise<string[]> {
  const question = 'Quels sont les tarifs de la cantine ?';
  const { body } = await createApiClient(address, token).post('/v1/ask', { question, stream: false });
  const { outcome, notices } = body as { outcome: string; notices: { code: string }[] };
  expect(outcome).toBe('quoted');
  return notices.map(({ code }) => code);
}

const passagesOf = ({ body }: ProviderServer['requests'][number]) => body.input as string[];

test('R77: kill -9 while another model is being built: it goes on where it was, and answers have no gap', async () => {
  await cli({}, 'org', 'apply', join(ground, 'organisation.yaml'));
  const { token } = (await cli({}, 'token', '--as', 'alice', '--org', 'bellerive')) as { token: string };
  const folder = join(ground, 'folder');
  await cli(oldModel(), 'ingest', folder, '--org', 'bellerive', '--space', 'mairie', '--wait', 'all');
  expect(await status()).toMatchObject({
    embedding: { serving: { generation: 'small@2', done: 60, total: 60 } },
  });

  // What was under way at a kill may be sent once more: two jobs of one request each, and what they sent just before.
  const underWay = new Set<string>();
  for (let kill = 1; kill <= 3; kill += 1) {
    const server = await startSourcier(data.path, bothModels());
    const asked = large.requests.length;
    expect(await ask(server, token)).toEqual([]);
    await large.seen(asked + 10);
    await server.kill();
    for (const request of large.requests.slice(-4))
      for (const text of passagesOf(request)) underWay.add(text);
  }
  const before = await status();
  expect(before).toMatchObject({ embedding: { serving: { generation: 'small@2', done: 60 } } });
  expect(before?.documents.byState).toMatchObject({ searchable: 60 });

  const server = await startSourcier(data.path, bothModels());
  expect(await ask(server, token)).toEqual([]);
  await eventually(async () => {
    const now = await status();
    return JSON.stringify(now?.embedding).includes('"serving":{"generation":"large@2"');
  });
  expect(await status()).toMatchObject({
    embedding: { serving: { generation: 'large@2', done: 60, total: 60 }, building: null },
    documents: { byState: { searchable: 60 } },
  });
  const questionsBefore = small.requests.length;
  expect(await ask(server, token)).toEqual([]);
  expect(small.requests.length).toBe(questionsBefore);
  expect(await server.stop()).toBe(0);

  const sent = large.requests.flatMap(passagesOf).filter((text) => text.includes('délibération'));
  expect(new Set(sent).size).toBe(60);
  const twice = sent.filter((text, i) => sent.indexOf(text) !== i);
  expect(twice.filter((text) => !underWay.has(text))).toEqual([]);
  expect(large.requests.length).toBeLessThan(60 + 3 * 4 + 20);
}, 120_000);
