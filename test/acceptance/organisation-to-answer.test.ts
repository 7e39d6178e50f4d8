import { rename, rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { type ApiClient, createApiClient } from '../support/api-client.ts';
import { runCli } from '../support/sourcier-process.ts';
import {
  askReply,
  cliError,
  documentPage,
  ingestReport,
  issuedToken,
  searchReply,
  status,
} from './shapes.ts';
import { type Organisation, openWorld, type World } from './world.ts';

const ormeval: Organisation = {
  organisation: 'ormeval',
  title: 'Commune d’Ormeval',
  users: ['alice', 'bruno', 'chloe'],
  groups: { drh: ['alice'] },
  spaces: {
    rh: { title: 'Ressources humaines', sensitivity: 'sensible', members: ['user:bruno', 'group:drh'] },
    mairie: { title: 'Vie municipale', sensitivity: 'interne', members: ['org:ormeval'] },
  },
};

// The same names of spaces as its neighbour: only the organisation tells them apart.
const valmarin: Organisation = {
  organisation: 'valmarin',
  users: ['diane'],
  spaces: { rh: { title: 'Ressources humaines', members: ['org:valmarin'] } },
};

const accessFile = [{ path: 'salaires/**', restrictedTo: ['group:drh'], deny: [], sensitivity: 'sensible' }];

const mail = [
  'From: "Accueil" <accueil@ormeval.example>',
  'To: agents@ormeval.example',
  'Subject: Fermeture du parking Kerbrat',
  'Date: Tue, 03 Mar 2026 09:00:00 +0100',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary="limite"',
  '',
  '--limite',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Le parking Kerbrat sera inaccessible pendant la pose des bornes de recharge.',
  '--limite',
  'Content-Type: text/plain; charset=utf-8; name="consigne-navette.txt"',
  'Content-Disposition: attachment; filename="consigne-navette.txt"',
  'Content-Transfer-Encoding: base64',
  '',
  Buffer.from('La navette zibeline part toutes les douze minutes devant la mairie.').toString('base64'),
  '--limite--',
  '',
].join('\r\n');

const files: Readonly<Record<string, string>> = {
  'conges.md': '# Congés annuels\n\nLes agents ont droit à vingt-cinq jours de congés par an.\n',
  'teletravail.txt': 'Le télétravail est possible trois jours par semaine après accord du chef de service.\n',
  'effectifs.csv': 'service,agents,responsable\nVoirie,14,Mme Quintrec\nCantine,9,M. Auberval\n',
  'accueil.html':
    '<!doctype html><title>Livret d’accueil</title><h1>Livret d’accueil</h1><p>Le badge violet ouvre la cour des ateliers.</p>',
  'courriers/parking.eml': mail,
  'salaires/grille.md':
    '# Grille des salaires\n\nLa rémunération de la cheffe Ombeline atteint 4 317 euros brut.\n',
};

const forbiddenQuestion = 'À combien se monte la rémunération de la cheffe Ombeline ?';
const absentQuestion = 'À combien se monte la subvention du carillon Pélagien ?';

const folderOfFiles = 'dossiers/rh';

describe('from an organisation file to an answer', () => {
  let world: World;
  let alice: ApiClient;
  let bruno: ApiClient;
  let chloe: ApiClient;
  let diane: ApiClient;

  const ingest = async () =>
    ingestReport.parse(
      await world.cliJson(
        'ingest',
        world.file(folderOfFiles),
        '--org',
        'ormeval',
        '--space',
        'rh',
        '--acl',
        world.file('acl.yaml'),
      ),
    );
  const search = async (client: ApiClient, query: string, scope?: unknown) => {
    const reply = await client.post('/v1/search', { query, ...(scope !== undefined && { scope }) });
    expect(reply.status).toBe(200);
    return searchReply.parse(reply.body);
  };
  const paths = async (client: ApiClient, query: string) =>
    (await search(client, query)).results.map(({ document }) => document.path);
  const ask = async (client: ApiClient, question: string) => {
    const reply = await client.post('/v1/ask', { question, stream: false });
    expect(reply.status).toBe(200);
    return askReply.parse(reply.body);
  };
  const documents = async () => {
    const reply = await alice.get('/v1/documents?space=rh&limit=100');
    return documentPage.parse(reply.body).documents;
  };

  beforeAll(async () => {
    world = await openWorld();
    await world.apply(ormeval);
    await world.apply(valmarin);
    for (const [path, content] of Object.entries(files))
      await world.write(`${folderOfFiles}/${path}`, content);
    await world.write(
      'dossiers/voisins/note.md',
      '# Note\n\nLe phare de Valmarin compte deux cents marches.\n',
    );
    await world.write('acl.yaml', stringify(accessFile));
    [alice, bruno, chloe, diane] = await Promise.all([
      world.as('alice', 'ormeval'),
      world.as('bruno', 'ormeval'),
      world.as('chloe', 'ormeval'),
      world.as('diane', 'valmarin'),
    ]);
  });
  afterAll(() => world?.close());

  it('reads a folder of several formats and says what became of each file', async () => {
    await world.write(`${folderOfFiles}/plan.dwg`, 'AC1032\u0000\u0001 binary drawing');
    await world.write(`${folderOfFiles}/vide.txt`, '');
    const report = await ingest();
    expect(report).toMatchObject({ files: 8, queued: 8, moved: 0, unchanged: 0, removed: 0 });
    // Six that can be read and the attachment of the mail.
    expect(report.byState['searchable-words']).toBe(7);
    expect(report.unread.map(({ path, state, reason }) => ({ path, state, reason }))).toEqual([
      { path: 'plan.dwg', state: 'skipped', reason: 'no-text' },
      { path: 'vide.txt', state: 'skipped', reason: 'empty' },
    ]);
    for (const { message } of report.unread) expect(message?.fr).not.toBe(message?.en);

    const neighbours = await world.cliJson(
      'ingest',
      world.file('dossiers/voisins'),
      '--org',
      'valmarin',
      '--space',
      'rh',
    );
    expect(ingestReport.parse(neighbours).byState).toEqual({ 'searchable-words': 1 });
  });

  it.each([
    ['jours de congés', 'conges.md'],
    ['accord du chef de service pour le télétravail', 'teletravail.txt'],
    ['Quintrec', 'effectifs.csv'],
    ['badge violet', 'accueil.html'],
    ['parking Kerbrat', 'courriers/parking.eml'],
  ])('finds « %s » in %s', async (query, path) => {
    expect((await paths(bruno, query))[0]).toBe(path);
  });

  it('reads the attachment of a mail as a document of its own, with the rights of the mail', async () => {
    const [hit] = (await search(bruno, 'navette zibeline')).results;
    expect(hit?.passage.text).toContain('La navette zibeline part toutes les douze minutes');
    expect(hit?.document.path).toContain('consigne-navette.txt');
    expect(await paths(chloe, 'navette zibeline')).toEqual([]);
  });

  it('gives passages that stand where it says they stand', async () => {
    const [hit] = (await search(bruno, 'vingt-cinq jours de congés')).results;
    expect(hit).toMatchObject({
      rank: 1,
      score: 1,
      document: { space: 'rh', version: 1, language: 'fr', url: null },
    });
    const { body } = await bruno.get(`/v1/documents/${hit?.document.id}/preview?passage=${hit?.passage.id}`);
    const { sections } = body as { sections: { text: string }[] };
    const text = sections.map((section) => section.text).join('\n\n');
    expect(text.slice(hit?.passage.start, hit?.passage.end)).toBe(hit?.passage.text);
  });

  it('shows a restricted document to those who may read it, and to nobody else', async () => {
    expect(await paths(alice, 'rémunération Ombeline')).toEqual(['salaires/grille.md']);
    for (const person of [bruno, chloe, diane])
      expect(await paths(person, 'rémunération Ombeline')).toEqual([]);
    const counted = await Promise.all(
      [alice, bruno, chloe, diane].map(async (person) => (await search(person, 'congés')).scope.documents),
    );
    expect(counted).toEqual([7, 6, 0, 1]);
  });

  it('keeps organisations apart although their spaces have the same names', async () => {
    expect(await paths(diane, 'phare de Valmarin')).toEqual(['note.md']);
    for (const person of [alice, bruno, chloe]) expect(await paths(person, 'phare de Valmarin')).toEqual([]);
    expect((await search(alice, 'phare de Valmarin', { spaces: ['rh'] })).results).toEqual([]);
  });

  it('answers with words of its sources, in the documented shape', async () => {
    const reply = await ask(alice, forbiddenQuestion);
    expect(reply).toMatchObject({
      outcome: 'quoted',
      reason: 'no-model',
      answer: { language: 'fr' },
      notices: [],
    });
    expect(reply.answer.text).toContain('4 317 euros');
    const byNumber = new Map(reply.sources.map((source) => [source.n, source]));
    for (const { text, citations } of reply.answer.sentences) {
      expect(citations.length).toBeGreaterThan(0);
      for (const n of citations) expect(byNumber.get(n)?.passage.text).toContain(text);
    }
  });

  it('answers alike for what does not exist and for what may not be read', async () => {
    const forbidden = await ask(bruno, forbiddenQuestion);
    const absent = await ask(bruno, absentQuestion);
    expect(forbidden.outcome).toBe('not-found');
    expect(forbidden.answer.text).not.toMatch(/Ombeline|4 317/);
    const visible = ({ outcome, reason, answer, sources, notices }: typeof forbidden) => ({
      outcome,
      reason,
      answer,
      sources,
      notices,
    });
    expect(visible(forbidden)).toEqual(visible(absent));
  });

  it('answers several questions of one message each by itself; what is hidden is as what is not there', async () => {
    const first = 'Combien de jours de télétravail par semaine ?';
    const second = 'Combien de jours de congés ?';
    const reply = await ask(alice, `${first} Et ${second.toLowerCase()}`);
    const [, telework = '', holidays = ''] = reply.answer.text.split(/^\*\*.*\*\*$/mu);
    expect(telework).toContain('trois jours par semaine');
    expect(holidays).toContain('vingt-cinq jours');
    const answers = await Promise.all(
      [forbiddenQuestion, absentQuestion].map(async (question) => {
        const { answer, sources, outcome } = await ask(bruno, `${first} ${question}`);
        return { outcome, sources, text: answer.text.replace(question, '') };
      }),
    );
    expect(answers[0]?.text).toContain('trois jours par semaine');
    expect(answers[0]?.text).not.toMatch(/4 317/);
    expect(answers[0]).toEqual(answers[1]);
  });

  it('says on the command line what it says over HTTP', async () => {
    const found = searchReply.parse(
      await world.cliJson('search', 'rémunération Ombeline', '--as', 'alice', '--org', 'ormeval'),
    );
    expect(found.results.map(({ document }) => document.path)).toEqual(['salaires/grille.md']);
    const earlier = await world.write(
      'asked.json',
      JSON.stringify([{ question: 'Combien de jours de télétravail ?' }]),
    );
    const leaning = ['search', 'Et après accord de qui ?', '--as', 'bruno', '--org', 'ormeval'];
    const followed = searchReply.parse(await world.cliJson(...leaning, '--history', earlier));
    expect(followed.results[0]?.document.path).toBe('teletravail.txt');
    expect(followed.rewrittenQuery).toBe('Et après accord de qui ? (jours télétravail)');
    const asked = askReply.parse(
      await world.cliJson('ask', forbiddenQuestion, '--as', 'bruno', '--org', 'ormeval'),
    );
    expect(asked.outcome).toBe('not-found');
    expect(asked.answer).toEqual((await ask(bruno, forbiddenQuestion)).answer);
  });

  it('leaves unchanged files alone, and reads an edited one only', async () => {
    expect(await ingest()).toMatchObject({ files: 8, queued: 0, moved: 0, unchanged: 8, removed: 0 });
    const before = await documents();
    await world.write(
      `${folderOfFiles}/teletravail.txt`,
      'Le télétravail est possible quatre jours par semaine, dit la circulaire Mirabelle.\n',
    );
    expect(await ingest()).toMatchObject({ files: 8, queued: 1, moved: 0, unchanged: 7, removed: 0 });
    const versions = Object.fromEntries(before.map(({ path, version }) => [path, version]));
    for (const { path, version } of await documents())
      expect({ path, version }).toEqual({ path, version: path === 'teletravail.txt' ? 2 : versions[path] });
    expect(await paths(bruno, 'circulaire Mirabelle')).toEqual(['teletravail.txt']);
    expect((await search(bruno, 'télétravail possible')).results[0]?.passage.text).not.toContain(
      'trois jours',
    );
  });

  it('follows a renamed file and forgets a vanished one', async () => {
    await rename(world.file(`${folderOfFiles}/conges.md`), world.file(`${folderOfFiles}/conges-2026.md`));
    const renamed = await ingest();
    expect(renamed).toMatchObject({ files: 8, unchanged: 7 });
    const found = await paths(bruno, 'vingt-cinq jours de congés');
    expect(found[0]).toBe('conges-2026.md');
    expect(found).not.toContain('conges.md');

    await rm(world.file(`${folderOfFiles}/courriers/parking.eml`));
    expect(await ingest()).toMatchObject({ files: 7, queued: 0, unchanged: 7, removed: 1 });
    expect(await paths(bruno, 'parking Kerbrat')).toEqual([]);
    // The attachment goes with its mail.
    expect(await paths(bruno, 'navette zibeline')).toEqual([]);
  });

  it('follows a change of the access file without reading anything again', async () => {
    await world.write('acl.yaml', stringify([]));
    const report = await ingest();
    expect(report).toMatchObject({ files: 7, queued: 0, removed: 0 });
    expect(await paths(bruno, 'rémunération Ombeline')).toEqual(['salaires/grille.md']);
    await world.write('acl.yaml', stringify(accessFile));
    await ingest();
    expect(await paths(bruno, 'rémunération Ombeline')).toEqual([]);
  });

  it('tells where the documents stand', async () => {
    const { organisations } = status.parse(await world.cliJson('status'));
    const [first, second] = ['ormeval', 'valmarin'].map((id) =>
      organisations.find((organisation) => organisation.id === id),
    );
    expect(first?.documents.byState).toMatchObject({
      'searchable-words': 5,
      skipped: 2,
      queued: 0,
      failed: 0,
    });
    expect(first).toMatchObject({
      vectors: 0,
      queue: { waiting: 0, active: 0, failed: 0 },
      oldestWaitingSeconds: null,
    });
    expect(second).toMatchObject({ documents: { total: 1 }, chunks: 1 });
  });

  it('refuses mistakes with a code, on stderr, with the exit code of scripts', async () => {
    await world.write(
      'broken.yaml',
      'organisation: ormeval\nusers: [alice]\nspaces: { rh: { title: RH, members: [user:zoe] } }\n',
    );
    const inOrmeval = ['--org', 'ormeval'];
    const mistakes: readonly [code: string, exitCode: number, args: string[]][] = [
      ['USER_UNKNOWN', 1, ['token', '--as', 'diane', ...inOrmeval]],
      ['ORGANISATION_UNKNOWN', 1, ['ask', 'x', '--as', 'alice', '--org', 'nowhere']],
      ['SPACE_UNKNOWN', 1, ['ingest', world.file(folderOfFiles), ...inOrmeval, '--space', 'nowhere']],
      // What is for a few would be opened to another space by reading it, or what it lies in or holds, there.
      ...['.', folderOfFiles, `${folderOfFiles}/courriers`].map((folder): [string, number, string[]] => [
        'FOLDER_IN_OTHER_SPACE',
        1,
        ['ingest', world.file(folder), ...inOrmeval, '--space', 'mairie'],
      ]),
      ['FOLDER_UNREADABLE', 1, ['ingest', world.file('nowhere'), ...inOrmeval, '--space', 'rh']],
      ['ORGANISATION_FILE_INVALID', 1, ['org', 'apply', world.file('broken.yaml')]],
      [
        'ACCESS_FILE_INVALID',
        1,
        [
          'ingest',
          world.file(folderOfFiles),
          ...inOrmeval,
          '--space',
          'rh',
          '--acl',
          world.file('nowhere.yaml'),
        ],
      ],
      ['USAGE', 64, ['search', 'x', '--as', 'alice']],
    ];
    // One of each exit code in a process of its own, as scripts have it.
    const alone = ['USER_UNKNOWN', 'USAGE'];
    for (const [code, exitCode, args] of mistakes) {
      const json = [...args, '--json'];
      const result = await (alone.includes(code) ? runCli(world.dataFolder, json) : world.cli(...json));
      expect({ args, exitCode: result.exitCode, stdout: result.stdout }).toEqual({
        args,
        exitCode,
        stdout: '',
      });
      expect(cliError.parse(JSON.parse(result.stderr)).error.code).toBe(code);
    }
    // Nothing of it disturbed what was there.
    expect(await paths(alice, 'rémunération Ombeline')).toEqual(['salaires/grille.md']);
  });

  it.each([
    ['no person', ['search', 'x']],
    ['an unknown command', ['serch', 'x']],
    ['a number out of range', ['search', 'x', '--as', 'alice', '--limit', '0']],
  ])('ends with 64 and a JSON error for %s', async (_case, args) => {
    const result = await world.cli(...args, '--json');
    expect(result.exitCode).toBe(64);
    expect(cliError.parse(JSON.parse(result.stderr)).error.code).toBe('USAGE');
  });

  it('prints tokens that open the API', async () => {
    const issued = issuedToken.parse(await world.cliJson('token', '--as', 'alice', '--org', 'ormeval'));
    expect(new Date(issued.expiresAt).getTime()).toBeGreaterThan(Date.now());
    const reply = await createApiClient(world.server.address, issued.token).get('/v1/spaces');
    expect(reply.body).toEqual({
      spaces: [
        { id: 'rh', title: 'Ressources humaines', sensitivity: 'sensible', assistantEnabled: true },
        { id: 'mairie', title: 'Vie municipale', sensitivity: 'interne', assistantEnabled: true },
      ],
    });
  });

  it('is changed by nothing but what changed: applying the same file again alters no right', async () => {
    await world.apply(ormeval);
    expect(await paths(alice, 'rémunération Ombeline')).toEqual(['salaires/grille.md']);
    expect(await paths(bruno, 'rémunération Ombeline')).toEqual([]);
  });

  it('takes the documents of a folder out, and has them again when the folder is read again', async () => {
    const { files: before } = await ingest();
    const remove = ['remove', world.file(folderOfFiles), '--org', 'ormeval', '--yes'];
    expect(await world.cliJson(...remove)).toEqual({ organisation: 'ormeval', removed: expect.any(Number) });
    expect(await paths(alice, 'rémunération Ombeline')).toEqual([]);
    expect(await documents()).toEqual([]);
    expect((await world.cli(...remove)).stderr).toContain('FOLDER_UNKNOWN');
    // What another organisation read of the same machine is as it was.
    expect(await paths(diane, 'phare de Valmarin')).toEqual(['note.md']);

    expect(await ingest()).toMatchObject({ files: before, queued: before, removed: 0 });
    expect(await paths(alice, 'rémunération Ombeline')).toEqual(['salaires/grille.md']);
    expect(await paths(bruno, 'rémunération Ombeline')).toEqual([]);
  });
});
