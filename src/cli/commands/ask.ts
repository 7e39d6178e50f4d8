import type { Command } from 'commander';
import type { Answer } from '../../core/answer/answer.ts';
import type { Language } from '../../core/document.ts';
import { presentAnswer } from '../../http/presenters/present-passage.ts';
import { authoriseByName, printJson, withSourcier } from '../with-sourcier.ts';
import { checkedText, placeOf } from './search.ts';

type Options = { as: string; org?: string; space?: string; model?: string; json?: boolean };

export function askCommand(program: Command): void {
  program
    .command('ask')
    .argument('<question>')
    .description('une réponse avec ses sources / an answer with its sources')
    .requiredOption('--as <user>', 'personne / person')
    .option('--org <organisation>', 'organisation')
    .option('--space <space>', 'un seul espace / one space only')
    .option('--model <provider>', 'fournisseur / provider')
    .option('--json', 'sortie en JSON / JSON output')
    .action((question: string, options: Options) =>
      withSourcier(async (sourcier, signal) => {
        const within = await authoriseByName(sourcier, options);
        const events = sourcier.services.ask(within, {
          question: checkedText(question),
          scope: options.space === undefined ? {} : { spaces: [options.space] },
          signal,
          ...(options.model !== undefined && { provider: options.model }),
        });
        let ids = { conversationId: '', messageId: '' };
        for await (const event of events) {
          if (event.type === 'meta')
            ids = { conversationId: event.conversationId, messageId: event.messageId };
          else if (event.type === 'text-delta' && !options.json) process.stdout.write(event.text);
          else if (event.type === 'done') {
            if (options.json) printJson(presentAnswer({ answer: event.answer, ids }));
            else printSources(event.answer, { title: 'Sources', language: sourcier.environment.language });
          }
        }
      }),
    );
}

/** Sources that the answer cites, then its notices. */
export function printSources(
  answer: Answer,
  { title, language }: { title: string; language: Language },
): void {
  const cited = new Set(answer.sentences.flatMap((sentence) => sentence.citations));
  process.stdout.write('\n');
  const sources = answer.sources.filter((source) => cited.has(source.n));
  if (sources.length > 0) process.stdout.write(`\n${title}\n`);
  for (const source of sources) process.stdout.write(`[${source.n}] ${placeOf(source, language)}\n`);
  for (const notice of answer.notices) process.stderr.write(`${notice.text}\n`);
}
