import type { Command } from 'commander';
import { chooseOrganisation, printJson, withSourcier } from '../with-sourcier.ts';

type Options = { org?: string; json?: boolean };

/** Whether people may share conversations. */
export function sharingCommand(program: Command): void {
  const sharing = program
    .command('sharing')
    .description('partage des conversations / whether conversations are shared');
  const verb = (name: string, description: string, wanted?: boolean) =>
    sharing
      .command(name)
      .description(description)
      .option('--org <organisation>', 'organisation')
      .option('--json', 'sortie en JSON / JSON output')
      .action((options: Options) =>
        withSourcier(async ({ stores }) => {
          const org = await chooseOrganisation(stores, options.org);
          if (wanted !== undefined) await stores.shares.setAllowed(org, wanted, null);
          const allowed = await stores.shares.isAllowed(org);
          if (options.json) return printJson({ organisation: org, allowed });
          process.stdout.write(`${allowed ? 'allowed' : 'forbidden'}\n`);
        }),
      );
  verb('show', 'permis ou interdit / allowed or forbidden');
  verb('allow', 'permet de partager / allows it', true);
  verb(
    'forbid',
    'interdit de partager, et met fin aux partages / forbids it, and ends what is shared',
    false,
  );
}
