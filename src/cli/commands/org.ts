import type { Command } from 'commander';
import { organisationFile } from '../../core/access/organisation-file.ts';
import { removeOrganisation } from '../../core/lifecycle/remove-organisation.ts';
import { readYaml } from '../read-yaml.ts';
import { printJson, say, withSourcier } from '../with-sourcier.ts';

export function orgCommand(program: Command): void {
  const org = program.command('org').description('organisations');
  org
    .command('apply')
    .argument('<file>', 'fichier YAML de l’organisation / YAML file of the organisation')
    .description('rend l’organisation conforme au fichier / makes the organisation what the file says')
    .option('--json', 'sortie en JSON / JSON output')
    .action(async (file: string, options: { json?: boolean }) => {
      const wanted = await readYaml(file, organisationFile, 'ORGANISATION_FILE_INVALID');
      await withSourcier(async ({ stores, environment }) => {
        const applied = await stores.access.applyOrganisation(wanted, stores.issuer.issuer);
        if (options.json) return printJson({ organisation: wanted.organisation, ...applied });
        const { users, groups, spaces } = applied;
        process.stdout.write(
          `${say(environment, {
            fr: `${wanted.organisation} : ${users} personnes, ${groups} groupes, ${spaces} espaces.`,
            en: `${wanted.organisation}: ${users} people, ${groups} groups, ${spaces} spaces.`,
          })}\n`,
        );
      });
    });
  org
    .command('remove')
    .argument('<organisation>')
    .requiredOption('--yes', 'sans retour / there is no way back')
    .description(
      'efface tout d’une organisation, avec un reçu / erases all of an organisation, with a receipt',
    )
    .option('--json', 'sortie en JSON / JSON output')
    .action((id: string, options: { json?: boolean }) =>
      withSourcier(async ({ stores }) => {
        const receipt = await removeOrganisation(stores, id);
        if (options.json) return printJson(receipt);
        for (const [store, rows] of Object.entries(receipt.stores))
          process.stdout.write(
            `${[store, ...Object.entries(rows).map(([what, count]) => `${what}=${count}`)].join('\t')}\n`,
          );
      }),
    );
}
