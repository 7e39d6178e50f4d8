import type { Command } from 'commander';
import { printAnswer } from '../print-answer.ts';
import { authoriseByName, withSourcier } from '../with-sourcier.ts';
import { checkedText } from './search.ts';

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
        await printAnswer(events, { json: options.json, environment: sourcier.environment });
      }),
    );
}
