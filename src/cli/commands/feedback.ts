import { type Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { feedbackReasons } from '../../core/conversation/feedback.ts';
import { listFeedback } from '../../core/conversation/list-feedback.ts';
import { beginningOf } from '../../core/local-time.ts';
import { presentGivenFeedback } from '../../http/presenters/present-given-feedback.ts';
import type { FeedbackPage } from '../../ports/feedback-repository.ts';
import { countOption } from '../count-option.ts';
import { oneLine } from '../one-line.ts';
import { authoriseAuditor, chooseOrganisation, printJson, withSourcier } from '../with-sourcier.ts';

type Options = {
  org?: string;
  as?: string;
  verdict?: 'useful' | 'not-useful';
  reason?: NonNullable<FeedbackPage['reason']>;
  since?: string;
  limit: number;
  json?: boolean;
};

/** What people said of their answers. Comments are shown in the name of an administrator who may read what they are about. */
export function feedbackCommand(program: Command): void {
  program
    .command('feedback')
    .description('avis donnés sur les réponses / what people said of answers')
    .command('list')
    .description(
      'les derniers avis ; avec --as, leurs commentaires / the latest ones; with --as, their comments',
    )
    .option('--as <user>', 'administrateur qui lit les commentaires / administrator who reads the comments')
    .addOption(new Option('--verdict <verdict>', 'avis / verdict').choices(['useful', 'not-useful']))
    .addOption(new Option('--reason <reason>', 'raison / reason').choices([...feedbackReasons]))
    .option('--since <day>', 'premier jour, AAAA-MM-JJ / first day, YYYY-MM-DD', day)
    .option('--limit <number>', 'combien au plus / how many at most', countOption, 50)
    .option('--org <organisation>', 'organisation')
    .option('--json', 'sortie en JSON / JSON output')
    .action((options: Options) =>
      withSourcier(async ({ stores }) => {
        const org = await chooseOrganisation(stores, options.org);
        const { as, verdict, reason, since, limit } = options;
        const reader = as === undefined ? null : await authoriseAuditor({ stores }, { as, org });
        const { feedback: given } = await listFeedback(stores, org, reader, {
          limit,
          ...(verdict && { useful: verdict === 'useful' }),
          ...(reason && { reason }),
          ...(since !== undefined && { since: beginningOf(since) }),
        });
        if (options.json) return printJson({ feedback: given.map(presentGivenFeedback) });
        for (const { messageId, givenAt, useful, reasons, comment, isCommentWithheld } of given) {
          const words = isCommentWithheld ? '…' : oneLine(comment ?? '-');
          const cells = [
            givenAt.toISOString(),
            messageId,
            useful ? 'useful' : 'not-useful',
            reasons.join(',') || '-',
            words,
          ];
          process.stdout.write(`${cells.join('\t')}\n`);
        }
      }),
    );
}

function day(value: string): string {
  if (!z.iso.date().safeParse(value).success) throw new InvalidArgumentError('AAAA-MM-JJ');
  return value;
}
