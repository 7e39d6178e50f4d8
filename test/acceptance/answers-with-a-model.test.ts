import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { z } from 'zod';
import { type ApiClient, eventually, readEvents, type StopAfter } from '../support/api-client.ts';
import { vendorSecret } from '../support/providers/faults.ts';
import { type ProviderServer, startProviderServer } from '../support/providers/server.ts';
import {
  askReply,
  conversation as conversationShape,
  ingestReport,
  scopeSummary,
  searchReply,
  status as statusShape,
  usage as usageShape,
  verdict,
} from './shapes.ts';
import { type Organisation, openWorld, type World } from './world.ts';

const ormeval = (members: readonly string[]): Organisation => ({
  organisation: 'ormeval',
  users: ['alice', 'bruno'],
  groups: { drh: ['alice'] },
  spaces: {
    rh: { title: 'Ressources humaines', members: [...members] },
    mairie: { title: 'Vie municipale', members: ['org:ormeval'] },
  },
});

/** Words that stand in one place only, to look for wherever they must not be. */
const canaries = {
  readable: 'Quillebeuf',
  forbidden: 'Xanthippe',
  title: 'Brindezingue',
  question: 'Palissandre',
  answer: 'Vertugadin',
} as const;

const question = `Combien de jours de congés, ${canaries.question} ?`;
const apiKey = 'sk-test-0123456789-clef';

const files: Readonly<Record<string, string>> = {
  'conges.md': `# Congés ${canaries.title}\n\nLes agents ont droit à vingt-cinq jours de congés par an, note ${canaries.readable}.\n`,
  'cet.md':
    '# Compte épargne-temps\n\nAu plus soixante jours de congés se mettent sur le compte épargne-temps.\n',
  'salaires/grille.md': `# Grille\n\nLes jours de congés de la directrice ${canaries.forbidden} sont au nombre de trente-trois.\n`,
};

const meta = z.strictObject({
  conversationId: z.uuid(),
  messageId: z.uuid(),
  provider: z.string().nullable(),
  model: z.string().nullable(),
  language: z.enum(['fr', 'en']),
  scope: scopeSummary,
  searchedFor: z.string().optional(),
});

