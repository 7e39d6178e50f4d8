import { type Command, InvalidArgumentError } from 'commander';
import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../../core/errors.ts';
import { presentResult } from '../../http/presenters/present-passage.ts';
import { typedText } from '../../http/schemas/common.ts';
import { authoriseByName, printJson, say, withSourcier } from '../with-sourcier.ts';

type Options = { as: string; org?: string; space?: string; limit: number; json?: boolean };

export function searchCommand(program: Command): void {
  program
    .command('search')
    .argument('<query>')
    .description('passages que la personne peut lire / passages that the person may read')
    .requiredOption('--as <user>', 'personne / person')
    .option('--org <organisation>', 'organisation')
    .option('--space <space>', 'un seul espace / one space only')
    .option('--limit <n>', 'nombre de résultats / number of results', parseLimit, 10)
    .option('--json', 'sortie en JSON / JSON output')
    .action((query: string, options: Options) =>
      withSourcier(async (sourcier) => {
        const within = await authoriseByName(sourcier, options);
        const found = await sourcier.services.search(within, {
          query: checkedText(query),
          limit: options.limit,
          scope: options.space === undefined ? {} : { spaces: [options.space] },
        });
        const results = found.passages.map((passage, index) => presentResult(passage, index + 1));
        if (options.json) return printJson({ results, scope: found.scope, tookMs: found.tookMs });
        if (results.length === 0)
          process.stdout.write(
            `${say(sourcier.environment, {
              fr: `Rien trouvé dans ${found.scope.documents} documents lisibles.`,
              en: `Nothing found in ${found.scope.documents} readable documents.`,
            })}\n`,
          );
        for (const { rank, document, passage } of results)
          process.stdout.write(
            `${rank}. ${placeOf(document, passage)}\n${indent(shorten(passage.text))}\n\n`,
          );
      }),
    );
}

/** @throws AppError `USAGE` for a text that no question can be */
export function checkedText(text: string): string {
  const parsed = typedText.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new AppError('USAGE', { detail: parsed.error.issues.map((issue) => issue.message).join('; ') });
}

/** Title, section, page and path on one line. */
export function placeOf(
  document: { readonly title: string; readonly space: string; readonly path: string },
  passage: { readonly headings: readonly string[]; readonly page: number | null },
): string {
  const place = [document.title, ...passage.headings].join(' › ');
  const page = passage.page === null ? '' : `, p. ${passage.page}`;
  return `${place}${page} (${document.space}/${document.path})`;
}

export function indent(text: string): string {
  return text.replace(/^/gm, '   ');
}

function shorten(text: string): string {
  return text.length <= 400 ? text : `${text.slice(0, 399)}…`;
}

function parseLimit(value: string): number {
  const limit = Number(value);
  const most = tunables.limits.searchResults;
  if (!Number.isInteger(limit) || limit < 1 || limit > most) throw new InvalidArgumentError(`1–${most}`);
  return limit;
}
