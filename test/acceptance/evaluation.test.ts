import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { eventually } from '../support/api-client.ts';
import { makeTinyModel } from '../support/embedding/tiny-model.ts';
import { startProviderServer } from '../support/providers/server.ts';
import {
  environmentFor,
  makeDataFolder,
  nodeArguments,
  type RunningSourcier,
  runCli,
  startSourcier,
} from '../support/sourcier-process.ts';
import { runWarm } from '../support/warm-commands.ts';

type Line = {
  id: string;
  endpoint: string;
  scores: Record<string, number | null>;
  leaks: unknown[];
  outcome: string | null;
};
type Summary = {
  leaks: { id: string; kind: string; what: string; as: string }[];
  suites: {
    endpoint: string;
    questions: number;
    ingested: { chunks: number; vectors: number };
    cpuSecondsPerQuery: number;
    metrics: Record<string, { mean: number; n: number }>;
  }[];
  comparison: { kept: boolean } | null;
};

/** A town of two spaces: everybody reads the notes, alice alone the pay. */
const organisation = {
  organisation: 'ville',
  users: ['alice', 'bruno'],
  spaces: {
    notes: { title: 'Notes', members: ['org:ville'] },
    paie: { title: 'Paie', members: ['user:alice'] },
  },
};
const files = {
  'notes/conges.md': '# Congés\n\nChaque agent a droit à vingt-cinq jours de congés annuels.\n',
  'notes/velo.md': '# Abri à vélos\n\nLe code de l’abri à vélos est donné à l’accueil.\n',
  'paie/primes.md': '# Primes\n\nLa prime mensuelle du directeur adjoint est de 1 260 €.\n',
};
const corpus = {
  organisation: 'organisation.yaml',
  folders: [
    { folder: 'notes', space: 'notes' },
    { folder: 'paie', space: 'paie' },
  ],
};
const leave = {
  id: 'conges',
  question: 'Combien de jours de congés annuels ?',
  as: 'bruno',
  documents: ['notes/conges.md'],
  answer: 'vingt-cinq jours',
};
const bonus = {
  id: 'prime',
  question: 'Combien vaut la prime du directeur adjoint ?',
  as: 'bruno',
  abstain: true,
  mustNotSee: { documents: ['paie/primes.md'], texts: ['1 260 €'] },
};

