import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiClient, eventually } from '../support/api-client.ts';
import { metricsIn, metricsServed, readExpressions } from '../support/metrics.ts';
import { type ProviderServer, startProviderServer } from '../support/providers/server.ts';
import { startTraceCollector } from '../support/trace-collector.ts';
import { askReply, document as documentShape, searchReply } from './shapes.ts';
import { openWorld, type World } from './world.ts';

/** Words that stand in one place only, to look for wherever they must not be. */
const canaries = {
  organisation: 'brindezingue',
  person: 'quillebeuf',
  space: 'zorglub',
  spaceTitle: 'Tartempion',
  fileName: 'vertugadin',
  title: 'Palissandre',
  text: 'Xanthippe',
  question: 'Falbalas',
  answer: 'Turlututu',
  key: 'sk-test-0123456789-clef',
  collectorKey: 'collector-0123456789',
} as const;

let collector: Awaited<ReturnType<typeof startTraceCollector>>;
let model: ProviderServer;
let world: World;
let client: ApiClient;
let metrics: string;

/** One run through all that is traced, at the most talkative level. */
beforeAll(async () => {
  collector = await startTraceCollector();
  model = await startProviderServer('generic');
  model.apiKey = canaries.key;
  model.reply = [`Les agents ont vingt-cinq jours de congés, ${canaries.answer} [1].`];
  world = await openWorld({
    LOG_LEVEL: 'trace',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
    OTEL_EXPORTER_OTLP_HEADERS: `x-key=${canaries.collectorKey}`,
    LLM_BASE_URL: model.baseUrl,
    LLM_MODEL: 'small',
    LLM_API_KEY: canaries.key,
    EMBEDDINGS_BASE_URL: model.baseUrl,
    EMBEDDINGS_MODEL: 'vectors',
    EMBEDDINGS_API_KEY: canaries.key,
  });
  await world.apply({
    organisation: canaries.organisation,
    users: [canaries.person],
    spaces: { [canaries.space]: { title: canaries.spaceTitle, members: [`org:${canaries.organisation}`] } },
  });
  client = await world.as(canaries.person, canaries.organisation);
  const text = `# ${canaries.title}\n\nLes agents ont vingt-cinq jours de congés par an, dit ${canaries.text}.\n`;
  for (const [name, content] of [
    [canaries.fileName, text],
    [`cantine-${canaries.fileName}`, 'La cantine sert à midi, le jeudi du poisson.'],
  ] as const) {
    const uploaded = await client.upload({ space: canaries.space }, `${name}.md`, content);
    const { id } = documentShape.parse(uploaded.body);
    const state = async () => documentShape.parse((await client.get(`/v1/documents/${id}`)).body).state;
    await eventually(async () => (await state()) === 'searchable');
  }
  const question = `Combien de jours de congés, ${canaries.question} ?`;
  expect(askReply.parse((await client.post('/v1/ask', { question, stream: false })).body).outcome).toBe(
    'answered',
  );
  expect(
    searchReply.parse((await client.post('/v1/search', { query: canaries.text })).body).results,
  ).toHaveLength(1);
  // What goes wrong is logged and traced too.
  expect((await client.get(`/v1/documents/${canaries.question}`)).status).toBe(404);
  expect((await client.get(`/v1/${canaries.question}?q=${canaries.question}`)).status).toBe(404);
  expect(
    (await client.upload({ space: canaries.space }, `${canaries.fileName}.pdf`, `no pdf ${canaries.text}`))
      .status,
  ).toBeLessThan(300);
  model.fault = { kind: 'status', status: 500 };
  await client.post('/v1/ask', { question, stream: false });
  await eventually(async () => {
    metrics = String((await client.get('/metrics')).body);
    return /sourcier_documents_unread\{reason="/.test(metrics);
  });
  await world.server.stop();
});
afterAll(async () => {
  await world?.close();
  await model?.close();
  await collector?.close();
});

const attributesOf = (span: { attributes: readonly { key: string; value: Record<string, unknown> }[] }) =>
  Object.fromEntries(span.attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

test('R75: no question, answer, text, title, name or key is in a log at its most talkative, in a trace, or in metrics', () => {
  const log = world.server.output();
  // They did tell of it, so that looking for more says something.
  expect(log).toContain('request refused');
  expect(collector.spans.length).toBeGreaterThan(20);
  expect(collector.headers[0]?.['x-key']).toBe(canaries.collectorKey);
  const told = { log, traces: collector.text(), metrics };
  for (const [where, text] of Object.entries(told))
    for (const [what, word] of [...Object.entries(canaries), ['token', client.token ?? '']] as const) {
      // The operator's log names organisations, by their ids.
      if (where === 'log' && what === 'organisation') continue;
      expect([where, what, text.toLowerCase().includes(word.toLowerCase())]).toEqual([where, what, false]);
    }
});

test('a trace leads from the upload through its jobs to the call that makes its vectors', () => {
  const upload = collector.spans.find(({ name }) => name === 'POST /v1/documents');
  const ofUpload = collector.spans.filter(({ traceId }) => traceId === upload?.traceId);
  const names = ofUpload.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      'POST /v1/documents',
      'process document.ingest',
      'process document.embed',
      'embeddings',
    ]),
  );
  const parentOf = (name: string) => {
    const span = ofUpload.find((one) => one.name === name);
    return ofUpload.find(({ spanId }) => spanId === span?.parentSpanId)?.name;
  };
  expect(parentOf('process document.ingest')).toBe('POST /v1/documents');
  expect(parentOf('process document.embed')).toBe('process document.ingest');
  expect(parentOf('embeddings')).toBe('process document.embed');
});

