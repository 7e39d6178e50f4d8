/**
 * How long a stream goes on after a revocation: `npm run bench:revocations -- [--trials 240]`. Each trial takes a right away at a
 * random moment of a question, a task, a chat completion or a resumed answer, in one of four ways, and waits for the end. Words go on
 * coming all the while, 25 a second. One line of JSON; exit code 1 when a stream took more than 2 s (R06).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pLimit from 'p-limit';
import { childEnvironment, readEnvironment } from '../../config/env.ts';
import { startServer } from '../../eval/run/open-target.ts';
import { type Database, openDatabase } from '../../src/adapters/postgres/database.ts';
import { createDocumentStore } from '../../src/adapters/postgres/document-store.ts';
import { openStores } from '../../src/compose/stores.ts';
import { percentilesOf } from '../../src/core/percentile.ts';
import type { SubmittedDocument } from '../../src/ports/document-store.ts';
import {
  anOrganisation,
  aSubmission,
  classFor,
  publishText,
  readConnection,
} from '../../test/support/test-stores.ts';
import { seededRandom } from '../index/synthetic-corpus.ts';
import { startBabblingProvider } from './babbling-provider.ts';

const { values } = parseArgs({ options: { trials: { type: 'string', default: '240' } } });
const trials = Number(values.trials);
const org = 'revocations';
const kinds = ['question', 'task', 'completion', 'resumed'] as const;
const ways = ['membership', 'deny', 'removal', 'space'] as const;
const random = seededRandom(1);
const dataFolder = mkdtempSync(join(tmpdir(), 'sourcier-revocations-'));
const provider = await startBabblingProvider();

type Placed = { readonly id: string; readonly space: string; readonly submission: SubmittedDocument };
type Prepared = { readonly token: string; readonly placed: readonly Placed[]; readonly nobody: number };

try {
  const prepared = await prepare();
  const variables = {
    SOURCIER_DATA: dataFolder,
    EMBEDDINGS: 'none',
    LLM_BASE_URL: provider.baseUrl,
    LLM_MODEL: 'bavard',
  };
  const server = await startServer(variables);
  const database = await openDatabase(await readConnection(dataFolder), { maxConnections: 8 });
  try {
    const limit = pLimit(8);
    const told = await Promise.all(
      prepared.placed.map((one, at) => limit(() => tryOne(server.address, database, prepared, one, at))),
    );
    const spread = (pick: (one: (typeof told)[number]) => number) => percentilesOf(told.map(pick));
    const byKind = kinds.map((kind) => [
      kind,
      Math.round(Math.max(...told.filter((one) => one.kind === kind).map(({ endedMs }) => endedMs))),
    ]);
    const late = told.filter(({ endedMs }) => endedMs > 2_000).length;
    // Who comes back to one that has ended by then is told what was kept of it: nothing.
    const unlike = told.filter(
      ({ code, end }) => code !== 'ACCESS_CHANGED' && !end.includes('"masked":true'),
    );
    const wrong = unlike.length;
    for (const { kind, way, code, end } of unlike) console.error(JSON.stringify({ kind, way, code, end }));
    console.log(
      JSON.stringify({
        what: 'revocation',
        trials,
        endedMs: spread(({ endedMs }) => endedMs),
        lastWordMs: spread(({ lastWordMs }) => lastWordMs),
        maxByKind: Object.fromEntries(byKind),
        late,
        wrong,
        load1: loadavg()[0],
      }),
    );
    process.exitCode = late + wrong === 0 ? 0 : 1;
  } finally {
    await database.destroy();
    await server.stop();
  }
} finally {
  provider.close();
  rmSync(dataFolder, { recursive: true, force: true });
}

/** A space with one document for each trial, and a token of who reads them all. */
async function prepare(): Promise<Prepared> {
  const stores = await openStores(readEnvironment(childEnvironment({ SOURCIER_DATA: dataFolder })));
  try {
    const spaces = Array.from({ length: trials }, (_, at) => `s${at}`);
    await stores.access.applyOrganisation(
      anOrganisation({
        organisation: org,
        spaces: Object.fromEntries(
          spaces.map((space) => [space, { title: space, members: ['user:alice', 'user:bruno'] }]),
        ),
      }),
      stores.issuer.issuer,
    );
    const placed: Placed[] = [];
    for (const space of spaces) {
      const text = `Le tarif de la salle ${space}x est de trois euros pour les habitants.`;
      const accessClass = await classFor(stores, org, `space:${space}`);
      const submission = aSubmission({ org, space, accessClass, externalId: `${space}.md`, text });
      placed.push({ space, submission, id: (await publishText(stores, submission, text)).id });
    }
    const { token } = await stores.issuer.issue({ org, subject: 'alice' });
    return { token, placed, nobody: await classFor(stores, org, 'user:bruno') };
  } finally {
    await stores.queue.close();
    await stores.close();
  }
}

