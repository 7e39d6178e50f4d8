import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { buildDemo } from '../../../demo/build/build-demo.ts';
import { accessFile, accessOf, matchesPattern } from '../../../src/core/access/access-file.ts';
import { type AccessRule, canRead } from '../../../src/core/access/access-rule.ts';
import { membershipsOf, organisationFile } from '../../../src/core/access/organisation-file.ts';

const demo = fileURLToPath(new URL('../../../demo', import.meta.url));
const readYaml = (name: string): unknown => parse(readFileSync(join(demo, name), 'utf8'));

const questionsFile = z.array(
  z.strictObject({
    id: z.string().regex(/^[a-z0-9-]+$/),
    question: z.string().min(10),
    as: z.string(),
    documents: z.array(z.string()),
    answer: z.string().min(1).nullable(),
    alsoAs: z.array(z.strictObject({ as: z.string(), answerable: z.boolean() })).default([]),
    suggested: z.literal(true).optional(),
  }),
);

const organisation = organisationFile.parse(readYaml('organisation.yaml'));
const questions = questionsFile.parse(readYaml('questions.yaml'));
const documents = filesBelow(join(demo, 'documents'));
const temporary: string[] = [];

afterAll(() => {
  for (const folder of temporary) rmSync(folder, { recursive: true, force: true });
});

/** Paths of files below a folder, `/` separated and sorted. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}

/** Everything a person is: themselves, the organisation, their groups, and the spaces that any of these belong to. */
function principalsOf(user: string): ReadonlySet<string> {
  const principals = new Set([`user:${user}`, `org:${organisation.organisation}`]);
  const memberships = membershipsOf(organisation);
  for (const kind of ['group:', 'space:'])
    for (const { principal, member } of memberships)
      if (principal.startsWith(kind) && principals.has(member)) principals.add(principal);
  return principals;
}

/** The access file of a space; empty for a space without one. */
function accessFileOf(space: string): z.infer<typeof accessFile> {
  const name = `${space}.yaml`;
  return readdirSync(join(demo, 'access')).includes(name)
    ? accessFile.parse(readYaml(join('access', name)))
    : [];
}

/** Who may read a document, given as `space/path`. */
function ruleOf(document: string): AccessRule {
  const [space = '', ...rest] = document.split('/');
  const sensitivity = organisation.spaces[space]?.sensitivity;
  if (sensitivity === undefined) throw new Error(`${document}: no space ${space}`);
  return accessOf(rest.join('/'), { id: space, sensitivity }, accessFileOf(space)).rule;
}

const mayRead = (user: string, document: string): boolean => canRead(ruleOf(document), principalsOf(user));

const readBy = (user: string): string[] => documents.filter((name) => mayRead(user, name));

/** The source text of a document with those of its attachments, without any white space. */
function sourceText(document: string): string {
  const stem = join(demo, 'sources', dirname(document), basename(document, extname(document)));
  const main = readFileSync(`${stem}${extname(document) === '.csv' ? '.csv' : '.md'}`, 'utf8');
  const attached = [...main.matchAll(/source: ([^\s}]+)/g)].map(([, name = '']) =>
    readFileSync(join(dirname(stem), name), 'utf8'),
  );
  return [main, ...attached].join('\n').replace(/\s/g, '');
}

describe('organisation', () => {
  test('has eight people with a name and a role, and six spaces', () => {
    expect(organisation.organisation).toBe('bellerive');
    expect(organisation.users).toHaveLength(8);
    for (const user of organisation.users) expect(organisation.people[user]?.role, user).toBeTruthy();
    expect(Object.keys(organisation.spaces).sort()).toEqual([
      'cabinet',
      'deliberations',
      'marches',
      'rh',
      'social',
      'techniques',
    ]);
  });

  test('no two people read the same set of documents', () => {
    const sets = organisation.users.map((user) => readBy(user).join('\n'));
    expect(new Set(sets).size).toBe(organisation.users.length);
  });

  test('the newcomer and the road worker read little, and a stranger nothing', () => {
    const spacesOf = (user: string) => [...new Set(readBy(user).map((name) => name.split('/')[0]))];
    expect(spacesOf('theo')).toEqual(['deliberations']);
    expect(spacesOf('malik')).toEqual(['deliberations', 'techniques']);
    expect(spacesOf('farid')).toHaveLength(6);
    const stranger = new Set(['user:stranger', 'org:elsewhere']);
    expect(documents.filter((name) => canRead(ruleOf(name), stranger))).toEqual([]);
  });
});

