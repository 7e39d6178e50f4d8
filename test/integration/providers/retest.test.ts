import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProviderClients } from '../../../src/adapters/openai-compatible/provider-clients.ts';
import { AppError } from '../../../src/core/errors.ts';
import { saveProvider } from '../../../src/core/providers/manage-providers.ts';
import { retestProviders } from '../../../src/core/providers/retest-providers.ts';
import { testProvider } from '../../../src/core/providers/test-provider.ts';
import { type ProviderServer, startProviderServer } from '../../support/providers/server.ts';
import { anOrganisation, openTestStores, type TestStores } from '../../support/test-stores.ts';

const org = 'bellerive';
const clients = createProviderClients({ openedNetworks: ['127.0.0.0/8'] });
const { signal } = new AbortController();
let open: TestStores;
let server: ProviderServer;
beforeAll(async () => {
  [open, server] = await Promise.all([openTestStores(), startProviderServer('generic')]);
  await open.stores.access.applyOrganisation(anOrganisation({ organisation: org }), 'test');
  for (const id of ['essaye', 'second', 'jamais'])
    await saveProvider(
      open.stores,
      org,
      id,
      {
        name: id,
        dialect: 'generic',
        baseUrl: server.baseUrl,
        models: { chat: 'test-model' },
        trust: 'on-premises',
        hosting: null,
        prices: null,
        enabled: true,
        apiKey: 'sk-test-key',
      },
      null,
    );
});
afterAll(() => Promise.all([open?.close(), server?.close()]));

const capabilitiesOf = async (id: string) =>
  (await open.stores.providers.list(org)).find((provider) => provider.id === id)?.capabilities;
const warnings: unknown[] = [];
const logger = { warn: (fields: unknown) => void warnings.push(fields) };
const retest = (at: Date, stores: Partial<TestStores['stores']> = {}) =>
  retestProviders({ ...open.stores, ...stores, clients, logger }, org, { now: at, signal });
const tryOut = async (id: string) => {
  for await (const _result of testProvider({ ...open.stores, clients }, org, id, signal));
};
const later = (ms: number) => new Date(Date.now() + ms);
const day = 24 * 60 * 60 * 1_000;

test('a provider that was tested is tested again a day later, and what breaks since is named once', async () => {
  await tryOut('essaye');
  const first = await capabilitiesOf('essaye');
  expect(first?.results.find(({ probe }) => probe === 'chat')?.outcome).toBe('passed');

  const calls = server.requests.length;
  expect(await retest(later(day / 2))).toEqual([]);
  expect(server.requests).toHaveLength(calls);

  server.fault = { kind: 'status', status: 503 };
  expect(await retest(later(day))).toEqual(['essaye']);
  expect((await capabilitiesOf('essaye'))?.results.map(({ outcome }) => outcome)).toContain('failed');
  expect(await retest(later(2 * day))).toEqual([]);
  server.fault = null;
  expect(await retest(later(3 * day))).toEqual([]);
  expect((await capabilitiesOf('essaye'))?.results.find(({ probe }) => probe === 'chat')?.outcome).toBe(
    'passed',
  );
  expect(await capabilitiesOf('jamais')).toBeNull();
});

test('one whose key cannot be read does not keep those after it from being tested', async () => {
  for (const id of ['essaye', 'second']) await tryOut(id);
  const before = await capabilitiesOf('second');
  const secretBox: TestStores['stores']['secretBox'] = {
    ...open.stores.secretBox,
    open(sealed, context) {
      if (context.includes('essaye')) throw new AppError('SECRET_UNREADABLE');
      return open.stores.secretBox.open(sealed, context);
    },
  };
  expect(await retest(later(day), { secretBox })).toEqual([]);
  expect(warnings).toEqual([{ org, provider: 'essaye', code: 'SECRET_UNREADABLE' }]);
  expect(before?.probedAt.getTime()).toBeLessThan((await capabilitiesOf('second'))?.probedAt.getTime() ?? 0);
});