async function tryOne(address: string, database: Database, prepared: Prepared, one: Placed, at: number) {
  const kind = kinds[at % kinds.length] ?? 'question';
  const way = ways[Math.floor(at / kinds.length) % ways.length] ?? 'membership';
  const stream = await openStream(address, prepared.token, kind, one);
  await sleep(random() * 1_000);
  await revoke(database, prepared, one, way);
  const revoked = performance.now();
  const ended = await stream.ended;
  return {
    kind,
    way,
    endedMs: ended - revoked,
    lastWordMs: stream.lastWordAt() - revoked,
    code: stream.code(),
    end: stream.text().slice(-300),
  };
}

async function revoke(
  database: Database,
  { nobody }: Prepared,
  { id, space, submission }: Placed,
  way: (typeof ways)[number],
): Promise<void> {
  const documents = createDocumentStore(database);
  if (way === 'deny') await documents.submit({ ...submission, accessClass: nobody });
  else if (way === 'removal') await documents.remove(org, [id]);
  else if (way === 'space') await documents.switchSpace(org, space, { enabled: false, by: null });
  else
    await database
      .deleteFrom('membership')
      .where('org', '=', org)
      .where('principal', '=', `space:${space}`)
      .where('member', '=', 'user:alice')
      .execute();
}

async function openStream(
  address: string,
  token: string,
  kind: (typeof kinds)[number],
  { id, space }: Placed,
) {
  const question = `Quel est le tarif de la salle ${space}x ?`;
  if (kind === 'task') return listen(address, token, '/v1/tasks', { task: 'summarise', documents: [id] });
  if (kind === 'completion')
    return listen(address, token, '/v1/chat/completions', {
      stream: true,
      messages: [{ role: 'user', content: question }],
    });
  if (kind === 'question') return listen(address, token, '/v1/ask', { question, scope: { spaces: [space] } });
  const first = await listen(address, token, '/v1/ask', { question, resumable: true });
  first.leave();
  const [, conversation, message] =
    /"conversationId":"([^"]+)","messageId":"([^"]+)"/.exec(first.text()) ?? [];
  return listen(address, token, `/v1/conversations/${conversation}/messages/${message}/events`);
}

/** A stream whose first words have come. */
async function listen(address: string, token: string, path: string, body?: object) {
  const leaving = new AbortController();
  const reply = await fetch(new URL(path, address), {
    method: body ? 'POST' : 'GET',
    signal: leaving.signal,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  let text = '';
  let lastWordAt = 0;
  const spoken = Promise.withResolvers<void>();
  const read = async () => {
    const decoder = new TextDecoder();
    for await (const part of reply.body ?? []) {
      const more = decoder.decode(part, { stream: true });
      text += more;
      if (!more.includes('un mot')) continue;
      lastWordAt = performance.now();
      spoken.resolve();
    }
    return performance.now();
  };
  const ended = read().catch(() => performance.now());
  await Promise.race([spoken.promise, ended]);
  return {
    ended,
    text: () => text,
    lastWordAt: () => lastWordAt,
    code: () => /"code":"([A-Z_]+)"/.exec(text)?.[1],
    leave: () => leaving.abort(),
  };
}
