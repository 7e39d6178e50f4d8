import type { Command } from 'commander';
import { AppError } from '../../core/errors.ts';
import { presentUsage, usageAsCsv } from '../../http/presenters/present-budget.ts';
import { usageGroupings } from '../../ports/budget-repository.ts';
import { chooseOrganisation, printJson, withSourcier } from '../with-sourcier.ts';

type Options = { org?: string; from?: string; to?: string; by: string; json?: boolean };

/** What answers took, as CSV or JSON. */
export function usageCommand(program: Command): void {
  program
    .command('usage')
    .description('ce que les réponses ont coûté, en CSV / what answers took, as CSV')
    .option('--org <organisation>', 'organisation')
    .option('--from <day>', 'AAAA-MM-JJ / YYYY-MM-DD')
    .option('--to <day>', 'AAAA-MM-JJ / YYYY-MM-DD')
    .option('--by <list>', usageGroupings.join(','), 'day,provider,model')
    .option('--json', 'sortie en JSON / JSON output')
    .action((options: Options) => {
      const by = options.by.split(',').map((name) => {
        const known = usageGroupings.find((each) => each === name);
        if (!known) throw new AppError('USAGE', { detail: `--by: ${usageGroupings.join(',')}` });
        return known;
      });
      const days = { from: dayOf('--from', options.from), to: dayOf('--to', options.to) };
      return withSourcier(async ({ stores, services }) => {
        const org = await chooseOrganisation(stores, options.org);
        const { from, to, rows } = await services.budgets.usage(org, { by, ...days });
        if (options.json) return printJson({ from, to, usage: rows.map(presentUsage) });
        process.stdout.write(usageAsCsv(rows));
      });
    });
}

function dayOf(option: string, text: string | undefined): string | undefined {
  const isDay =
    text === undefined || (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)));
  if (!isDay) throw new AppError('USAGE', { detail: `${option}: YYYY-MM-DD` });
  return text;
}
