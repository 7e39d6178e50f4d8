import type { Command } from 'commander';
import { issueLocalToken } from '../../core/access/issue-local-token.ts';
import { assistantLink } from '../own-address.ts';
import { chooseOrganisation, printJson, withSourcier } from '../with-sourcier.ts';

export function tokenCommand(program: Command): void {
  program
    .command('token')
    .description('un jeton d’accès pour une personne / an access token for a person')
    .requiredOption('--as <user>', 'personne / person')
    .option('--org <organisation>', 'organisation')
    .option(
      '--link',
      'un lien qui ouvre l’assistant en son nom / a link that opens the assistant in their name',
    )
    .option('--json', 'sortie en JSON / JSON output')
    .action((options: { as: string; org?: string; link?: boolean; json?: boolean }) =>
      withSourcier(async ({ stores, environment }) => {
        const org = await chooseOrganisation(stores, options.org);
        const { token, expiresAt } = await issueLocalToken(stores, org, options.as);
        const link = assistantLink(environment.http, token);
        if (options.json) printJson({ token, expiresAt: expiresAt.toISOString(), link });
        else process.stdout.write(`${options.link ? link : token}\n`);
      }),
    );
}