describe('sourcier eval', { timeout: 240_000 }, () => {
  let root: { path: string; remove(): Promise<void> };
  const at = (...path: string[]) => join(root.path, ...path);
  const cli = (...args: string[]) => runWarm(at('data'), ['eval', ...args], { SOURCIER_LANGUAGE: 'fr' });
  const linesOf = async (run: string) =>
    (await readFile(at(run, 'results.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);

  async function writeSuite(
    name: string,
    questions: readonly object[],
    measure = ['search', 'ask'],
  ): Promise<string> {
    await writeFile(
      at(`${name}.yaml`),
      stringify({ suite: name, corpus, measure, questions }, { aliasDuplicateObjects: false }),
    );
    return at(`${name}.yaml`);
  }

  beforeAll(async () => {
    root = await makeDataFolder();
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(at(path)), { recursive: true });
      await writeFile(at(path), text);
    }
    await writeFile(at('organisation.yaml'), stringify(organisation));
  });
  afterAll(async () => {
    await root.remove();
  });

  it('ingests a corpus, asks its questions in the name of people, and measures', async () => {
    const suite = await writeSuite('ville', [leave, { ...leave, id: 'conges-alice', as: 'alice' }, bonus]);
    // What it ingested serves other tests.
    const kept = ['--keep', at('kept')];
    const { exitCode, stdout, stderr } = await cli(
      ...['run', '--suite', suite, '--out', at('first'), ...kept, '--json'],
    );
    expect(stderr).toBe('');
    const summary = JSON.parse(stdout) as Summary;
    expect(exitCode).toBe(0);
    expect(summary.leaks).toEqual([]);
    const [search, ask] = summary.suites;
    expect(search).toMatchObject({
      endpoint: 'search',
      questions: 3,
      metrics: { 'hit@1': { mean: 1, n: 2 } },
    });
    expect(ask?.metrics['fact-recall']).toEqual({ mean: 1, n: 2 });
    expect(ask?.metrics['citation-recall']?.mean).toBe(1);
    expect(search?.cpuSecondsPerQuery).toBeGreaterThan(0);
    expect((await linesOf('first')).map(({ id, endpoint }) => `${id} ${endpoint}`).sort()).toEqual(
      ['conges', 'conges-alice', 'prime'].flatMap((id) => [`${id} ask`, `${id} search`]),
    );
    for (const file of ['junit.xml', 'report.html', 'summary.json'])
      expect(existsSync(at('first', file))).toBe(true);
  });

  it('has a model say which answers are better, to inform: the exit code stays', async () => {
    const reworded = (await linesOf('first')).map((line) => ({ ...line, answer: `Autrement : ${line.id}` }));
    await mkdir(at('reworded'));
    await writeFile(
      at('reworded', 'results.jsonl'),
      `${reworded.map((line) => JSON.stringify(line)).join('\n')}\n`,
    );
    const compared = ['eval', 'compare', at('first'), at('reworded'), '--judge', '--json'];
    const alone = await runWarm(at('data'), compared);
    expect([alone.exitCode, alone.stderr]).toEqual([1, expect.stringContaining('LLM_BASE_URL')]);
    const judge = await startProviderServer('generic');
    judge.reply = ['A'];
    try {
      const models = { LLM_BASE_URL: judge.baseUrl, LLM_MODEL: 'juge' };
      const { exitCode, stdout } = await runWarm(at('data'), compared, models);
      expect(exitCode).toBe(0);
      const { judgements } = JSON.parse(stdout) as { judgements: { counts: Record<string, number> }[] };
      // Whichever comes first is better, it says: that is no opinion.
      const answers = reworded.filter(({ endpoint }) => endpoint === 'ask').length;
      expect(judgements.map(({ counts }) => counts.unsteady)).toEqual([answers]);
      expect(JSON.stringify(judge.requests.at(-1)?.body)).toContain('Autrement');
      const asked = judge.requests.length;
      expect((await runWarm(at('data'), compared, models)).stdout).toBe(stdout);
      expect(judge.requests).toHaveLength(asked);
    } finally {
      await judge.close();
    }
  });

  it('goes on after a kill, with no result lost, doubled or asked again', async () => {
    const questions = Array.from({ length: 150 }, (_, number) => ({ ...leave, id: `q${number}` }));
    const suite = await writeSuite('long', questions, ['search']);
    const args = ['eval', 'run', '--suite', suite, '--out', at('long'), '--concurrency', '1'];
    const child = spawn(process.execPath, [...nodeArguments, ...args], {
      env: environmentFor(at('data'), {}),
      stdio: 'ignore',
    });
    const count = async () =>
      existsSync(at('long', 'results.jsonl'))
        ? (await readFile(at('long', 'results.jsonl'), 'utf8')).split('\n').length - 1
        : 0;
    await eventually(async () => (await count()) >= 5, { withinMs: 120_000, what: 'the first results' });
    const gone = new Promise((done) => child.on('close', done));
    child.kill('SIGKILL');
    await gone;
    const before = await readFile(at('long', 'results.jsonl'), 'utf8');
    expect(before.split('\n').length - 1).toBeLessThan(150);
    // As a kill in the middle of a line would leave it.
    await writeFile(at('long', 'results.jsonl'), `${before}{"suite":"long","id":"q`);

    const refused = await cli('run', '--suite', suite, '--out', at('long'), '--json');
    expect([refused.exitCode, refused.stderr]).toEqual([64, expect.stringContaining('--resume')]);
    const { exitCode } = await cli('run', '--suite', suite, '--out', at('long'), '--resume', '--json');
    expect(exitCode).toBe(0);
    expect(existsSync(at('long', 'work'))).toBe(false);
    expect((await readFile(at('long', 'results.jsonl'), 'utf8')).startsWith(before)).toBe(true);
    expect((await linesOf('long')).map(({ id }) => id).sort()).toEqual(questions.map(({ id }) => id).sort());
  });

  it('keeps corpora and replies when told', async () => {
    const suite = await writeSuite('ville', [leave], ['search']);
    const { exitCode } = await cli('run', '--suite', suite, '--out', at('again'), '--keep', at('kept'));
    expect(exitCode).toBe(0);
    const first = (await linesOf('first')).find(
      ({ id, endpoint }) => id === 'conges' && endpoint === 'search',
    );
    expect(first).toMatchObject({ cached: false });
    expect(await linesOf('again')).toMatchObject([{ cached: true, scores: first?.scores }]);
  });

  it('searches by meaning where a model is installed, with no reply kept from before', async () => {
    const tiny = await makeTinyModel();
    const installed = at('data', 'models', 'multilingual-e5-small');
    await cp(tiny.folder, installed, { recursive: true });
    try {
      const suite = await writeSuite('ville', [leave], ['search']);
      const run = await cli('run', '--suite', suite, '--out', at('meaning'), '--keep', at('kept'), '--json');
      expect(run.exitCode).toBe(0);
      const [measured] = (JSON.parse(run.stdout) as Summary).suites;
      expect(measured?.ingested).toMatchObject({ chunks: 3, vectors: 3 });
      expect(await linesOf('meaning')).toMatchObject([{ cached: false }]);
    } finally {
      await rm(installed, { recursive: true });
      await tiny.remove();
    }
  });

  describe('on a server that runs already', () => {
    let server: RunningSourcier;
    let data: string;
    /** Asks that server, which has what the first run ingested. */
    const there = (run: typeof runCli, ...args: string[]) =>
      run(data, ['eval', ...args, '--server', server.address], { SOURCIER_LANGUAGE: 'fr' });

    beforeAll(async () => {
      const [kept = ''] = await readdir(at('kept'));
      data = at('kept', kept, 'data');
      server = await startSourcier(data);
    });
    afterAll(() => server?.stop());

    it('asks it', async () => {
      const suite = await writeSuite('ville', [leave], ['search']);
      const { exitCode, stdout } = await there(
        runWarm,
        'run',
        '--suite',
        suite,
        '--out',
        at('elsewhere'),
        '--json',
      );
      expect(exitCode).toBe(0);
      expect((JSON.parse(stdout) as Summary).suites[0]?.metrics['hit@1']?.mean).toBe(1);
    });

    it('ends with 2 and names the leak first when a document that must not be seen is readable (R01)', async () => {
      // Planted: alice may read the pay, and the suite says that she must not.
      const suite = await writeSuite('planted', [leave, { ...bonus, as: 'alice' }]);
      // In a process of its own, as what runs in CI, which goes by the exit code.
      const { exitCode, stdout } = await there(runCli, 'run', '--suite', suite, '--out', at('planted'));
      expect(exitCode).toBe(2);
      expect(stdout.split('\n')[0]).toMatch(/^FUITE : .*montré à alice, question prime de planted/);
      const summary = JSON.parse(await readFile(at('planted', 'summary.json'), 'utf8')) as Summary;
      expect(Object.keys(summary)[0]).toBe('leaks');
      expect(new Set(summary.leaks.map(({ kind, what }) => `${kind} ${what}`))).toEqual(
        new Set(['document paie/primes.md', 'text 1 260 €']),
      );
      expect(await readFile(at('planted', 'junit.xml'), 'utf8')).toContain('<failure type="leak"');
      const report = await readFile(at('planted', 'report.html'), 'utf8');
      expect(report.indexOf('Fuites de droits')).toBeGreaterThan(0);
      expect(report.indexOf('Fuites de droits')).toBeLessThan(report.indexOf('Résultats par jeu'));
      const compared = await cli('compare', at('planted'), at('planted'));
      expect(compared.exitCode).toBe(2);
      expect(compared.stdout).toMatch(/^FUITE/);
    });

    it('ends with 1 when a run is worse than its baseline', async () => {
      const suite = await writeSuite('ville', [leave, bonus], ['search']);
      const perfect = await linesOf('first');
      // The question now expects what its words cannot find.
      await writeSuite('ville', [{ ...leave, documents: ['notes/velo.md'] }, bonus], ['search']);
      const run = await there(
        runWarm,
        ...['run', '--suite', suite, '--out', at('worse'), '--baseline', at('first'), '--json'],
      );
      expect(perfect.find(({ id }) => id === 'conges')?.scores['ndcg@10']).toBe(1);
      expect((JSON.parse(run.stdout) as Summary).comparison?.kept).toBe(false);
      expect(run.exitCode).toBe(1);
      expect((await cli('compare', at('first'), at('worse'))).exitCode).toBe(1);
      expect((await cli('compare', at('worse'), at('first'))).exitCode).toBe(0);
    });
  });

  it('refuses a suite with its mistakes named', async () => {
    await writeFile(at('wrong.jsonl'), '{"suite":"x"}\n{"question":"a","expected":1}\n');
    const { exitCode, stderr } = await cli('run', '--suite', at('wrong.jsonl'), '--json');
    expect(exitCode).toBe(1);
    expect(JSON.parse(stderr)).toMatchObject({
      error: { code: 'SUITE_INVALID', detail: expect.stringContaining('wrong.jsonl:2:') },
    });
  });

  it('refuses a suite that names a document which its corpus has not', async () => {
    const suite = await writeSuite('slip', [{ ...bonus, mustNotSee: { documents: ['paie/prime.md'] } }]);
    const { exitCode, stderr } = await cli('run', '--suite', suite, '--out', at('slip'), '--json');
    expect(exitCode).toBe(1);
    expect(JSON.parse(stderr)).toMatchObject({
      error: { code: 'SUITE_INVALID', detail: 'slip: prime: no document paie/prime.md in the corpus' },
    });
  });
});
