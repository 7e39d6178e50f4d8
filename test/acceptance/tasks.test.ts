import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ApiClient, eventually, readEvents, type StopAfter } from '../support/api-client.ts';
import { type ProviderServer, startProviderServer } from '../support/providers/server.ts';
import { askReply, conversation as conversationShape, problem, usage as usageShape } from './shapes.ts';
import { type Organisation, openWorld, type World } from './world.ts';

const samples = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'documents');
/** The administrative clauses of a real contract: 71 pages. */
const longContract = 'doc__CCAP_marché produit.pdf';

const ormeval: Organisation = {
  organisation: 'ormeval',
  users: ['alice', 'bruno'],
  spaces: {
    mairie: { title: 'Vie municipale', members: ['org:ormeval'] },
    rh: { title: 'Ressources humaines', sensitivity: 'sensible', members: ['user:alice'] },
  },
};

const meta = z.strictObject({
  conversationId: z.uuid(),
  messageId: z.uuid(),
  provider: z.string().nullable(),
  model: z.string().nullable(),
  language: z.enum(['fr', 'en']),
  task: z.enum(['summarise', 'compare', 'extract', 'draft']),
  documents: z.array(z.strictObject({ id: z.uuid(), title: z.string().min(1) })),
});
const progress = z.strictObject({ step: z.int().min(1), of: z.int().min(1) });

const minutes = [
  '# Compte rendu du comité',
  '## Ouverture',
  'La séance est ouverte par la présidente. Vingt membres sont là.',
  '## Travaux',
  'Le comité décide de refaire le toit du gymnase Palissandre. M. Perrin demandera trois devis avant le 15 mars 2027.',
].join('\n\n');