describe('answers written by a model', () => {
  let model: ProviderServer;
  let embeddings: ProviderServer;
  let world: World;
  let alice: ApiClient;
  let bruno: ApiClient;

  const ask = async (client: ApiClient, text: string, more: object = {}) => {
    const reply = await client.post('/v1/ask', { question: text, stream: false, ...more });
    expect(reply.status).toBe(200);
    return askReply.parse(reply.body);
  };
  const stream = (client: ApiClient, text: string, stopAfter?: StopAfter) =>
    readEvents(world.server.address, client.token ?? '', { question: text }, stopAfter);
  const prompts = () =>
    model.requests
      .filter(({ path }) => path.endsWith('/chat/completions'))
      .map(({ body }) => JSON.stringify(body));

  beforeAll(async () => {
    [model, embeddings] = await Promise.all([startProviderServer('generic'), startProviderServer('generic')]);
    world = await openWorld({
      LLM_BASE_URL: model.baseUrl,
      LLM_MODEL: 'modele-essai',
      LLM_API_KEY: apiKey,
      EMBEDDINGS_BASE_URL: embeddings.baseUrl,
      EMBEDDINGS_MODEL: 'vecteurs-essai',
      EMBEDDINGS_QUERY_PREFIX: 'query: ',
      EMBEDDINGS_PASSAGE_PREFIX: 'passage: ',
      LOG_LEVEL: 'debug',
    });
    await world.apply(ormeval(['org:ormeval']));
    for (const [path, content] of Object.entries(files)) await world.write(`dossier/${path}`, content);
    await world.write('acl.yaml', stringify([{ path: 'salaires/**', restrictedTo: ['group:drh'] }]));
    [alice, bruno] = await Promise.all([world.as('alice', 'ormeval'), world.as('bruno', 'ormeval')]);
  });
  afterAll(async () => {
    await world?.close();
    await Promise.all([model?.close(), embeddings?.close()]);
  });
  beforeEach(() => {
    model.fault = null;
    embeddings.fault = null;
    model.reply = ['Les agents ont', ` vingt-cinq jours, dit ${canaries.answer}`, ' [1]', '.'];
  });

  it('waits for vectors when told to wait for all', async () => {
    const report = await world.cliJson(
      'ingest',
      world.file('dossier'),
      '--org',
      'ormeval',
      '--space',
      'rh',
      '--acl',
      world.file('acl.yaml'),
      '--wait',
      'all',
    );
    expect(ingestReport.parse(report).byState).toEqual({ searchable: 3 });
    const { organisations } = statusShape.parse(await world.cliJson('status'));
    expect(organisations[0]).toMatchObject({
      documents: { byState: { searchable: 3 } },
      chunks: 3,
      vectors: 3,
    });
    const inputs = embeddings.requests.flatMap(({ body }) => body.input as string[]);
    expect(inputs.length).toBeGreaterThanOrEqual(3);
    for (const input of inputs) expect(input).toMatch(/^passage: /);
  });

  it('finds by meaning what the words alone do not', async () => {
    const added = await alice.upload({ space: 'rh' }, 'navette.txt', 'Une navette relie les ateliers.');
    expect(added.status).toBe(202);
    const { id } = added.body as { id: string };
    await eventually(
      async () => ((await alice.get(`/v1/documents/${id}`)).body as { state: string }).state === 'searchable',
    );
    const found = searchReply.parse((await bruno.post('/v1/search', { query: 'navette atelier' })).body);
    expect(found.results[0]?.document.id).toBe(id);
    expect(embeddings.requests.at(-1)?.body.input).toEqual(
      expect.arrayContaining(['query: navette atelier']),
    );
    // A vector is nobody's to see (R33).
    expect(JSON.stringify(found)).not.toMatch(/vector|embedding/);
  });

  it('streams events in order: meta, sources, the text with its citations, usage, done', async () => {
    const events = await stream(bruno, question);
    const names = events.map(({ event }) => event);
    expect(names.slice(0, 2)).toEqual(['meta', 'sources']);
    expect(names.slice(-2)).toEqual(['usage', 'done']);
    expect(new Set(names.slice(2, -2))).toEqual(new Set(['text-delta', 'citation', 'verdict']));

    const first = meta.parse(events[0]?.data);
    expect(first).toMatchObject({
      model: 'modele-essai',
      language: 'fr',
      scope: { documents: 3, queued: 0 },
    });
    const done = askReply.parse(events.at(-1)?.data);
    expect(done).toMatchObject({
      outcome: 'answered',
      conversationId: first.conversationId,
      messageId: first.messageId,
    });
    expect(done).not.toHaveProperty('reason');
    expect({ sources: done.sources }).toEqual(events[1]?.data);
    expect(usageShape.parse(events.at(-2)?.data)).toEqual(done.usage);
    expect(done.usage).toMatchObject({
      promptTokens: 42,
      completionTokens: 7,
      model: 'modele-essai',
      provider: first.provider,
    });

    let text = '';
    const marks: { n: number; position: number }[] = [];
    for (const { event, data } of events) {
      if (event === 'text-delta') text += z.strictObject({ text: z.string().min(1) }).parse(data).text;
      if (event === 'citation') {
        const { n, position } = z.strictObject({ n: z.int(), position: z.int() }).parse(data);
        expect(done.sources.map((source) => source.n)).toContain(n);
        marks.push({ n, position });
      }
    }
    expect(text).toBe(done.answer.text);
    expect(marks.map(({ n, position }) => [n, text.slice(position, position + 3)])).toEqual([[1, '[1]']]);
    expect(text).toBe(`Les agents ont vingt-cinq jours, dit ${canaries.answer} [1].`);
    const [sentence] = done.answer.sentences;
    expect(sentence).toMatchObject({ citations: [1], start: 0, end: text.length });
    const verdicts = events.flatMap(({ event, data }) => (event === 'verdict' ? verdict.parse(data) : []));
    expect(verdicts.map(({ sentence: said, support }) => [said, support])).toEqual([
      [sentence?.text, sentence?.support],
    ]);
  });

  it('says of each sentence whether its sources say it, and says so again when the conversation is reopened', async () => {
    model.reply = [
      'Les agents ont vingt-cinq jours de congés par an [1]. ',
      'Ils ont 31 jours de congés par an [1].',
    ];
    const { answer, conversationId } = await ask(bruno, question);
    expect(answer.sentences.map(({ support }) => support)).toEqual(['supported', 'unsupported']);
    expect(answer.sentences[1]?.findings).toEqual([
      { kind: 'duration', said: '31 jours', instead: 'vingt-cinq jours' },
    ]);
    const kept = conversationShape.parse((await bruno.get(`/v1/conversations/${conversationId}`)).body);
    expect(kept.messages[1]?.sentences).toEqual(answer.sentences);
    expect(kept.messages[0]?.sentences).toEqual([]);
    // What is printed as it comes is told about afterwards.
    const { stdout } = await world.cli('ask', question, '--as', 'alice', '--org', 'ormeval');
    expect(stdout).toMatch(/\nÀ vérifier\n! .+\n {2}à vérifier : non retrouvé dans les sources\n/);
  });

  it('moves a citation to the source that says the sentence, in the text too', async () => {
    model.reply = ['Bonjour. ', 'Les agents ont vingt-cinq jours de congés par an [9].'];
    const { answer, sources } = await ask(bruno, question);
    const [, said] = answer.sentences;
    expect(said?.support).toBe('supported');
    expect(said?.citations).toHaveLength(1);
    expect(sources.map(({ n }) => n)).toContain(said?.citations[0]);
    expect(answer.text).toBe(
      `Bonjour. Les agents ont vingt-cinq jours de congés par an [${said?.citations[0]}].`,
    );
  });

  it('R45: removes a citation that names no source', async () => {
    model.reply = ['Vingt-cinq jours [1][9]', ' et rien d’autre [42].'];
    const { answer, sources } = await ask(bruno, question);
    expect(answer.text).not.toMatch(/\[(9|42)\]/);
    const known = sources.map(({ n }) => n);
    for (const { citations } of answer.sentences) for (const n of citations) expect(known).toContain(n);
  });

  it('R01: asks the model with passages that the person may read, and with nothing else', async () => {
    const before = model.requests.length;
    await ask(bruno, `${question} Et ceux de la directrice ${canaries.forbidden} ?`, {
      scope: { spaces: ['rh'] },
    });
    await ask(bruno, 'Les jours de congés de la directrice sont au nombre de combien ?');
    const sent = prompts().slice(-(model.requests.length - before));
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.join()).toContain(canaries.readable);
    expect(sent.join()).not.toContain('trente-trois');
    // The person's own word comes back in their question, never beside the text that holds it.
    expect(sent.at(-1)).not.toContain(canaries.forbidden);
    await ask(alice, 'Les jours de congés de la directrice sont au nombre de combien ?');
    expect(prompts().at(-1)).toContain('trente-trois');
  });

  it('asks no model when nothing readable was found', async () => {
    const before = model.requests.length;
    const reply = await ask(bruno, 'Où range-t-on le scaphandre du beffroi ?');
    expect(reply).toMatchObject({ outcome: 'not-found', sources: [] });
    expect(model.requests).toHaveLength(before);
  });

  it('keeps the key to the model’s server, and out of every reply', async () => {
    expect(model.requests.at(-1)?.headers.authorization).toBe(`Bearer ${apiKey}`);
    for (const { headers } of embeddings.requests) expect(JSON.stringify(headers)).not.toContain(apiKey);
    for (const path of ['/health/ready', '/metrics', '/docs/openapi.json'])
      expect(JSON.stringify((await alice.get(path)).body)).not.toContain(apiKey);
    expect(prompts().join()).not.toContain(apiKey);
  });

  it('carries an earlier exchange into the prompt', async () => {
    const first = await ask(bruno, question);
    await ask(bruno, 'Et sur le compte épargne-temps, combien de jours de congés ?', {
      conversationId: first.conversationId,
    });
    expect(prompts().at(-1)).toContain(canaries.answer);
    const kept = conversationShape.parse((await bruno.get(`/v1/conversations/${first.conversationId}`)).body);
    expect(kept.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant']);
  });

  it('has the model rewrite a question that leans on the one before, and says what it searched', async () => {
    const first = await ask(bruno, question);
    const before = prompts().length;
    const written = 'Combien de jours de congés sur le compte épargne-temps ?';
    model.reply = (messages) => [
      messages.some(({ content }) => content.endsWith('Réécriture :')) ? written : 'Soixante jours [1].',
    ];
    const next = await ask(bruno, 'Et sur le compte épargne-temps ?', {
      conversationId: first.conversationId,
    });
    expect(next).toMatchObject({ outcome: 'answered', searchedFor: written });
    expect(next.sources[0]?.document.path).toBe('cet.md');
    // Two calls were paid for: the test server says 42 and 7 for each.
    expect(next.usage).toMatchObject({ promptTokens: 84, completionTokens: 14 });
    expect(next.usage.timings).toHaveProperty('understandMs');
    const [rewriting, answering] = prompts().slice(before);
    expect(rewriting).toContain(canaries.answer);
    // Who answers sees the question as it was asked.
    expect(answering).toContain('Et sur le compte épargne-temps ?');
    expect(embeddings.requests.at(-1)?.body.input).toEqual([`query: ${written}`]);

    const events = await readEvents(world.server.address, bruno.token ?? '', {
      question: 'Et sur le compte épargne-temps ?',
      conversationId: first.conversationId,
    });
    expect(meta.parse(events[0]?.data).searchedFor).toBe(written);
    expect(askReply.parse(events.at(-1)?.data).searchedFor).toBe(written);
  });

  it('goes by the words of the earlier questions when the model does not rewrite', async () => {
    const first = await ask(bruno, 'Combien de jours se mettent sur le compte épargne-temps ?');
    model.faults.push({ kind: 'status', status: 401 });
    const next = await ask(bruno, 'Et au plus ?', { conversationId: first.conversationId });
    expect(next.searchedFor).toBe('Et au plus ? (jours mettent compte épargne-temps)');
    expect([next.outcome, next.sources[0]?.document.path]).toEqual(['answered', 'cet.md']);
  });

  it('searches in a conversation by its words, without a model', async () => {
    const before = prompts().length;
    const search = async (body: object) => searchReply.parse((await bruno.post('/v1/search', body)).body);
    const query = 'Et combien au plus ?';
    const found = await search({
      query,
      history: [{ question: 'Que dit la note du compte épargne-temps ?' }],
    });
    expect(found.results[0]?.document.path).toBe('cet.md');
    expect(found.rewrittenQuery).toBe('Et combien au plus ? (note compte épargne-temps)');
    const alone = { query: 'jours de congés', history: [{ question: 'Autre chose ?', answer: 'Oui.' }] };
    expect(await search(alone)).not.toHaveProperty('rewrittenQuery');
    expect(prompts()).toHaveLength(before);
    for (const history of [Array(21).fill({ question: 'x' }), [{ question: ' ' }], [{ text: 'x' }], 'x'])
      expect((await bruno.post('/v1/search', { query, history })).status).toBe(400);
  });

  it('R84: gives the passages word for word, and says so, when the model is down', async () => {
    model.fault = { kind: 'status', status: 500 };
    const reply = await ask(bruno, question);
    expect(reply).toMatchObject({ outcome: 'quoted', reason: 'model-unavailable' });
    expect(reply.notices.map(({ code }) => code)).toEqual(['model-unavailable']);
    expect(reply.answer.text).toContain('vingt-cinq jours de congés par an');
    expect(reply.sources.length).toBeGreaterThan(0);
    model.fault = null;
    expect((await ask(bruno, question)).outcome).toBe('answered');
  });

  it('R60: says nothing of what a vendor said when it refuses the key', async () => {
    model.fault = { kind: 'status', status: 401 };
    const reply = await ask(bruno, question);
    expect(reply).toMatchObject({ outcome: 'quoted', reason: 'model-unavailable' });
    expect(JSON.stringify(reply)).not.toContain(vendorSecret);
    expect(world.server.output()).not.toContain('VENDOR-ECHO');
    model.fault = null;
    expect((await ask(bruno, question)).outcome).toBe('answered');
  });

  it('keeps what came before the model broke off, and says so', async () => {
    model.faults.push({ kind: 'cut', words: 2 });
    const events = await stream(bruno, question);
    expect(
      events.filter(({ event }) => event === 'notice').map(({ data }) => (data as { code: string }).code),
    ).toEqual(['model-interrupted']);
    const done = askReply.parse(events.at(-1)?.data);
    expect(done.answer.text).toContain('Les agents ont vingt-cinq jours');
  });

  it('R44: lets nothing but text through from a strange server', async () => {
    model.faults.push({ kind: 'unknown-events' });
    const events = await stream(bruno, question);
    expect(JSON.stringify(events)).not.toMatch(/SECRET (REASONING|THINKING)|send_mail|<script>/);
    expect(events.at(-1)?.event).toBe('done');
  });

  it('R86: stops the model within a second when the person leaves, and keeps what they had seen', async () => {
    model.faults.push({ kind: 'stall', words: 2 });
    const before = model.requests.length;
    const events = await stream(bruno, question, ({ event }) => event === 'text-delta');
    const left = performance.now();
    expect(await model.requests[before]?.hungUp).toBe(true);
    const tookMs = performance.now() - left;
    console.log(`the model is hung up on ${Math.round(tookMs)} ms after the person left`);
    expect(tookMs).toBeLessThan(1_000);
    const { conversationId } = meta.parse(events[0]?.data);
    const kept = await eventually(async () => {
      const reply = await bruno.get(`/v1/conversations/${conversationId}`);
      return reply.status === 200 && conversationShape.parse(reply.body);
    });
    expect(kept.messages[0]?.text).toBe(question);
    expect(kept.messages[1]?.text).toContain('Les agents ont');
  });

  it('R86: stops the model as well when a whole answer was asked for', async () => {
    model.faults.push({ kind: 'silence' });
    const before = model.requests.length;
    const leave = new AbortController();
    const asked = fetch(new URL('/v1/ask', world.server.address), {
      method: 'POST',
      headers: { authorization: `Bearer ${bruno.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ question, stream: false }),
      signal: leave.signal,
    }).catch(() => null);
    await model.seen(before + 1);
    leave.abort();
    const left = performance.now();
    await asked;
    expect(await model.requests[before]?.hungUp).toBe(true);
    expect(performance.now() - left).toBeLessThan(1_000);
  });

  it('refuses a provider that there is not, in the same way with and without a stream', async () => {
    for (const streamed of [true, false]) {
      const reply = await bruno.post('/v1/ask', { question, provider: 'nowhere', stream: streamed });
      expect([reply.status, (reply.body as { code: string }).code]).toEqual([400, 'BAD_REQUEST']);
    }
  });

  it('searches by words alone, and says so, when the embeddings are down', async () => {
    embeddings.fault = { kind: 'status', status: 500 };
    const reply = await ask(
      bruno,
      'Combien de jours de congés mettre sur le compte épargne-temps cette fois ?',
    );
    expect(reply.outcome).toBe('answered');
    expect(reply.notices.map(({ code }) => code)).toEqual(['words-only']);
    const found = await bruno.post('/v1/search', { query: 'jours de congés au compte épargne-temps' });
    expect(searchReply.parse(found.body).results.length).toBeGreaterThan(0);
  });

  it('R08: repeats nothing of a lost source to the model, be it from the conversation', async () => {
    model.reply = [`La note dit vingt-cinq, ${canaries.answer}`, ' [1].'];
    const first = await ask(bruno, question);
    await world.apply(ormeval(['group:drh']));
    const added = await alice.upload(
      { space: 'mairie' },
      'fermeture.md',
      '# Congés\n\nLa mairie ferme pour congés en août.\n',
    );
    const { id } = added.body as { id: string };
    await eventually(
      async () =>
        ((await bruno.get(`/v1/documents/${id}`)).body as { state?: string }).state === 'searchable',
    );
    const before = prompts().length;
    const next = await ask(bruno, 'La mairie ferme-t-elle pour congés ?', {
      conversationId: first.conversationId,
    });
    expect(next.outcome).toBe('answered');
    const sent = prompts().slice(before).join();
    expect(sent).toContain('ferme pour congés en août');
    // Nor when the question leans on it: what was lost is no history, so nothing is rewritten.
    const leaning = await ask(bruno, 'Et combien de jours ?', { conversationId: first.conversationId });
    for (const lost of [canaries.answer, canaries.readable, canaries.title]) {
      expect(prompts().slice(before).join()).not.toContain(lost);
      expect(leaning.searchedFor ?? '').not.toContain(lost);
    }
    await world.apply(ormeval(['org:ormeval']));
  });

  it('R75: writes no question, answer, title or text to its log, nor a key', async () => {
    const log = world.server.output();
    // It did log what happened, so that looking for more says something.
    expect(log.length).toBeGreaterThan(200);
    for (const word of [...Object.values(canaries), 'vingt-cinq', 'conges.md', apiKey, bruno.token ?? ''])
      expect([word, log.includes(word)]).toEqual([word, false]);
    const metrics = String((await alice.get('/metrics')).body);
    for (const word of [...Object.values(canaries), 'ormeval', 'bruno'])
      expect([word, metrics.includes(word)]).toEqual([word, false]);
  });
});
