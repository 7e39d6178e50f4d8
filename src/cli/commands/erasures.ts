import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import type { Sourcier } from '../../compose.ts';
import { AppError } from '../../core/errors.ts';
import { replayErasures } from '../../core/lifecycle/replay-erasures.ts';
import type { KnownErasure } from '../../ports/erasure-store.ts';
import { printJson, say, withSourcier } from '../with-sourcier.ts';

const at = z.iso.datetime().transform((text) => new Date(text));
const organisation = z.string().min(1);
const known = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('document'),
    organisation,
    documentId: z.uuid(),
    version: z.int().min(0),
    at,
    erased: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('person'),
    organisation,
    personDigest: z.string().regex(/^[0-9a-f]{64}$/),
    at,
  }),
  z.strictObject({ kind: z.literal('organisation'), organisation, at }),
]);

/** What was erased, kept beside backups, and done again on one from before. */
export function erasuresCommand(program: Command): void {
  const erasures = program
    .command('erasures')
    .description('ce qui a été effacé, pour les sauvegardes / what was erased, for backups');
  erasures
    .command('export')
    .option('--out <file>', 'fichier, plutôt que la sortie / file, in place of the output')
    .description(
      'un objet JSON par ligne, sans un mot de contenu / one JSON object a line, no word of content',
    )
    .action((options: { out?: string }) =>
      withSourcier(async ({ stores }) => {
        if (options.out === undefined) {
          for await (const text of listAll(stores)) await write(text);
          return;
        }
        await pipeline(listAll(stores), createWriteStream(options.out, { mode: 0o600 }));
      }),
    );
  erasures
    .command('replay')
    .argument('<file>')
    .description(
      'refait les effacements sur une sauvegarde d’avant, avant de servir / erases again on a backup from before, before serving',
    )
    .option('--json', 'sortie en JSON / JSON output')
    .action((file: string, options: { json?: boolean }) =>
      withSourcier(async ({ stores, environment }) => {
        if (!stores.isSoleUser)
          throw new AppError('CONFLICT', { detail: 'stop every other process on this data folder first' });
        const report = await replayErasures(stores, readFile(file));
        if (options.json) return printJson(report);
        const { documents, people, organisations, held } = report;
        process.stdout.write(
          `${say(environment, {
            fr: `Effacés de nouveau : ${documents} documents, ${people} personnes, ${organisations} organisations ; ${held} conservés légalement.`,
            en: `Erased again: ${documents} documents, ${people} people, ${organisations} organisations; ${held} held.`,
          })}\n`,
        );
      }),
    );
}

/** Lines, a page at a time. */
async function* listAll(stores: Sourcier['stores']): AsyncGenerator<string, void> {
  for (const { id } of await stores.access.listOrganisations())
    for await (const page of stores.erasures.listKnown(id)) yield linesOf(page);
  const removals = await stores.organisations.listRemovals();
  yield linesOf(removals.map((removal) => ({ kind: 'organisation', ...removal }) as const));
}

const linesOf = (page: readonly KnownErasure[]): string =>
  page.map((erasure) => `${JSON.stringify(erasure)}\n`).join('');

/** The next page waits until this one was taken. */
function write(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(text, () => resolve()));
}

async function* readFile(path: string): AsyncGenerator<KnownErasure, void> {
  let line = 0;
  try {
    const file = await open(path);
    for await (const text of file.readLines()) {
      line += 1;
      if (text.trim() !== '') yield known.parse(JSON.parse(text));
    }
  } catch (cause) {
    if (cause instanceof z.ZodError || cause instanceof SyntaxError || isFileError(cause))
      throw new AppError('FILE_UNREADABLE', { cause, detail: `${path}: line ${line}` });
    throw cause;
  }
}

const isFileError = (error: unknown): boolean => typeof (error as NodeJS.ErrnoException).syscall === 'string';
