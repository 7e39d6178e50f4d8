import { Argument, type Command, Option } from 'commander';
import type { Language } from '../../core/document.ts';
import { AppError } from '../../core/errors.ts';
import { isUuid } from '../../core/is-uuid.ts';
import { type Task, tasks } from '../../core/tasks/task.ts';
import { printAnswer } from '../print-answer.ts';
import { authoriseByName, withSourcier } from '../with-sourcier.ts';
import { checkedText } from './search.ts';

type Options = {
  as: string;
  org?: string;
  space?: string;
  instruction?: string;
  language?: Language;
  model?: string;
  json?: boolean;
};

export function taskCommand(program: Command): void {
  program
    .command('task')
    .addArgument(new Argument('<task>').choices(tasks))
    .argument('<documents...>', 'ids, chemins ou espace/chemin / ids, paths or space/path')
    .description('résumé, comparaison, relevé ou note / summary, comparison, decisions or note')
    .requiredOption('--as <user>', 'personne / person')
    .option('--org <organisation>', 'organisation')
    .option('--space <space>', 'espace des chemins / space of the paths')
    .option('--instruction <text>', 'ce que la personne veut / what the person wants')
    .addOption(new Option('--language <language>', 'du résultat / of the result').choices(['fr', 'en']))
    .option('--model <provider>', 'fournisseur / provider')
    .option('--json', 'sortie en JSON / JSON output')
    .action((task: Task, named: string[], options: Options) =>
      withSourcier(async (sourcier, signal) => {
        const within = await authoriseByName(sourcier, options);
        const { language, instruction, model, json } = options;
        const documents: string[] = [];
        for (const name of named)
          documents.push(await findDocument(sourcier.services.library, within, name, options.space));
        const events = sourcier.services.runTask(within, {
          task,
          documents,
          signal,
          instruction: instruction === undefined ? undefined : checkedText(instruction),
          language,
          provider: model,
        });
        await printAnswer(events, { json, environment: sourcier.environment });
      }),
    );
}

type Library = Parameters<Parameters<typeof withSourcier>[0]>[0]['services']['library'];
type Within = Parameters<Library['list']>[0];

const pageSize = 200;

/**
 * The id of a document that the person may read, named by its id, by its path below the folder that was ingested, or as
 * answers print it: space/path.
 * @throws AppError `NOT_FOUND`; `USAGE` when several documents are named like that
 */
async function findDocument(
  library: Library,
  within: Within,
  name: string,
  space: string | undefined,
): Promise<string> {
  if (isUuid(name)) return name;
  const path = name.normalize('NFC').replace(/^\/+/, '');
  const [first = '', ...below] = path.split('/');
  const found = await findAt(library, within, path, space);
  if (below.length > 0 && (space === undefined || space === first))
    found.push(...(await findAt(library, within, below.join('/'), first)));
  const [id, ...others] = found;
  if (id === undefined) throw new AppError('NOT_FOUND', { detail: path });
  if (others.length > 0) throw new AppError('USAGE', { detail: `--space: ${path}` });
  return id;
}

/** Ids of the readable documents that have this path, in one space or in all. */
async function findAt(
  library: Library,
  within: Within,
  path: string,
  space: string | undefined,
): Promise<string[]> {
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const found: string[] = [];
  let after: { path: string; id: string } | undefined;
  for (;;) {
    const page = await library.list(within, {
      limit: pageSize,
      ...(folder && { folder }),
      ...(space !== undefined && { space }),
      ...(after && { after }),
    });
    found.push(...page.filter((document) => document.path === path).map(({ id }) => id));
    const last = page.at(-1);
    if (!last || page.length < pageSize) return found;
    after = { path: last.path, id: last.id };
  }
}