describe('tasks on documents', () => {
  let model: ProviderServer;
  let world: World;
  let alice: ApiClient;
  let bruno: ApiClient;
  const ids: Record<string, string> = {};

  const add = async (
    client: ApiClient,
    space: string,
    name: string,
    content: string | Uint8Array<ArrayBuffer>,
  ) => {
    const added = await client.upload({ space }, name, content);
    expect(added.status).toBe(202);
    const { id } = added.body as { id: string };
    await eventually(
      async () =>
        ((await client.get(`/v1/documents/${id}`)).body as { state: string }).state.startsWith('searchable'),
      { withinMs: 60_000, what: `reading ${name}` },
    );
    ids[name] = id;
    return id;
  };
  const idOf = (name: string) => ids[name] ?? '';
  const run = async (client: ApiClient, body: object) => {
    const reply = await client.post('/v1/tasks', { ...body, stream: false });
    expect(reply.status).toBe(200);
    return askReply.parse(reply.body);
  };
  const stream = (client: ApiClient, body: object, stopAfter?: StopAfter) =>
    readEvents(world.server.address, client.token ?? '', body, stopAfter, '/v1/tasks');
  const prompts = () =>
    model.requests
      .filter(({ path }) => path.endsWith('/chat/completions'))
      .map(({ body }) => JSON.stringify(body));

  beforeAll(async () => {
    model = await startProviderServer('generic');
    world = await openWorld({
      LLM_BASE_URL: model.baseUrl,
      LLM_MODEL: 'modele-essai',
      LLM_TRUST: 'eu',
    });
    await world.apply(ormeval);
    [alice, bruno] = await Promise.all([world.as('alice', 'ormeval'), world.as('bruno', 'ormeval')]);
    await add(alice, 'mairie', 'comite.md', minutes);
    for (const [place, hours] of ['Lilas', 'Mésanges', 'Tilleuls', 'Ormes', 'Acacias'].entries())
      await add(
        alice,
        'mairie',
        `creche-${place}.md`,
        `# Crèche des ${hours}\n\nLa crèche des ${hours} ouvre à ${place + 6} heures et accueille ${place + 20} enfants.\n`,
      );
    await add(
      alice,
      'rh',
      'prime.md',
      '# Prime\n\nLe maire décide que la prime Xanthippe est de 900 euros.\n',
    );
    await add(alice, 'mairie', longContract, new Uint8Array(await readFile(join(samples, longContract))));
  });
  afterAll(async () => {
    await world?.close();
    await model?.close();
  });
  beforeEach(() => {
    model.fault = null;
    model.faults.length = 0;
    model.reply = ['Le comité refait', ' le toit', ' [1]', '.'];
  });

  it('streams a summary: meta, progress, sources, the text with its citations, usage, done', async () => {
    const events = await stream(alice, { task: 'summarise', documents: [idOf('comite.md')] });
    const names = events.map(({ event }) => event);
    expect(names.slice(0, 3)).toEqual(['meta', 'progress', 'sources']);
    expect(names.slice(-2)).toEqual(['usage', 'done']);
    expect(new Set(names.slice(3, -2))).toEqual(new Set(['text-delta', 'citation', 'verdict']));
    const first = meta.parse(events[0]?.data);
    expect(first).toMatchObject({
      task: 'summarise',
      language: 'fr',
      model: 'modele-essai',
      documents: [{ id: idOf('comite.md') }],
    });
    expect(progress.parse(events[1]?.data)).toEqual({ step: 1, of: 1 });
    const done = askReply.parse(events.at(-1)?.data);
    expect(done).toMatchObject({
      outcome: 'answered',
      // Checked: the second passage says it, not the first.
      answer: { sentences: [{ text: 'Le comité refait le toit.', citations: [2] }] },
      conversationId: first.conversationId,
    });
    expect(done.sources[0]?.document.id).toBe(idOf('comite.md'));
    expect(usageShape.parse(events.at(-2)?.data)).toMatchObject({ promptTokens: 42, completionTokens: 7 });
    expect(prompts().at(-1)).toContain('gymnase Palissandre');

    const kept = conversationShape.parse((await alice.get(`/v1/conversations/${first.conversationId}`)).body);
    expect(kept.title).toBe('Résumé d’un document');
    expect(kept.messages.map(({ role, text }) => [role, text])).toEqual([
      ['user', `Résumer «\u202f${first.documents[0]?.title}\u202f»`],
      ['assistant', done.answer.text],
    ]);
  });

  it('goes on with a question in the same conversation, and is continued by a task', async () => {
    const first = await run(alice, { task: 'summarise', documents: [idOf('comite.md')] });
    const { conversationId } = first;
    const asked = await alice.post('/v1/ask', {
      question: 'Qui demandera des devis pour le gymnase ?',
      conversationId,
      stream: false,
    });
    expect(askReply.parse(asked.body).outcome).toBe('answered');
    const next = await run(alice, { task: 'extract', documents: [idOf('comite.md')], conversationId });
    expect(next.conversationId).toBe(conversationId);
    const kept = conversationShape.parse((await alice.get(`/v1/conversations/${conversationId}`)).body);
    expect(kept.messages).toHaveLength(6);
    // Nobody else's conversation goes on.
    const foreign = await bruno.post('/v1/tasks', {
      task: 'summarise',
      documents: [idOf('comite.md')],
      conversationId,
    });
    expect(foreign.status).toBe(404);
  });

  it('compares five documents in a table with a citation in each cell', async () => {
    const names = [0, 1, 2, 3, 4].map((place) => `creche-${place}.md`);
    model.reply = [
      '| Critère | A | B | C | D | E |\n|---|---|---|---|---|---|\n',
      '| Ouverture | 6 h [1] | 7 h [2] | 8 h [3] | 9 h [4] | 10 h [5] |\n',
      '| Repas | non précisé | 1 € [9] | non précisé | non précisé | non précisé |\n',
    ];
    const reply = await run(alice, { task: 'compare', documents: names.map(idOf) });
    expect(reply.sources.map(({ document }) => document.id)).toEqual(names.map(idOf));
    expect(
      reply.answer.sentences.map(({ text, citations, support }) => [text, support, ...citations]),
    ).toEqual([
      ['6 h', 'supported', 1],
      ['7 h', 'supported', 2],
      ['8 h', 'supported', 3],
      ['9 h', 'supported', 4],
      ['10 h', 'supported', 5],
      ['1 €', 'unsupported'],
    ]);
    // R45: what was not offered is not cited.
    expect(reply.answer.text).toContain('| 1 € |');
    for (const place of [6, 7, 8, 9, 10]) expect(prompts().at(-1)).toContain(`ouvre à ${place} heures`);
  });

  it('drafts a note as the instruction wants, in the language that is asked for', async () => {
    const instruction = 'A note for the new head of sports, please';
    const events = await stream(alice, {
      task: 'draft',
      documents: [idOf('comite.md'), idOf('creche-0.md')],
      instruction,
    });
    expect(meta.parse(events[0]?.data).language).toBe('en');
    expect(prompts().at(-1)).toContain(instruction);
    const french = await run(alice, {
      task: 'draft',
      documents: [idOf('comite.md')],
      instruction,
      language: 'fr',
    });
    expect(french.answer.language).toBe('fr');
  });

  it('reads a long document by parts, with progress, and writes from the notes', async () => {
    const before = model.requests.length;
    let call = 0;
    model.reply = (messages) => {
      call += 1;
      return messages.at(-1)?.content.endsWith('Notes :')
        ? [`- Le titulaire doit respecter la clause ${call} [1][2].\n- Faux [99].`]
        : ['Le marché comporte des clauses [1][2]', '. Fin [3].'];
    };
    const events = await stream(alice, { task: 'extract', documents: [idOf(longContract)] });
    const steps = events.flatMap(({ event, data }) => (event === 'progress' ? [progress.parse(data)] : []));
    const calls = model.requests.length - before;
    expect(calls).toBe(12);
    expect(steps.at(-1)).toEqual({ step: calls, of: calls });
    expect(steps.length).toBeGreaterThan(2);
    const written = prompts().at(-1) ?? '';
    expect(written).toContain('respecter la clause 1 ');
    expect(written).not.toContain('[99]');
    const done = askReply.parse(events.at(-1)?.data);
    expect(done.usage).toMatchObject({ promptTokens: 42 * calls, completionTokens: 7 * calls });
    expect(done.usage.timings).toHaveProperty('notesMs');
    // All of it was read.
    expect(done.notices).toEqual([]);
    const cited = done.answer.sentences.flatMap(({ citations }) => citations);
    expect(done.sources.map(({ n }) => n)).toEqual([...new Set([1, ...cited])].sort((a, b) => a - b));
    expect(new Set(done.sources.map(({ document }) => document.id))).toEqual(new Set([idOf(longContract)]));
    for (const { body } of model.requests.slice(before))
      expect(JSON.stringify(body).length).toBeLessThan(40_000);
  });

  it('R86: stops the model within a second when the person leaves, and asks no further part', async () => {
    model.fault = { kind: 'silence' };
    const before = model.requests.length;
    const events = await stream(
      alice,
      { task: 'summarise', documents: [idOf(longContract)] },
      async ({ event }) => {
        if (event !== 'progress') return false;
        // Who leaves before the model is called lets nothing be sent.
        await model.seen(before + 1);
        return true;
      },
    );
    const left = performance.now();
    expect(await model.requests[before]?.hungUp).toBe(true);
    expect(performance.now() - left).toBeLessThan(1_000);
    const { conversationId } = meta.parse(events[0]?.data);
    const kept = await eventually(async () => {
      const reply = await alice.get(`/v1/conversations/${conversationId}`);
      return reply.status === 200 && conversationShape.parse(reply.body);
    });
    expect(kept.messages[1]?.sources).toHaveLength(1);
    expect(model.requests.length - before).toBeLessThanOrEqual(2);
  });

  it('R67: sends nothing of what is too sensitive, and says so', async () => {
    const before = model.requests.length;
    const documents = [idOf('comite.md'), idOf('prime.md')];
    const compared = await run(alice, { task: 'compare', documents });
    expect(compared).toMatchObject({ outcome: 'refused', reason: 'too-sensitive', sources: [] });
    expect(compared.notices.map(({ code }) => code)).toEqual(['too-sensitive']);
    const extracted = await run(alice, { task: 'extract', documents: [idOf('prime.md')] });
    expect(extracted).toMatchObject({ outcome: 'quoted', reason: 'too-sensitive' });
    expect(extracted.answer.sentences).toEqual([
      {
        text: 'Le maire décide que la prime Xanthippe est de 900 euros.',
        citations: [1],
        support: 'supported',
      },
    ]);
    expect(model.requests).toHaveLength(before);
  });

  it('R14: treats a document of others as one that is not there, before anything is sent', async () => {
    const before = model.requests.length;
    for (const streamed of [true, false])
      for (const id of [idOf('prime.md'), crypto.randomUUID(), 'x']) {
        const reply = await bruno.post('/v1/tasks', {
          task: 'compare',
          documents: [idOf('comite.md'), id],
          stream: streamed,
        });
        const { requestId: _own, ...said } = problem.parse(reply.body);
        expect(said).toEqual({
          type: 'about:blank',
          title: 'Introuvable, ou hors de vos droits.',
          status: 404,
          code: 'NOT_FOUND',
        });
      }
    expect(model.requests).toHaveLength(before);
  });

  it.each([
    ['one document to compare', { task: 'compare', documents: ['comite.md'] }],
    ['the same document twice', { task: 'compare', documents: ['comite.md', 'comite.md'] }],
    ['two documents to summarise', { task: 'summarise', documents: ['comite.md', 'prime.md'] }],
    ['six documents', { task: 'draft', documents: Array(6).fill('comite.md'), instruction: 'x' }],
    ['none', { task: 'extract', documents: [] }],
    ['a note without instruction', { task: 'draft', documents: ['comite.md'] }],
    ['an unknown task', { task: 'translate', documents: ['comite.md'] }],
    ['an unknown provider', { task: 'summarise', documents: ['comite.md'], provider: 'x' }],
    ['a field too many', { task: 'summarise', documents: ['comite.md'], owner: 'x' }],
  ])('refuses %s', async (_, { documents, ...body }) => {
    const reply = await alice.post('/v1/tasks', { ...body, documents: documents.map(idOf) });
    expect([reply.status, problem.parse(reply.body).code]).toEqual([400, 'BAD_REQUEST']);
  });

  it('says that the model does not answer, and quotes where quotations can stand for it', async () => {
    model.fault = { kind: 'status', status: 401 };
    const extracted = await run(alice, { task: 'extract', documents: [idOf('comite.md')] });
    expect(extracted).toMatchObject({ outcome: 'quoted', reason: 'model-unavailable' });
    expect(extracted.answer.sentences.map(({ text }) => text)).toEqual([
      'Le comité décide de refaire le toit du gymnase Palissandre.',
      'M. Perrin demandera trois devis avant le 15 mars 2027.',
    ]);
    const drafted = await run(alice, {
      task: 'draft',
      documents: [idOf('comite.md')],
      instruction: 'Une note',
    });
    expect(drafted).toMatchObject({ outcome: 'refused', reason: 'model-unavailable', sources: [] });
    expect(drafted.notices.map(({ code }) => code)).toEqual(['model-unavailable']);
  });

  it('keeps what came before the model broke off, and says so', async () => {
    model.faults.push({ kind: 'cut', words: 2 });
    const reply = await run(alice, { task: 'summarise', documents: [idOf('comite.md')] });
    expect(reply.answer.text).toContain('Le comité refait le toit');
    expect(reply.notices.map(({ code }) => code)).toEqual(['model-interrupted']);
  });

  it('is described by the reference', async () => {
    const { body } = await alice.get('/docs/openapi.json');
    expect(body).toHaveProperty(['paths', '/v1/tasks', 'post', 'requestBody']);
  });

  describe('on the command line', () => {
    /** Without the settings of a model. */
    const withoutModel = async (...args: string[]) => {
      const { exitCode, stdout, stderr } = await world.cliWith(
        { LLM_BASE_URL: '', LLM_MODEL: '', LLM_TRUST: '' },
        ...['task', ...args, '--as', 'alice', '--org', 'ormeval', '--json'],
      );
      expect([exitCode, stderr]).toEqual([0, '']);
      return askReply.parse(JSON.parse(stdout));
    };

    it('does a task on documents named by path or id', async () => {
      const json = await world.cliJson('task', 'summarise', 'comite.md', '--as', 'alice');
      expect(askReply.parse(json).outcome).toBe('answered');
      const shown = await world.cli('task', 'compare', idOf('creche-0.md'), 'creche-1.md', '--as', 'alice');
      expect(shown.stdout).toMatch(/Le comité refait le toit \[1\]\.\n\nSources\n\[1\]/);
      expect(shown.stderr).toContain('étape 1/1');
    });

    it('finds a document under the name that answers print', async () => {
      const byId = await world.cliJson('task', 'summarise', idOf('comite.md'), '--as', 'alice');
      for (const name of ['mairie/comite.md', '/mairie/comite.md']) {
        const json = await world.cliJson('task', 'summarise', name, '--as', 'alice');
        const documents = askReply.parse(json).sources.map(({ document }) => document.id);
        expect(documents).toEqual(askReply.parse(byId).sources.map(({ document }) => document.id));
      }
    });

    it('without a model quotes the beginning of each main section, and what was decided', async () => {
      const summary = await withoutModel('summarise', 'comite.md');
      expect(summary).toMatchObject({ outcome: 'quoted', reason: 'no-model', notices: [] });
      expect(summary.answer.sentences[0]?.text).toBe('La séance est ouverte par la présidente.');
      const contract = await withoutModel('extract', longContract);
      expect(contract.outcome).toBe('quoted');
      expect(contract.answer.sentences).toHaveLength(30);
      expect(contract.notices.map(({ code }) => code)).toEqual(['part-left-out']);
      const passages = new Map(contract.sources.map(({ n, passage }) => [n, passage.text]));
      for (const { text, citations } of contract.answer.sentences)
        expect(passages.get(citations[0] ?? 0)).toContain(text);
    });

    it('without a model says that a comparison and a note need one', async () => {
      const compared = await withoutModel('compare', 'creche-0.md', 'creche-1.md');
      expect(compared).toMatchObject({ outcome: 'refused', reason: 'no-model', sources: [] });
      const drafted = await withoutModel('draft', 'comite.md', '--instruction', 'Une note');
      expect(drafted).toMatchObject({ outcome: 'refused', reason: 'no-model' });
    });

    it('says what is wrong in the language of the terminal', async () => {
      const draft = ['task', 'draft', 'comite.md', '--as', 'alice'];
      expect((await world.cli(...draft)).stderr).toContain('instruction : draft en demande une');
      const inEnglish = await world.cliWith({ SOURCIER_LANGUAGE: 'en' }, ...draft);
      expect(inEnglish.stderr).toContain('instruction: draft needs one');
      expect((await world.cli(...draft, '--instruction', ' ')).stderr).toContain('Trop petit');
    });

    it('names what it does not find, as what may not be read', async () => {
      for (const path of ['prime.md', 'rh/prime.md', 'rh/nulle-part.md', 'nulle-part.md']) {
        const { exitCode, stderr } = await world.cli('task', 'summarise', path, '--as', 'bruno', '--json');
        expect([exitCode, JSON.parse(stderr).error.code]).toEqual([1, 'NOT_FOUND']);
      }
    });

    it('asks for the space of a name that two documents have', async () => {
      const twin = await alice.upload({ space: 'mairie', folder: 'rh' }, 'prime.md', '# Autre prime');
      expect(twin.status).toBe(202);
      const { exitCode, stderr } = await world.cli('task', 'summarise', 'rh/prime.md', '--as', 'alice');
      expect(exitCode).toBe(64);
      expect(stderr).toContain('--space: rh/prime.md');
    });
  });

  it('is offered to a question that asks for one, on what was found and may still be read (R08)', async () => {
    const ask = async (client: ApiClient, question: string) => {
      const reply = await client.post('/v1/ask', { question, stream: false });
      expect(reply.status).toBe(200);
      return askReply.parse(reply.body);
    };
    const answer = await ask(alice, 'Peux-tu me résumer la note sur la prime Xanthippe en trois points ?');
    const offered = {
      task: 'summarise',
      documents: [{ id: idOf('prime.md'), title: 'Prime' }],
      instruction: 'en trois points',
    };
    expect(answer.offeredTask).toEqual(offered);
    const kept = async () => {
      const { body } = await alice.get(`/v1/conversations/${answer.conversationId}`);
      return conversationShape.parse(body).messages.at(-1);
    };
    expect((await kept())?.offeredTask).toEqual(offered);
    // A task that was run is no question: its result offers none.
    const { conversationId } = await run(alice, { task: 'summarise', documents: [idOf('comite.md')] });
    const { body } = await alice.get(`/v1/conversations/${conversationId}`);
    expect(conversationShape.parse(body).messages.at(-1)?.offeredTask).toBeUndefined();
    expect((await ask(alice, 'Combien vaut la prime Xanthippe ?')).offeredTask).toBeUndefined();
    // Who may not read the note is offered nothing of it, and she no longer when she has lost it.
    const other = await ask(bruno, 'Résume la note sur la prime Xanthippe');
    expect(JSON.stringify(other)).not.toContain(idOf('prime.md'));
    await world.apply({
      ...ormeval,
      spaces: { ...ormeval.spaces, rh: { title: 'Ressources humaines', members: ['user:bruno'] } },
    });
    expect(await kept()).toMatchObject({ masked: true });
    expect((await kept())?.offeredTask).toBeUndefined();
    await world.apply(ormeval);
  });
});
