import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { readYaml } from '../../src/cli/read-yaml.ts';
import { type AccessFile, accessFile } from '../../src/core/access/access-file.ts';
import { type OrganisationFile, organisationFile } from '../../src/core/access/organisation-file.ts';
import { AppError } from '../../src/core/errors.ts';
import type { Corpus } from '../../src/core/evaluation/suite.ts';

/** What is ingested before the questions are asked. */
export type PreparedCorpus = {
  readonly organisation: OrganisationFile;
  readonly folders: readonly {
    readonly folder: string;
    readonly space: string;
    readonly access: AccessFile;
  }[];
  /** Name that the suite gives to a document. */
  readonly nameOf: (document: { readonly space: string; readonly path: string }) => string;
  /** Whether it has the document of this name, a part of an archive or a mail included. */
  readonly holds: (name: string) => boolean;
  /** Changes when any text, right or reader of the corpus does. */
  readonly fingerprint: string;
};

const passageLine = z.looseObject({ id: z.string().min(1), title: z.string().default(''), text: z.string() });

/** One person who reads everything, for corpora that are not about rights. */
function openOrganisation({ folders }: Corpus): OrganisationFile {
  const spaces = folders?.map(({ space }) => space) ?? ['corpus'];
  const open = { title: 'Corpus', members: ['org:bench'] };
  return organisationFile.parse({
    organisation: 'bench',
    users: ['reader'],
    spaces: Object.fromEntries(spaces.map((space) => [space, open])),
  });
}

/**
 * Reads what a corpus is made of. Passages become files below `work`, one Markdown document each.
 * @throws AppError `SUITE_INVALID`, `ORGANISATION_FILE_INVALID`, `ACCESS_FILE_INVALID`
 */
export async function prepareCorpus(
  corpus: Corpus,
  suiteFolder: string,
  work: string,
): Promise<PreparedCorpus> {
  const organisation =
    corpus.organisation === undefined
      ? openOrganisation(corpus)
      : await readYaml(
          resolve(suiteFolder, corpus.organisation),
          organisationFile,
          'ORGANISATION_FILE_INVALID',
        );
  const [space = ''] = Object.keys(organisation.spaces);
  if (corpus.passages !== undefined) {
    const folder = join(work, 'documents');
    const { ids, digest } = await writePassages(resolve(suiteFolder, corpus.passages), folder);
    return {
      holds: (name) => ids.has(name),
      organisation,
      folders: [{ folder, space, access: [] }],
      nameOf: ({ path }) => decodeURIComponent(path.replace(/\.md$/, '')),
      fingerprint: hash(organisation, digest),
    };
  }
  const folders = await Promise.all(
    (corpus.folders ?? []).map(async (one) => ({
      folder: resolve(suiteFolder, one.folder),
      space: one.space,
      access: one.access
        ? await readYaml(resolve(suiteFolder, one.access), accessFile, 'ACCESS_FILE_INVALID')
        : [],
    })),
  );
  return {
    organisation,
    folders,
    holds: (name) =>
      folders.some(({ folder, space }) =>
        [name, ...(name.startsWith(`${space}/`) ? [name.slice(space.length + 1)] : [])].some((path) =>
          hasFile(folder, path),
        ),
      ),
    nameOf: folders.length === 1 ? ({ path }) => path : ({ space, path }) => `${space}/${path}`,
    fingerprint: hash(
      organisation,
      folders.map(({ folder, ...rest }) => ({ ...rest, files: filesDigest(folder) })),
    ),
  };
}

async function writePassages(
  file: string,
  folder: string,
): Promise<{ ids: ReadonlySet<string>; digest: string }> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AppError('SUITE_INVALID', { cause, detail: `${file}: cannot be read` });
  }
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const ids = new Set<string>();
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const { id, title, text: body } = readPassage(line, `${file}:${at + 1}`);
    ids.add(id);
    const heading = title === '' ? '' : `# ${title}\n\n`;
    await writeFile(join(folder, `${encodeURIComponent(id)}.md`), `${heading}${body}\n`);
  }
  return { ids, digest: hash(text) };
}

/** A file, or what is inside of one: `courrier.eml/plan.pdf`. */
function hasFile(folder: string, path: string): boolean {
  const parts = path.split('/');
  return parts.some((_, at) =>
    statSync(join(folder, ...parts.slice(0, at + 1)), { throwIfNoEntry: false })?.isFile(),
  );
}

function readPassage(line: string, where: string): z.infer<typeof passageLine> {
  try {
    return passageLine.parse(JSON.parse(line));
  } catch (cause) {
    throw new AppError('SUITE_INVALID', { cause, detail: `${where}: not a passage {id, title, text}` });
  }
}

function filesDigest(folder: string): string {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new AppError('SUITE_INVALID', { detail: `${folder}: no such folder` });
  const digest = createHash('sha256');
  for (const path of globSync('**/*', { cwd: folder }).sort()) {
    const file = join(folder, path);
    if (statSync(file).isFile()) digest.update(path).update('\0').update(readFileSync(file)).update('\0');
  }
  return digest.digest('hex');
}

function hash(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}
