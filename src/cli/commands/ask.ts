import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import type { Sourcier } from '../../compose.ts';
import type { AccessFilter } from '../../core/access/access-filter.ts';
import type { AnswerEvent } from '../../core/answer/answer.ts';
import { AppError, isAppError } from '../../core/errors.ts';
import type { PrivateMeta } from '../../core/private-documents/ask-private-document.ts';
import { printAnswer } from '../print-answer.ts';
import { authoriseByName, withSourcier } from '../with-sourcier.ts';
import { checkedText } from './search.ts';

type Options = {
  as: string;
  org?: string;
  space?: string;
  model?: string;
  private?: string;
  json?: boolean;
};

export function askCommand(program: Command): void {
  program
    .command('ask')
    .argument('<question>')
    .description('une réponse avec ses sources / an answer with its sources')
    .requiredOption('--as <user>', 'personne / person')
    .option('--org <organisation>', 'organisation')
    .option('--space <space>', 'un seul espace / one space only')
    .option('--model <provider>', 'fournisseur / provider')
    .option(
      '--private <file>',
      'un fichier lu en mémoire, dont rien n’est gardé / a file that is read in memory, of which nothing is kept',
    )
    .option('--json', 'sortie en JSON / JSON output')
    .action((question: string, options: Options) =>
      withSourcier(async (sourcier, signal) => {
        const within = await authoriseByName(sourcier, options);
        const events =
          options.private === undefined
            ? sourcier.services.ask(within, {
                question: checkedText(question),
                scope: options.space === undefined ? {} : { spaces: [options.space] },
                signal,
                ...(options.model !== undefined && { provider: options.model }),
              })
            : await askOnce(sourcier, within, { question, file: options.private, signal });
        const person = `--as ${options.as}${options.org === undefined ? '' : ` --org ${options.org}`}`;
        await printAnswer(events, { json: options.json, environment: sourcier.environment, person });
      }),
    );
}

/** Opens a private document for one question; it is gone when the command ends. */
async function askOnce(
  { services: { privateDocuments } }: Pick<Sourcier, 'services'>,
  within: AccessFilter,
  {
    question,
    file,
    signal,
  }: { readonly question: string; readonly file: string; readonly signal: AbortSignal },
): Promise<AsyncIterable<PrivateMeta | AnswerEvent>> {
  const content = createReadStream(file).on('error', () => {});
  const upload = { name: basename(file), content, sensitivity: 'SREN31' } as const;
  const { document } = await privateDocuments.open(within, upload, signal).catch((error: unknown) => {
    throw isAppError(error)
      ? error
      : new AppError('USAGE', { cause: error, detail: '--private: unreadable' });
  });
  return privateDocuments.ask(within, document.card.id, {
    question: checkedText(question),
    earlierQuestions: [],
    signal,
  });
}
