import type { Command } from 'commander';
import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../../core/errors.ts';
import { keepWithinTime } from '../../core/lifecycle/keep-within-time.ts';
import { chooseOrganisation, printJson, say, withSourcier } from '../with-sourcier.ts';

type Options = { org?: string; json?: boolean };

/** For how long conversations are kept. */
export function retentionCommand(program: Command): void {
  const retention = program
    .command('retention')
    .description('durée de conservation des conversations / for how long conversations are kept');
  retention
    .command('show')
    .description('la durée en jours / the time in days')
    .option('--org <organisation>', 'organisation')
    .option('--json', 'sortie en JSON / JSON output')
    .action((options: Options) =>
      withSourcier(async ({ stores }) => {
        const org = await chooseOrganisation(stores, options.org);
        const { conversationDays } = await stores.retention.find(org);
        if (options.json) return printJson({ organisation: org, conversationDays });
        process.stdout.write(`${conversationDays ?? 'none'}\n`);
      }),
    );
  retention
    .command('set')
    .requiredOption('--conversations <days>', 'jours, ou none / days, or none')
    .description('choisit la durée / sets the time')
    .option('--org <organisation>', 'organisation')
    .option('--json', 'sortie en JSON / JSON output')
    .action((options: Options & { conversations: string }) => {
      const conversationDays = daysOrNone(options.conversations);
      return withSourcier(async ({ stores }) => {
        const org = await chooseOrganisation(stores, options.org);
        await stores.retention.save(org, { conversationDays }, null);
        if (options.json) return printJson({ organisation: org, conversationDays });
        process.stdout.write(`${conversationDays ?? 'none'}\n`);
      });
    });
  retention
    .command('apply')
    .description('efface maintenant ce qui est trop ancien / deletes now what is too old')
    .option('--org <organisation>', 'organisation')
    .option('--json', 'sortie en JSON / JSON output')
    .action((options: Options) =>
      withSourcier(async ({ stores, environment }) => {
        const org = await chooseOrganisation(stores, options.org);
        const { tombstoneDays } = environment;
        const gone = await keepWithinTime(stores, org, { tombstoneDays, now: new Date() });
        if (options.json) return printJson({ organisation: org, ...gone });
        process.stdout.write(
          `${say(environment, {
            fr: `${gone.conversations} conversations effacées.`,
            en: `${gone.conversations} conversations deleted.`,
          })}\n`,
        );
      }),
    );
}

function daysOrNone(text: string): number | null {
  if (text === 'none') return null;
  const { least, most } = tunables.lifecycle.conversationDays;
  const days = Number(text);
  if (!Number.isInteger(days) || days < least || days > most)
    throw new AppError('USAGE', { detail: `--conversations: ${least}…${most} | none` });
  return days;
}