describe('access files', () => {
  const files = readdirSync(join(demo, 'access')).sort();

  test('parse, belong to a space, and each entry decides for at least one document', () => {
    expect(files.length).toBeGreaterThanOrEqual(3);
    for (const name of files) {
      const space = basename(name, '.yaml');
      const paths = documents
        .filter((document) => document.startsWith(`${space}/`))
        .map((document) => document.slice(space.length + 1));
      const entries = accessFileOf(space);
      entries.forEach((entry, index) => {
        const decided = paths.filter(
          (path) => entries.findIndex((other) => matchesPattern(other.path, path)) === index,
        );
        expect(decided, `${name}: ${entry.path}`).not.toEqual([]);
      });
    }
  });

  test('name only people, groups and spaces that exist', () => {
    const known = new Set([
      `org:${organisation.organisation}`,
      ...organisation.users.map((user) => `user:${user}`),
      ...membershipsOf(organisation).map(({ principal }) => principal),
    ]);
    const named = files
      .flatMap((name) => accessFileOf(basename(name, '.yaml')))
      .flatMap((entry) => [...(entry.allow ?? []), ...entry.restrictedTo, ...entry.deny]);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((principal) => !known.has(principal))).toEqual([]);
  });

  test('restrict individual files to the HR department, and keep out whoever withdrew from a tender', () => {
    const readersOf = (document: string) => organisation.users.filter((user) => mayRead(user, document));
    expect(readersOf('rh/dossiers-individuels/reclassement-matricule-10482.docx')).toEqual(['nora']);
    expect(readersOf('rh/remuneration/cotation-postes-ifse-2026.csv')).toEqual(['nora']);
    expect(readersOf('marches/analyses/rapport-analyse-offres-2026-s-11-restauration.docx')).toEqual([
      'farid',
      'yann',
    ]);
    expect(readersOf('marches/analyses/rapport-analyse-offres-2026-f-03-eclairage.odt')).toEqual([
      'farid',
      'claire',
      'yann',
    ]);
  });
});

describe('documents', () => {
  test('are many, in every space and every format, and small', () => {
    expect(documents.length).toBeGreaterThanOrEqual(66);
    const count = (predicate: (name: string) => boolean) => documents.filter(predicate).length;
    for (const space of Object.keys(organisation.spaces))
      expect(
        count((name) => name.startsWith(`${space}/`)),
        space,
      ).toBeGreaterThanOrEqual(8);
    for (const format of ['md', 'docx', 'odt', 'pdf', 'html', 'eml', 'csv'])
      expect(
        count((name) => name.endsWith(`.${format}`)),
        format,
      ).toBeGreaterThanOrEqual(4);
    const bytes = documents.reduce(
      (sum, name) => sum + readFileSync(join(demo, 'documents', name)).length,
      0,
    );
    expect(bytes).toBeLessThan(4_000_000);
  });

  test('rebuilding them gives the same files, byte for byte', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sourcier-demo-'));
    temporary.push(folder);
    await buildDemo(folder);
    expect(filesBelow(folder)).toEqual(documents);
    const differing = documents.filter(
      (name) => !readFileSync(join(folder, name)).equals(readFileSync(join(demo, 'documents', name))),
    );
    expect(differing).toEqual([]);
  }, 120_000);
});

describe('questions', () => {
  const unanswerable = questions.filter(({ documents: expected }) => expected.length === 0);
  const restricted = questions.filter(({ alsoAs }) => alsoAs.some(({ answerable }) => !answerable));

  test('are thirty-one: eight without an answer, six for some people only', () => {
    expect(questions).toHaveLength(31);
    expect(new Set(questions.map(({ id }) => id)).size).toBe(31);
    expect(unanswerable).toHaveLength(8);
    expect(restricted).toHaveLength(6);
    for (const { id, documents: expected, answer } of questions)
      expect(answer === null, id).toBe(expected.length === 0);
  });

  test('are suggested to each person, one each', () => {
    const suggested = questions.filter((question) => question.suggested);
    expect(suggested.map(({ as }) => as).sort()).toEqual([...organisation.users].sort());
  });

  test('come from people of the organisation, about documents that exist', () => {
    for (const { id, as, alsoAs, documents: expected } of questions) {
      for (const person of [as, ...alsoAs.map((other) => other.as)])
        expect(organisation.users, id).toContain(person);
      for (const document of expected) expect(documents, id).toContain(document);
    }
  });

  test.each(
    questions,
  )('$id: those who may read the documents, and only those, can get the answer', (question) => {
    for (const document of question.documents)
      expect(mayRead(question.as, document), `${question.as} reads ${document}`).toBe(true);
    for (const { as, answerable } of question.alsoAs)
      expect(
        question.documents.some((document) => mayRead(as, document)),
        `${as} may read a document that answers`,
      ).toBe(answerable);
  });

  test('have answers whose figures stand in every document that is said to hold them', () => {
    for (const { id, answer, documents: expected } of questions)
      for (const document of expected)
        for (const [figure] of (answer ?? '')
          .replace(/(?<=\d)[ ,](?=\d{3})/g, '')
          .matchAll(/\d+(?:[.,]\d+)?/g))
          expect(sourceText(document).replace(/(?<=\d),(?=\d{3})/g, ''), id).toContain(figure);
  });
});
