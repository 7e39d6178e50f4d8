import type { Command } from 'commander';
import { AppError } from '../../core/errors.ts';
import { type AliasPair, aliasId } from '../../core/find/alias.ts';
import { checkedPair } from '../../core/find/manage-aliases.ts';
import { presentAlias } from '../../http/presenters/present-alias.ts';
import type { AliasRepository } from '../../ports/alias-repository.ts';
import { authoriseByName, chooseOrganisation, printJson, say, withSourcier } from '../with-sourcier.ts';

type Options = { org?: string; json?: boolean };

/** Acronyms and what they stand for. What documents teach is shown in the name of somebody who may read them. */
export function aliasCommand(program: Command): void {
  const alias = program
    .command('alias')
    .description('sigles et leurs formes longues / acronyms and their long forms');
  alias
    .command('list')
    .description('alias saisis ; avec --as, aussi ceux appris / entered ones; with --as, learned ones too')
    .option('--org <organisation>', 'organisation')
    .option('--as <user>', 'personne dont les droits comptent / person whose rights count')
    .option('--json', 'sortie en JSON / JSON output')
    .action((options: Options & { as?: string }) =>
      withSourcier(async (sourcier) => {
        const { aliases } = sourcier.stores;
        const shown =
          options.as === undefined
            ? await aliases.listAdded(await chooseOrganisation(sourcier.stores, options.org))
            : await aliases.list(await authoriseByName(sourcier, { as: options.as, ...options }), {
                limit: 100_000,
              });
        if (options.json) return printJson({ aliases: shown.map(presentAlias) });
        for (const { acronym, expansion, status, documents } of shown)
          process.stdout.write(`${acronym}\t${expansion}\t${status}\t${documents}\n`);
      }),
    );

  const change = (
    name: string,
    description: string,
    carryOut: (aliases: AliasRepository, org: string, pair: AliasPair, id: string) => Promise<unknown>,
    done: { readonly fr: string; readonly en: string },
  ) =>
    alias
      .command(name)
      .argument('<acronym>')
      .argument('<expansion>')
      .description(description)
      .option('--org <organisation>', 'organisation')
      .option('--json', 'sortie en JSON / JSON output')
      .action((acronym: string, expansion: string, options: Options) =>
        withSourcier(async ({ stores, environment }) => {
          const org = await chooseOrganisation(stores, options.org);
          const pair = checkedPair({ acronym, expansion });
          const id = aliasId(org, pair);
          await carryOut(stores.aliases, org, pair, id);
          if (options.json) return printJson({ id, ...pair, done: name });
          process.stdout.write(`${say(environment, done)}\n`);
        }),
      );

  change('add', 'saisit un alias / enters an alias', (aliases, org, pair) => aliases.add(org, pair, null), {
    fr: 'Alias ajouté.',
    en: 'Alias added.',
  });
  change(
    'remove',
    'retire un alias saisi / removes an entered alias',
    async (aliases, org, _pair, id) => {
      if (!(await aliases.remove(org, id, null))) throw new AppError('NOT_FOUND');
    },
    { fr: 'Alias retiré.', en: 'Alias removed.' },
  );
  change(
    'hide',
    'n’utilise plus un alias / uses an alias no longer',
    (aliases, org, _pair, id) => aliases.hide(org, id, null),
    {
      fr: 'Alias masqué.',
      en: 'Alias hidden.',
    },
  );
  change(
    'unhide',
    'utilise à nouveau un alias / uses an alias again',
    (aliases, org, _pair, id) => aliases.unhide(org, id, null),
    {
      fr: 'Alias à nouveau utilisé.',
      en: 'Alias used again.',
    },
  );
}
