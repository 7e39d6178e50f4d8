import type { Command } from 'commander';
import { addServiceKey, revokeServiceKey } from '../../core/access/manage-service-keys.ts';
import { serviceScopes } from '../../core/access/service-key.ts';
import { presentServiceKey } from '../../http/presenters/present-service-key.ts';
import { serviceKeyBody } from '../../http/routes/admin-service-keys.ts';
import { checkInput } from '../check-input.ts';
import { countOption } from '../count-option.ts';
import { chooseOrganisation, printJson, say, withSourcier } from '../with-sourcier.ts';

type Options = { org?: string; json?: boolean };
type AddOptions = Options & { scope: string[]; source?: string; days?: number };

const dayMs = 24 * 60 * 60 * 1000;

/** Keys of programs that speak to Sourcier on behalf of an organisation. */
export function serviceKeyCommand(program: Command): void {
  const serviceKey = program
    .command('service-key')
    .description('clés des programmes de l’espace de travail / keys of programs of the workplace');
  const common = (command: Command) =>
    command.option('--org <organisation>', 'organisation').option('--json', 'sortie en JSON / JSON output');

  common(serviceKey.command('add').argument('<name>', 'pour la reconnaître / to know it by'))
    .description('crée une clé, montrée cette seule fois / makes a key, shown this once')
    .requiredOption('--scope <scope...>', serviceScopes.join(', '))
    .option('--source <source>', 'la seule source concernée / the only source it is about')
    .option('--days <n>', 'durée de vie en jours (365) / life in days (365)', countOption)
    .action((name: string, { scope, source, days, ...options }: AddOptions) =>
      withSourcier(async ({ stores, environment }) => {
        const org = await chooseOrganisation(stores, options.org);
        const body = checkInput(serviceKeyBody, { name, scopes: scope, source }, 'service-key');
        const { expiresAt: _absent, ...wanted } = body;
        const { key, ...added } = await addServiceKey(
          stores,
          org,
          { ...wanted, ...(days !== undefined && { expiresAt: new Date(Date.now() + days * dayMs) }) },
          null,
        );
        if (options.json) return printJson({ ...presentServiceKey(added), key });
        process.stdout.write(`${key}\n`);
        process.stderr.write(
          `${say(environment, {
            fr: `Clé ${added.id}, valable jusqu’au ${added.expiresAt.toISOString()}. Notez-la : elle ne sera plus montrée.`,
            en: `Key ${added.id}, valid until ${added.expiresAt.toISOString()}. Keep it: it is not shown again.`,
          })}\n`,
        );
      }),
    );

  common(serviceKey.command('list'))
    .description('les clés, sans leur secret / the keys, without their secrets')
    .action((options: Options) =>
      withSourcier(async ({ stores }) => {
        const org = await chooseOrganisation(stores, options.org);
        const keys = (await stores.serviceKeys.list(org)).map((key) => presentServiceKey(key));
        if (options.json) return printJson({ keys });
        for (const { id, state, name, scopes, source, expiresAt, lastUsedAt } of keys)
          process.stdout.write(
            `${[id, state, name, scopes.join(','), source ?? '*', expiresAt, lastUsedAt ?? '–'].join('\t')}\n`,
          );
      }),
    );

  common(serviceKey.command('revoke').argument('<id>'))
    .description('met fin à une clé / ends a key')
    .action((id: string, options: Options) =>
      withSourcier(async ({ stores, environment }) => {
        const org = await chooseOrganisation(stores, options.org);
        await revokeServiceKey(stores, org, id, null);
        if (options.json) return printJson({ id, done: 'revoke' });
        process.stdout.write(`${say(environment, { fr: 'Clé révoquée.', en: 'Key revoked.' })}\n`);
      }),
    );
}
