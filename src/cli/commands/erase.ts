import type { Command } from 'commander';
import { AppError } from '../../core/errors.ts';
import { eraseDocument } from '../../core/lifecycle/erase-document.ts';
import { presentReceipt } from '../../http/presenters/present-receipt.ts';
import type { ErasureReceipt } from '../../ports/erasure-store.ts';
import { chooseOrganisation, printJson, withSourcier } from '../with-sourcier.ts';

type Options = { org?: string; path?: string; space?: string; json?: boolean };

/** Erases from every store, with a receipt. */
export function eraseCommand(program: Command): void {
  program
    .command('erase')
    .description('efface de toutes les bases, avec un reçu / erases from every store, with a receipt')
    .command('document')
    .argument('[id]', 'identifiant du document / id of the document')
    .option('--path <path>', 'son chemin plutôt que son identifiant / its path in place of its id')
    .option('--space <space>', 'l’espace où se trouve ce chemin / the space of that path')
    .option('--org <organisation>', 'organisation')
    .option('--json', 'sortie en JSON / JSON output')
    .description('un document et ses pièces jointes / a document and its attachments')
    .action((id: string | undefined, options: Options) =>
      withSourcier(async ({ stores }) => {
        if ((id === undefined) === (options.path === undefined))
          throw new AppError('USAGE', { detail: 'ID | --path PATH [--space SPACE]' });
        const org = await chooseOrganisation(stores, options.org);
        const found =
          options.path === undefined
            ? [id ?? '']
            : await stores.erasures.findByPath(org, options.path, options.space);
        const [only, ...others] = found;
        if (only === undefined) throw new AppError('NOT_FOUND', { detail: `path: ${options.path}` });
        if (others.length > 0) throw new AppError('USAGE', { detail: `several: ${found.join(', ')}` });
        printReceipt(org, only, await eraseDocument(stores, org, only, null), options.json === true);
      }),
    );
}

/** The receipt as JSON, or a line for each store. */
export function printReceipt(org: string, id: string, receipt: ErasureReceipt, json: boolean): void {
  const shown = presentReceipt(receipt);
  if (json) {
    printJson({ organisation: org, id, ...shown });
    return;
  }
  const lines = Object.entries(shown.stores).map(([store, rows]) =>
    [store, ...Object.entries(rows).map(([what, count]) => `${what}=${count}`)].join('\t'),
  );
  process.stdout.write(`${[`${id}\t${shown.erasureId}\t${shown.idsHash}`, ...lines].join('\n')}\n`);
}
