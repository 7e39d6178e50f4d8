import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { watchInBackground } from './watch-in-background.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sourcier-watch-'));
});
afterAll(() => rm(folder, { recursive: true }));

const quiet = { error: () => {}, warn: () => {} };

test('R66: beside a server, canaries are looked for again and again, until it stops', async () => {
  const server = createServer((_request, response) => response.end('{"text":"Quillebeuf"}'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const path = join(folder, 'watch.yaml');
  await writeFile(
    path,
    stringify({
      address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      organisation: 'pontval',
      canaries: [{ id: 'paie', marker: 'Quillebeuf', question: 'Combien ?', notVisibleTo: ['bruno'] }],
    }),
  );
  const stopping = new AbortController();
  let alerts = 0;
  const told = Promise.withResolvers<void>();
  const error = () => {
    alerts += 1;
    if (alerts === 2) told.resolve();
  };
  const watching = await watchInBackground(
    { dataFolder: folder, watchFile: path },
    { logger: { ...quiet, error }, signal: stopping.signal },
    { everyMs: 5, firstAfterMs: 0 },
  );
  expect(watching.last()).toBeNull();
  await told.promise;
  stopping.abort();
  await watching.ended;
  expect(watching.last()?.sightings[0]).toMatchObject({ as: 'bruno', result: 'seen' });
  server.close();
});

test('without a file nothing is watched, and a server does not start with one that is not valid', async () => {
  const { signal } = new AbortController();
  const none = await watchInBackground({ dataFolder: folder }, { logger: quiet, signal });
  await none.ended;
  expect(none.last()).toBeNull();
  await expect(
    watchInBackground(
      { dataFolder: folder, watchFile: join(folder, 'absent.yaml') },
      { logger: quiet, signal },
    ),
  ).rejects.toMatchObject({ code: 'WATCH_FILE_INVALID' });
});
