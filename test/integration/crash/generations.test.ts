import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLocalIssuer } from '../../../src/adapters/local-issuer/local-issuer.ts';
import { createApiClient, eventually } from '../../support/api-client.ts';
import { type ProviderServer, startProviderServer } from '../../support/providers/server.ts';
import {
  makePreparedFolder,
  type RunningSourcier,
  runCli,
  startSourcier,
} from '../../support/sourcier-process.ts';

const organisation = `
organisation: bellerive
users: [alice]
admins: [alice]
spaces: { mairie: { title: Vie municipale, members: [user:alice] } }
`;
/** Each costs a start of the server. Three: `GENERATION_KILLS=3`. */
const kills = Number(process.env['GENERATION_KILLS'] ?? 2);
/** More than what is built before each kill. */
const notes = 10 * kills + 20;
const subjects = ['cantine', 'piscine', 'budget', 'voirie', 'crèche', 'stade', 'musée', 'marché'];

let data: Awaited<ReturnType<typeof makePreparedFolder>>;
let ground: string;
let small: ProviderServer;
let large: ProviderServer;
beforeAll(async () => {
  ground = mkdtempSync(join(tmpdir(), 'sourcier-generations-'));
  data = await makePreparedFolder();
  [small, large] = await Promise.all([startProviderServer('generic'), startProviderServer('generic')]);
  large.embeddings = { ...large.embeddings, dimension: 48, before: pass };
  writeFileSync(join(ground, 'organisation.yaml'), organisation);
  mkdirSync(join(ground, 'folder'));
  for (let i = 0; i < notes; i += 1) {
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

/** How vectors and documents stand. */
async function status({ address }: RunningSourcier, token: string): Promise<unknown> {
  return (await createApiClient(address, token).get('/v1/admin/index')).body;
}

/** The notices of an answer; it must have found something. */
async function ask({ address }: RunningSourcier, token: string): Promise<string[]> {
  const question = 'Quels sont les tarifs de la cantine ?';
  const { body } = await createApiClient(address, token).post('/v1/ask', { question, stream: false });
  const { outcome, notices } = body as { outcome: string; notices: { code: string }[] };
  expect(outcome).toBe('quoted');
  return notices.map(({ code }) => code);
}

/** Notes that the large model still embeds; it leaves those who ask for more waiting, so that it is known what is under way. */
let left = 0;
let held: { readonly texts: readonly string[]; letGo(): void }[] = [];
async function pass(texts: readonly string[]): Promise<void> {
  if (!texts.some(isNote)) return;
  left -= 1;
  if (left < 0) await new Promise<void>((letGo) => held.push({ texts, letGo }));
}
// With its title: the sentences of an answer are embedded too, to choose among them.
const isNote = (text: string) => text.includes('délibération') && text.includes('Note ');

const passagesOf = ({ body }: ProviderServer['requests'][number]) => body.input as string[];

test('R77: kill -9 while another model is being built: it goes on where it was, and answers have no gap', async () => {
  await cli({}, 'org', 'apply', join(ground, 'organisation.yaml'));
  const issuer = await openLocalIssuer(join(data.path, 'keys', 'issuer.json'));
  const { token } = await issuer.issue({ org: 'bellerive', subject: 'alice' });
  const folder = join(ground, 'folder');
  await cli(oldModel(), 'ingest', folder, '--org', 'bellerive', '--space', 'mairie', '--wait', 'all');

  const underWay: string[] = [];
  for (let kill = 1; kill <= kills; kill += 1) {
    left = 10;
    const server = await startSourcier(data.path, bothModels());
    expect(await ask(server, token)).toEqual([]);
    // Both jobs that run at once wait for the model: what they had of it before is kept.
    await expect.poll(() => held.length, { timeout: 60_000 }).toBe(2);
    expect(await status(server, token)).toMatchObject({
      embedding: { serving: { generation: 'small@2', done: notes, total: notes } },
      documents: { byState: { searchable: notes } },
    });
    await server.kill();
    underWay.push(...held.flatMap(({ texts }) => texts));
    for (const { letGo } of held) letGo();
    held = [];
  }

  left = Number.POSITIVE_INFINITY;
  const server = await startSourcier(data.path, bothModels());
  expect(await ask(server, token)).toEqual([]);
  const isServing = async () =>
    JSON.stringify(await status(server, token)).includes('"serving":{"generation":"large@2"');
  await eventually(isServing, { withinMs: 60_000 });
  expect(await status(server, token)).toMatchObject({
    embedding: { serving: { generation: 'large@2', done: notes, total: notes }, building: null },
    documents: { byState: { searchable: notes } },
  });
  const questionsBefore = small.requests.length;
  expect(await ask(server, token)).toEqual([]);
  expect(small.requests.length).toBe(questionsBefore);
  expect(await server.stop()).toBe(0);

  // Sent once more is what was under way at each kill, and nothing else.
  const sent = large.requests.flatMap(passagesOf).filter(isNote);
  expect(new Set(sent).size).toBe(notes);
  const twice = sent.filter((text, i) => sent.indexOf(text) !== i);
  expect(twice.toSorted()).toEqual(underWay.toSorted());
}, 240_000);
