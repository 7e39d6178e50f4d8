import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { writePersonExport } from '../../compose/export-person.ts';
import type { Sourcier } from '../../compose.ts';
import type { AccessFilter } from '../../core/access/access-filter.ts';
import { AppError } from '../../core/errors.ts';
import { countedEn, countedFr } from '../counted.ts';
import { authoriseByName, chooseOrganisation, printJson, say, withSourcier } from '../with-sourcier.ts';
import { writeFolder } from '../write-folder.ts';
import { printReceipt } from './erase.ts';

type Options = { org?: string; json?: boolean };

/** What is kept of one person: all of it as files, or its end. */
export function personCommand(program: Command): void {
  const person = program.command('person').description('les données d’une personne / the data of a person');
  person
    .command('export')
    .argument('<user>', 'identifiant de la personne / id of the person')
    .requiredOption('--out <folder>', 'dossier nouveau ou vide / folder, new or empty')
    .option('--files', 'avec ses fichiers déposés / with the files that they added')
    .description(
      'tout ce qui est gardé d’elle, en formats ouverts / all that is kept of them, in open formats',
    )
    .option('--org <organisation>', 'organisation')
    .option('--json', 'sortie en JSON / JSON output')
    .action((user: string, options: Options & { out: string; files?: boolean }) =>
      withSourcier(async ({ stores, environment }) => {
        const org = await chooseOrganisation(stores, options.org);
        const within = await authoriseByName({ stores }, { as: user, org });
        const files = await writePersonExport(stores, within, { by: null }, environment.language);
        const written = await writeFolder(options.out, files);
        const uploads = options.files ? await copyUploads(stores, within, options.out) : 0;
        if (options.json) return printJson({ organisation: org, id: user, files: written.length, uploads });
        process.stdout.write(
          `${say(environment, {
            fr: `${countedFr(written.length, 'fichier écrit', 'fichiers écrits')}, et ${countedFr(uploads, 'document déposé', 'documents déposés')}.`,
            en: `${countedEn(written.length, 'file')} written, and ${countedEn(uploads, 'document')} that they added.`,
          })}\n`,
        );
      }),
    );
  person
    .command('erase')
    .argument('<user>', 'identifiant de la personne / id of the person')
    .description(
      'efface ses conversations et ce qui la nomme ; les documents restent / erases their conversations and what names them; documents stay',
    )
    .option('--org <organisation>', 'organisation')
    .option('--json', 'sortie en JSON / JSON output')
    .action((user: string, options: Options) =>
      withSourcier(async ({ stores }) => {
        const org = await chooseOrganisation(stores, options.org);
        if (!(await stores.access.findPerson(org, { id: user })))
          throw new AppError('USER_UNKNOWN', { detail: `user: ${user}` });
        printReceipt(org, user, await stores.people.erase(org, user, { by: null }), options.json === true);
      }),
    );
}

/** Files that the person added and may read now, named by their ids: what people called them is in `uploads.jsonl`. */
async function copyUploads(
  { people, library, blobs }: Sourcier['stores'],
  within: AccessFilter,
  folder: string,
): Promise<number> {
  const uploads = await people.listUploads(within.org, within.user);
  const readable = await library.findReadable(
    within,
    uploads.map(({ id }) => id),
  );
  await mkdir(join(folder, 'uploads'), { mode: 0o700 });
  let copied = 0;
  for (const { id, sha256 } of uploads) {
    if (!readable.has(id)) continue;
    const blob = await blobs.read(within.org, sha256).catch(() => null);
    if (!blob) continue;
    await pipeline(blob.stream, createWriteStream(join(folder, 'uploads', id), { mode: 0o600 }));
    copied += 1;
  }
  return copied;
}
