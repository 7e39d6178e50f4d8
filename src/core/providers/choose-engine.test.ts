import { expect, test } from 'vitest';
import type { GenerationProgress, WantedGeneration } from '../../ports/generation-store.ts';
import { chooseEngine, type WantedEngine } from './choose-engine.ts';
import { strictPolicy } from './policy.ts';
import type { Capabilities, DialectName, ProbeResult, Provider } from './provider.ts';

const able: Readonly<Record<string, { embeds: boolean; reranks: boolean }>> = {
  mistral: { embeds: true, reranks: false },
  vllm: { embeds: true, reranks: true },
  tgi: { embeds: false, reranks: false },
};

type Given = Partial<Provider> & { readonly capabilities?: Capabilities | null };

/** One provider, the choices that were made of it, and how many documents may not go there. */
function setUp(given: Given = {}, { tooSensitive = 0 }: Partial<GenerationProgress> = {}) {
  const provider = {
    org: 'ville',
    id: 'proche',
    name: 'Proche',
    dialect: 'vllm' as DialectName,
    baseUrl: 'https://proche.example/v1',
    models: { embeddings: 'multilingual-e5-large', rerank: 'bge-reranker' },
    trust: 'eu' as const,
    hosting: null,
    prices: null,
    enabled: true,
    hasSecret: false,
    capabilities: null,
    ...given,
  };
  const chosen: unknown[] = [];
  const counted: WantedGeneration[] = [];
  const deps = {
    providers: {
      list: async () => [provider],
      readPolicy: async () => strictPolicy,
      chooseEngine: async (_org: string, ...choice: readonly unknown[]) =>
        void chosen.push(choice.slice(0, 2)),
    },
    generations: {
      progress: async (_org: string, wanted: WantedGeneration) => {
        counted.push(wanted);
        return { total: 9, done: 0, tooSensitive, failedWith: null };
      },
    },
    clients: {
      dialects: () =>
        Object.entries(able).map(([name, traits]) => ({
          name: name as DialectName,
          usualBaseUrl: null,
          wantsKey: false,
          chats: true,
          ...traits,
        })),
    },
  };
  const choose = (wanted: WantedEngine) => chooseEngine(deps, 'ville', wanted, null);
  return { choose, chosen, counted };
}

const tested = (
  probe: ProbeResult['probe'],
  outcome: ProbeResult['outcome'],
  finding: string | null = null,
): Capabilities => ({
  probedAt: new Date(),
  results: [{ probe, outcome, finding, tookMs: 1, facts: {} }],
});
const unsuitable = (en: RegExp) => ({
  code: 'PROVIDER_UNSUITABLE',
  explanation: { en: expect.stringMatching(en), fr: expect.any(String) },
});

test('takes the provider’s own model, with what its family wants before texts', async () => {
  const { choose, chosen } = setUp({ capabilities: tested('embedding', 'passed') });
  expect(await choose({ for: 'embeddings', provider: 'proche' })).toEqual([]);
  const prefixes = { queryPrefix: 'query: ', passagePrefix: 'passage: ' };
  expect(chosen).toEqual([
    ['embeddings', { provider: 'proche', model: 'multilingual-e5-large', ...prefixes }],
  ]);
});

test('takes another model and other words before texts where they are said, and warns that nobody tried it', async () => {
  const { choose, chosen } = setUp({ capabilities: tested('embedding', 'passed') });
  const wanted = { for: 'embeddings', provider: 'proche', model: 'bge-m3', queryPrefix: '? ' } as const;
  expect(await choose(wanted)).toEqual(['model-untested']);
  expect(chosen).toEqual([
    ['embeddings', { provider: 'proche', model: 'bge-m3', queryPrefix: '? ', passagePrefix: '' }],
  ]);
});

test('goes back to the installation’s without asking anything', async () => {
  const { choose, chosen } = setUp();
  expect(await choose({ for: 'reranking', provider: null })).toEqual([]);
  expect(chosen).toEqual([['reranking', null]]);
});

test.each<[string, Given, WantedEngine, object]>([
  ['an unknown provider', {}, { for: 'embeddings', provider: 'autre' }, { code: 'NOT_FOUND' }],
  ['one switched off', { enabled: false }, { for: 'embeddings', provider: 'proche' }, unsuitable(/off/)],
  [
    'a dialect without vectors',
    { dialect: 'tgi' },
    { for: 'embeddings', provider: 'proche' },
    unsuitable(/no vectors/),
  ],
  [
    'a dialect that does not rerank',
    { dialect: 'mistral' },
    { for: 'reranking', provider: 'proche' },
    unsuitable(/rerank/),
  ],
  [
    'one without a model for it',
    { models: { chat: 'm' } },
    { for: 'reranking', provider: 'proche' },
    unsuitable(/name one/),
  ],
  [
    'a model that was seen to give no vectors',
    { capabilities: tested('embedding', 'failed', 'vectors-unusable') },
    { for: 'embeddings', provider: 'proche' },
    unsuitable(/vectors are empty/),
  ],
  [
    'a model that was seen to give a wrong order',
    { capabilities: tested('rerank', 'failed', 'order-wrong') },
    { for: 'reranking', provider: 'proche' },
    unsuitable(/not ranked first/),
  ],
])('refuses %s, and chooses nothing', async (_, given, wanted, error) => {
  const { choose, chosen } = setUp(given);
  await expect(choose(wanted)).rejects.toMatchObject(error);
  expect(chosen).toEqual([]);
});

test.each<[string, Capabilities | null, string]>([
  ['was never tested', null, 'model-untested'],
  ['was left out of the test', tested('rerank', 'skipped', 'out-of-time'), 'model-untested'],
  ['was not reached by the test', tested('rerank', 'skipped', 'after-failure'), 'model-test-failed'],
  ['could not be reached', tested('rerank', 'failed', 'unreachable'), 'model-test-failed'],
])('warns of a model that %s', async (_, capabilities, warning) => {
  const { choose, chosen } = setUp({ capabilities });
  expect(await choose({ for: 'reranking', provider: 'proche' })).toEqual([warning]);
  expect(chosen).toHaveLength(1);
});

test('R67: warns of documents that may not be sent there, by the level of trust', async () => {
  const { choose, counted } = setUp({ capabilities: tested('embedding', 'passed') }, { tooSensitive: 3 });
  expect(await choose({ for: 'embeddings', provider: 'proche' })).toEqual(['sensitive-by-words']);
  expect(counted[0]?.sendable).toEqual(['ouvert', 'interne']);
});
