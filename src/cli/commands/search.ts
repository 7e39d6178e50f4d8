import { type Command, InvalidArgumentError } from 'commander';
import { tunables } from '../../../config/tunables.ts';
import type { Passage } from '../../core/answer/passage.ts';
import type { Language } from '../../core/document.ts';
import { AppError } from '../../core/errors.ts';
import { placeLabel } from '../../core/place-label.ts';
import { shorten } from '../../core/shorten.ts';
import { presentResult } from '../../http/presenters/present-passage.ts';
import { history, typedText } from '../../http/schemas/common.ts';
import { countedEn, countedFr } from '../counted.ts';
import { parseTyped } from '../parse-typed.ts';
import { readYaml } from '../read-yaml.ts';
import { authoriseByName, printJson, say, withSourcier } from '../with-sourcier.ts';

type Options = { as: string; org?: string; space?: string; limit: number; history?: string; json?: boolean };

export function searchCommand(program: Command): void {
  program
    .command('search')
    .argument('<query>')
    .description('passages que la personne peut lire / passages that the person may read')
    .requiredOption('--as <user>', 'personne / person')
    .option('--org <organisation>', 'organisation')
    .option('--space <space>', 'un seul espace / one space only')
    .option('--limit <n>', 'nombre de résultats / number of results', parseLimit, 10)
    .option('--history <file>', 'échanges précédents, JSON ou YAML / earlier exchanges, JSON or YAML')
    .option('--json', 'sortie en JSON / JSON output')
    .action((query: string, options: Options) =>
      withSourcier(async (sourcier) => {
        const within = await authoriseByName(sourcier, options);
        const earlier =
          options.history === undefined ? [] : await readYaml(options.history, history, 'USAGE');
        const found = await sourcier.services.search(within, {
          query: checkedText(query),
          limit: options.limit,
          scope: options.space === undefined ? {} : { spaces: [options.space] },
          earlierQuestions: earlier.map(({ question }) => question),
        });
        if (options.json) {
          const results = found.passages.map((passage, index) => presentResult(passage, index + 1));
          const rewritten = found.rewrittenQuery !== null && { rewrittenQuery: found.rewrittenQuery };
          const { scope, tookMs, judgement } = found;
          return printJson({ results, ...rewritten, scope, signals: judgement.signals, tookMs });
        }
        if (found.rewrittenQuery !== null) process.stderr.write(`→ ${found.rewrittenQuery}\n`);
        if (found.passages.length === 0)
          process.stdout.write(
            `${say(sourcier.environment, {
              fr: `Rien trouvé dans ${countedFr(found.scope.documents, 'document lisible', 'documents lisibles')}.`,
              en: `Nothing found in ${countedEn(found.scope.documents, 'readable document')}.`,
            })}\n`,
          );
        for (const [index, passage] of found.passages.entries())
          process.stdout.write(
            `${index + 1}. ${placeOf(passage, sourcier.environment.language)}\n${indent(shorten(passage.text, 400))}\n\n`,
          );
      }),
    );
}

/** @throws AppError `USAGE` for a text that no question can be */
export function checkedText(text: string): string {
  const parsed = parseTyped(typedText, text);
  if (parsed.success) return parsed.data;
  throw new AppError('USAGE', { detail: parsed.error.issues.map((issue) => issue.message).join('; ') });
}

/** Title, section, place, date and path on one line. */
export function placeOf(passage: Passage, language: Language): string {
  const { document, headings, place } = passage;
  const day = document.modifiedAt.toLocaleDateString(language === 'fr' ? 'fr-FR' : 'en-GB', {
    dateStyle: 'medium',
    timeZone: tunables.timeZone,
  });
  const where = place === null ? '' : `, ${placeLabel(place, language)}`;
  const path = [document.space, document.path].filter((part) => part !== '').join('/');
  return `${[document.title, ...headings].join(' › ')}${where}, ${day} (${path})`;
}

export function indent(text: string): string {
  return text.replace(/^/gm, '   ');
}

function parseLimit(value: string): number {
  const limit = Number(value);
  const most = tunables.limits.searchResults;
  if (!Number.isInteger(limit) || limit < 1 || limit > most) throw new InvalidArgumentError(`1–${most}`);
  return limit;
}
