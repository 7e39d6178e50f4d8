import type { Command } from 'commander';
import { AppError } from '../../core/errors.ts';
import { awaitIngestion } from '../await-ingestion.ts';
import { countedEn, countedFr } from '../counted.ts';
import { chooseOrganisation, printJson, say, withSourcier } from '../with-sourcier.ts';

type Options = { org?: string; json?: boolean };

/** Which spaces the assistant works on. */
export function spaceCommand(program: Command): void {
  const space = program.command('space').description('espaces et assistant / spaces and the assistant');
  for (const { name, enabled, description, done } of actions)
    space
      .command(name)
      .argument('<space>')
      .description(description)
      .option('--org <organisation>', 'organisation')
      .option('--json', 'sortie en JSON / JSON output')
      .action((id: string, options: Options) =>
        withSourcier(async (sourcier, signal) => {
          const { stores, environment } = sourcier;
          const org = await chooseOrganisation(stores, options.org);
          const documents = await stores.documents.switchSpace(org, id, { enabled, by: null });
          if (documents === null) throw new AppError('SPACE_UNKNOWN', { detail: `space: ${id}` });
          // The switch is on already: what follows is the index, which forgets the space or reads it again.
          const work = await sourcier.work();
          work.poke();
          await awaitIngestion(sourcier, {
            org,
            wait: 'words',
            quiet: options.json === true,
            signal,
          });
          if (options.json) return printJson({ organisation: org, id, assistantEnabled: enabled, documents });
          process.stdout.write(`${say(environment, done(id, documents))}\n`);
        }),
      );
}

const actions = [
  {
    name: 'exclude',
    enabled: false,
    description: 'exclut un espace de l’assistant, aussitôt / excludes a space from the assistant, at once',
    done: (id: string, documents: number) => ({
      fr: `${id} est exclu de l’assistant : ${countedFr(documents, 'document retiré', 'documents retirés')}.`,
      en: `${id} is excluded from the assistant: ${countedEn(documents, 'document')} taken out.`,
    }),
  },
  {
    name: 'include',
    enabled: true,
    description: 'ouvre de nouveau un espace à l’assistant / opens a space to the assistant again',
    done: (id: string, documents: number) => ({
      fr: `${id} est ouvert à l’assistant : ${countedFr(documents, 'document relu', 'documents relus')}.`,
      en: `${id} is open to the assistant: ${countedEn(documents, 'document')} read anew.`,
    }),
  },
] as const;
