import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Sourcier } from '../compose.ts';
import { accessFile } from '../core/access/access-file.ts';
import { organisationFile } from '../core/access/organisation-file.ts';
import { type FolderReport, ingestFolder } from '../core/ingest/ingest-folder.ts';
import type { Demo } from '../http/services.ts';
import { readYaml } from './read-yaml.ts';

const demoFolder = join(import.meta.dirname, '..', '..', 'demo');
const inDemo = (...parts: string[]) => join(demoFolder, ...parts);

const questions = z.array(
  z.looseObject({ question: z.string(), as: z.string(), suggested: z.boolean().default(false) }),
);

/** Reads who and what the demo is made of. */
export async function describeDemo(): Promise<Demo> {
  const file = await readOrganisation();
  const asked = await readYaml(inDemo('questions.yaml'), questions, 'CONFIGURATION_INVALID');
  return {
    organisation: { id: file.organisation, title: file.title ?? file.organisation },
    people: file.users.map((id) => ({
      id,
      name: file.people[id]?.name ?? id,
      role: file.people[id]?.role ?? null,
    })),
    questions: asked.filter(({ suggested }) => suggested).map(({ question, as }) => ({ text: question, as })),
  };
}

/** Declares the people, groups and spaces of the demo. */
export async function applyDemo({ stores }: Sourcier): Promise<void> {
  await stores.access.applyOrganisation(await readOrganisation(), stores.issuer.issuer);
}

/** Compares the demo's documents with what is there, space by space; gives one report for each. */
export async function ingestDemo(
  { stores, environment }: Sourcier,
  signal: AbortSignal,
): Promise<FolderReport[]> {
  const file = await readOrganisation();
  const accessFiles = new Set(await readdir(inDemo('access')));
  const reports: FolderReport[] = [];
  for (const space of Object.keys(file.spaces)) {
    const name = `${space}.yaml`;
    reports.push(
      await ingestFolder(stores, {
        org: file.organisation,
        space,
        folder: inDemo('documents', space),
        source: `demo/${space}`,
        accessFile: accessFiles.has(name)
          ? await readYaml(inDemo('access', name), accessFile, 'ACCESS_FILE_INVALID')
          : [],
        maxBytes: environment.uploadMaxBytes,
        signal,
      }),
    );
  }
  return reports;
}

const readOrganisation = () =>
  readYaml(inDemo('organisation.yaml'), organisationFile, 'ORGANISATION_FILE_INVALID');