test('a trace leads from a question through the gate to the model, and tells how both ended', () => {
  const asked = collector.spans.filter(({ name }) => name === 'POST /v1/ask');
  expect(asked).toHaveLength(2);
  const [answered, quoted] = asked.map(({ traceId }) =>
    collector.spans.filter((span) => span.traceId === traceId),
  );
  expect(answered?.map(({ name }) => name)).toEqual(expect.arrayContaining(['gate', 'embeddings', 'chat']));
  const chat = answered?.find(({ name }) => name === 'chat');
  expect(chat && attributesOf(chat)).toMatchObject({
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'generic',
    'sourcier.outcome': 'ok',
  });
  const failed = quoted?.find(({ name }) => name === 'chat');
  expect(failed && attributesOf(failed)['error.type']).toMatch(/^MODEL_/);
  const lost = collector.spans.find(({ name }) => name === 'GET /v1/documents/:id');
  expect(lost && attributesOf(lost)['http.route']).toBe('/v1/documents/:id');
});

test('metrics tell what happened', () => {
  const value = (line: string) =>
    Number(
      metrics
        .split('\n')
        .find((one) => one.startsWith(`${line} `))
        ?.split(' ')
        .at(-1),
    );
  expect(value('sourcier_answers_total{kind="question",outcome="answered"}')).toBe(1);
  expect(value('sourcier_gate_passages_total{result="withheld"}')).toBe(0);
  expect(value('sourcier_gate_passages_total{result="read"}')).toBeGreaterThan(0);
  expect(value('sourcier_searchable_seconds_count{by="words"}')).toBe(2);
  // Of the first document, nobody knew yet which model would embed it.
  expect(value('sourcier_searchable_seconds_count{by="meaning"}')).toBe(1);
  expect(value('sourcier_provider_seconds_count{operation="chat",dialect="generic",outcome="ok"}')).toBe(1);
  expect(value('sourcier_provider_tokens_total{dialect="generic",direction="completion"}')).toBeGreaterThan(
    0,
  );
  expect(value('sourcier_http_refused_total{code="NOT_FOUND"}')).toBeGreaterThanOrEqual(2);
  expect(value('sourcier_files_read_total{outcome="parsed"}')).toBe(2);
  expect(value('sourcier_oldest_waiting_seconds')).toBe(0);
  expect(value('sourcier_month_tokens{direction="prompt"}')).toBeGreaterThan(0);
});

test('every metric that the dashboard and the alert rules name is served', async () => {
  const served = metricsServed(metrics);
  const named = (await readExpressions()).flatMap((expression) => metricsIn(expression) ?? []);
  expect(named.filter((name) => !served.has(name))).toEqual([]);
});
