import type { Command } from 'commander';
import { issueLocalToken } from '../../core/access/issue-local-token.ts';
import { chooseOrganisation, printJson, withSourcier } from '../with-sourcier.ts';

export function tokenCommand(program: Command): void {
  program
    .command('token')
    .description('un jeton d’accès pour une personne / an access token for a person')
    .requiredOption('--as <user>', 'personne / person')
    .option('--org <organisation>', 'organisation')
    .option('--json', 'sortie en JSON / JSON output')
    .action((options: { as: string; org?: string; json?: boolean }) =>
      withSourcier(async ({ stores }) => {
        const org = await chooseOrganisation(stores, options.org);
        const { token, expiresAt } = await issueLocalToken(stores, org, options.as);
        if (options.json) printJson({ token, expiresAt: expiresAt.toISOString() });
        else process.stdout.write(`${token}\n`);
      }),
    );
}
