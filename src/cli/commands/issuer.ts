import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { saveIssuer } from '../../core/access/manage-issuers.ts';
import { issuerKinds, issuerProfiles, type TrustedIssuer } from '../../core/access/trusted-issuer.ts';
import { AppError } from '../../core/errors.ts';
import { countedEn, countedFr } from '../counted.ts';
import { chooseOrganisation, printJson, say, withSourcier } from '../with-sourcier.ts';

type Options = { org?: string; json?: boolean };
type AddOptions = Options & {
  kind: TrustedIssuer['kind'];
  issuer: string;
  audience: string;
  jwks?: string;
  profile: TrustedIssuer['profile'];
  publicName?: string;
  secretFile?: string;
  secretStdin?: boolean;
};

const shortName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);

/** Who may say who the people of an organisation are. Secrets come from a file or standard input, never as an argument. */
export function issuerCommand(program: Command): void {
  const issuer = program
    .command('issuer')
    .description('fournisseurs d’identité auxquels se fier / issuers to be trusted');
  const common = (command: Command) =>
    command.option('--org <organisation>', 'organisation').option('--json', 'sortie en JSON / JSON output');

  common(issuer.command('add').argument('<id>', 'nom court / short name'))
    .description('ajoute ou change un fournisseur d’identité / adds or changes an issuer')
    .addOption(new Option('--kind <kind>', 'oidc, workplace').choices(issuerKinds).makeOptionMandatory())
    .requiredOption(
      '--issuer <address>',
      '« iss » de ses jetons, à la lettre / the `iss` of its tokens, to the letter',
    )
    .requiredOption('--audience <name>', 'notre client_id, ou « aud » / our client_id, or `aud`')
    .option('--jwks <address>', 'adresse de ses clés ; sinon, découverte / its keys; else by discovery')
    .addOption(
      new Option('--profile <profile>', issuerProfiles.join(', '))
        .choices(issuerProfiles)
        .default('standard'),
    )
    .option(
      '--public-name <name>',
      'son nom sur la page de connexion, qui le montre à tous / its name on the sign-in page, which shows it to anybody',
    )
    .option('--secret-file <path>', 'fichier du secret du client / file with the client secret')
    .option(
      '--secret-stdin',
      'lit le secret du client sur l’entrée standard / reads the client secret from standard input',
    )
    .action((id: string, options: AddOptions) =>
      withSourcier(async ({ stores, environment }) => {
        const org = await chooseOrganisation(stores, options.org);
        if (!shortName.safeParse(id).success) throw new AppError('USAGE', { detail: 'id: a-z, 0-9, -' });
        const { kind, issuer: address, audience, jwks, profile, publicName } = options;
        const secret = await secretOf(options);
        if (kind === 'oidc' && environment.http.publicUrl === undefined)
          throw new AppError('CONFIGURATION_INVALID', {
            detail: 'PUBLIC_URL: the address that browsers come back to.',
          });
        await saveIssuer(stores, {
          org,
          id,
          kind,
          issuer: address,
          audience,
          jwksUrl: jwks ?? null,
          profile,
          publicName: publicName ?? null,
          ...(secret && { secret }),
        });
        if (options.json) return printJson(await stores.trustedIssuers.list(org));
        process.stdout.write(
          `${say(environment, {
            fr: `Fournisseur d’identité enregistré. Essayez-le : sourcier issuer test ${id}`,
            en: `Issuer saved. Try it: sourcier issuer test ${id}`,
          })}\n`,
        );
      }),
    );

  common(issuer.command('list'))
    .description('les fournisseurs d’identité / the issuers')
    .action((options: Options) =>
      withSourcier(async ({ stores }) => {
        const issuers = await stores.trustedIssuers.list(await chooseOrganisation(stores, options.org));
        if (options.json) return printJson({ issuers });
        for (const { id, kind, profile, issuer: address, audience } of issuers)
          process.stdout.write(`${[id, kind, profile, address, audience].join('\t')}\n`);
      }),
    );

  common(issuer.command('test').argument('<id>'))
    .description('lit ses clés / reads its keys')
    .action((id: string, options: Options) =>
      withSourcier(async ({ stores, engines, environment }) => {
        const found = await stores.trustedIssuers.find(await chooseOrganisation(stores, options.org), id);
        if (!found) throw new AppError('NOT_FOUND');
        const keys = await engines.identityProviders.countKeys(found);
        if (keys === 0) throw new AppError('ISSUER_UNAVAILABLE');
        if (options.json) return printJson({ id, keys });
        process.stdout.write(
          `${say(environment, { fr: `Il répond : ${countedFr(keys, 'clé')}.`, en: `It answers: ${countedEn(keys, 'key')}.` })}\n`,
        );
      }),
    );

  common(issuer.command('remove').argument('<id>'))
    .description('ne s’y fie plus ; ses sessions prennent fin / trusts it no more; its sessions end')
    .action((id: string, options: Options) =>
      withSourcier(async ({ stores, environment }) => {
        const org = await chooseOrganisation(stores, options.org);
        if (!(await stores.trustedIssuers.remove(org, id, null))) throw new AppError('NOT_FOUND');
        if (options.json) return printJson({ id, done: 'remove' });
        process.stdout.write(
          `${say(environment, { fr: 'Fournisseur d’identité retiré.', en: 'Issuer removed.' })}\n`,
        );
      }),
    );
}

async function secretOf({ secretFile, secretStdin }: AddOptions): Promise<string | undefined> {
  if (secretStdin) return (await readAll(process.stdin)).trim();
  if (secretFile === undefined) return undefined;
  const text = await readFile(secretFile, 'utf8').catch((cause: unknown) => {
    throw new AppError('USAGE', { cause, detail: `--secret-file: ${secretFile} cannot be read.` });
  });
  return text.trim();
}
