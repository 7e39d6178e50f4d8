import { text as readAll } from 'node:stream/consumers';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { resealDataKey } from '../../adapters/secret-box/data-keys.ts';
import { addKey, dropOldKeys } from '../../adapters/secret-box/key-file.ts';
import { secretKeyFile } from '../../compose/secret-keys.ts';
import { resealIssuers } from '../../core/access/manage-issuers.ts';
import { AppError } from '../../core/errors.ts';
import { embeddingStatus } from '../../core/ingest/keep-generations.ts';
import { applyChoice } from '../../core/providers/apply-choice.ts';
import { type EngineChoices, engineUses, type RerankChoice } from '../../core/providers/engine-choice.ts';
import { removeProvider, resealSecrets, saveProvider } from '../../core/providers/manage-providers.ts';
import { dialectNames, type Provider } from '../../core/providers/provider.ts';
import { providerWarnings } from '../../core/providers/provider-warnings.ts';
import { testProvider } from '../../core/providers/test-provider.ts';
import { trustLevels } from '../../core/trust.ts';
import {
  presentChoices,
  presentEmbedding,
  presentProvider,
  presentWarnings,
} from '../../http/presenters/present-provider.ts';
import { choiceBody, namedModels, providerBody, providerId } from '../../http/schemas/provider.ts';
import { countedEn, countedFr } from '../counted.ts';
import { parseTyped } from '../parse-typed.ts';
import { probeLine } from '../probe-line.ts';
import { chooseOrganisation, printJson, say, withSourcier } from '../with-sourcier.ts';

type Common = { org?: string; json?: boolean };
type AddOptions = Common & {
  name?: string;
  dialect: string;
  url: string;
  chat?: string;
  smallChat?: string;
  embeddings?: string;
  rerank?: string;
  trust: string;
  hosting?: string;
  promptEuro?: string;
  completionEuro?: string;
  keyFile?: string;
  keyStdin?: boolean;
  disabled?: boolean;
};

type ChoiceOptions = {
  for: string;
  space?: string;
  model?: string;
  queryPrefix?: string;
  passagePrefix?: string;
};

/** Providers of language models, one organisation at a time. Keys come from a file or standard input, never as an argument. */
export function providerCommand(program: Command): void {
  const provider = program.command('provider').description('fournisseurs de modèles / providers of models');
  const common = (command: Command) =>
    command.option('--org <organisation>', 'organisation').option('--json', 'sortie en JSON / JSON output');

  common(provider.command('add').argument('<id>'))
    .description('ajoute ou change un fournisseur / adds or changes a provider')
    .requiredOption('--url <address>', 'adresse, /v1 compris / address up to /v1')
    .requiredOption('--trust <level>', trustLevels.join(', '))
    .option('--dialect <name>', dialectNames.join(', '), 'generic')
    .option('--name <name>', 'nom montré aux agents / name shown to people')
    .option('--chat <model>', 'modèle de réponse / chat model')
    .option('--small-chat <model>', 'modèle moins cher / cheaper chat model')
    .option('--embeddings <model>', 'modèle de vecteurs / embedding model')
    .option('--rerank <model>', 'modèle de reclassement / rerank model')
    .option('--hosting <text>', 'hébergement montré aux agents / hosting shown to people')
    .option('--prompt-euro <n>', 'euros par million de jetons lus / euros for a million tokens read')
    .option(
      '--completion-euro <n>',
      'euros par million de jetons écrits / euros for a million tokens written',
    )
    .option('--key-file <path>', 'fichier de la clé / file with the key')
    .option('--key-stdin', 'lit la clé sur l’entrée standard / reads the key from standard input')
    .option('--disabled', 'sans l’utiliser encore / without using it yet')
    .action((id: string, options: AddOptions) =>
      withSourcier(async ({ stores, engines, environment }) => {
        const org = await chooseOrganisation(stores, options.org);
        const { apiKey, models, ...settings } = checked(providerBody, await bodyOf(id, options));
        await saveProvider(
          stores,
          org,
          checked(providerId, id),
          {
            ...settings,
            models: namedModels(models),
            ...(apiKey !== undefined && { apiKey }),
          },
          null,
        );
        const saved = (await stores.providers.list(org)).find((one) => one.id === id);
        const warnings = saved ? engines.clients.warnings(saved) : [];
        if (options.json) return printJson(saved && { ...presentProvider(saved), warnings });
        for (const warning of warnings)
          process.stderr.write(`${say(environment, providerWarnings[warning])}\n`);
        process.stdout.write(
          `${say(environment, {
            fr: `Fournisseur enregistré. Essayez-le : sourcier provider test ${id}`,
            en: `Provider saved. Try it: sourcier provider test ${id}`,
          })}\n`,
        );
      }),
    );

  common(provider.command('list'))
    .description('fournisseurs et choix / providers and choices')
    .action((options: Common) =>
      withSourcier(async ({ stores, enginesIn, environment }) => {
        const org = await chooseOrganisation(stores, options.org);
        const [found, choices, engineChoices, engines] = await Promise.all([
          stores.providers.list(org),
          stores.providers.readChoices(org),
          stores.providers.readEngineChoices(org),
          enginesIn(org),
        ]);
        const { usual, bySpace } = choices;
        if (options.json)
          return printJson({
            providers: found.map(presentProvider),
            choices: presentChoices({ ...choices, ...engineChoices }),
            embedding: presentEmbedding(await embeddingStatus({ ...stores, ...engines }, org)),
          });
        for (const { id, dialect, trust, models, enabled, baseUrl } of found)
          process.stdout.write(
            `${id === usual ? '*' : ' '} ${id}\t${dialect}\t${trust}\t${modelsOf(models)}\t${baseUrl}${enabled ? '' : '\t(off)'}\n`,
          );
        for (const [space, id] of bySpace) process.stdout.write(`  ${space} → ${id}\n`);
        for (const line of describeEngines(engineChoices))
          process.stdout.write(`  ${say(environment, line)}\n`);
      }),
    );

  common(provider.command('test').argument('<id>'))
    .description('essaie la connexion / tests the connection')
    .action((id: string, options: Common) =>
      withSourcier(async ({ stores, engines, environment }, signal) => {
        const org = await chooseOrganisation(stores, options.org);
        const results = [];
        for await (const result of testProvider({ ...stores, clients: engines.clients }, org, id, signal)) {
          results.push(result);
          if (!options.json) process.stdout.write(`${probeLine(result, environment.language)}\n`);
        }
        if (options.json) printJson({ id, results });
        if (results.some(({ outcome }) => outcome === 'failed')) process.exitCode = 1;
      }),
    );

  common(provider.command('default').argument('[id]'))
    .description(
      'choisit qui répond, vectorise ou reclasse ; sans id, plus de choix / chooses who answers, embeds or reranks; without id, no choice',
    )
    .addOption(
      new Option('--for <use>', 'pour quoi / for what')
        .choices(['answers', ...engineUses])
        .default('answers'),
    )
    .option('--space <space>', 'pour cet espace seulement / for this space only')
    .option(
      '--model <model>',
      'modèle, s’il diffère de celui du fournisseur / model, where it is not the provider’s',
    )
    .option('--query-prefix <text>', 'texte devant les questions / text before questions')
    .option('--passage-prefix <text>', 'texte devant les passages / text before passages')
    .action((id: string | undefined, { org: named, json, ...wanted }: Common & ChoiceOptions) =>
      withSourcier(async ({ stores, engines, environment }) => {
        const org = await chooseOrganisation(stores, named);
        const choice = checked(choiceBody, { ...wanted, provider: id ?? null });
        const warnings = await applyChoice({ ...stores, clients: engines.clients }, org, choice, null);
        if (json) return printJson({ ...choice, warnings: presentWarnings(warnings) });
        for (const warning of warnings)
          process.stderr.write(`${say(environment, providerWarnings[warning])}\n`);
        process.stdout.write(
          `${say(
            environment,
            id === undefined
              ? { fr: 'Choix retiré.', en: 'Choice taken back.' }
              : { fr: 'Choix enregistré.', en: 'Choice saved.' },
          )}\n`,
        );
      }),
    );

  common(provider.command('remove').argument('<id>'))
    .description('retire un fournisseur et sa clé / removes a provider and its key')
    .action((id: string, options: Common) =>
      withSourcier(async ({ stores, environment }) => {
        await removeProvider(stores, await chooseOrganisation(stores, options.org), id, null);
        if (options.json) return printJson({ id, removed: true });
        process.stdout.write(`${say(environment, { fr: 'Fournisseur retiré.', en: 'Provider removed.' })}\n`);
      }),
    );

  provider
    .command('rotate-key')
    .description(
      'change la clé qui chiffre celles des fournisseurs et des organisations / changes the key that seals theirs',
    )
    .option('--json', 'sortie en JSON / JSON output')
    .action((options: { json?: boolean }) =>
      withSourcier(async ({ stores, environment }) => {
        const file = environment.secretKeys === undefined ? secretKeyFile(environment) : null;
        // The operator's own keys are changed where they are kept: the new one first, then the old one.
        if (file) await addKey(file);
        let sealed = 0;
        for (const { id } of await stores.access.listOrganisations())
          sealed +=
            (await resealSecrets(stores, id)) +
            (await resealIssuers(stores, id)) +
            (await resealDataKey(stores, id));
        if (file) await dropOldKeys(file);
        if (options.json) return printJson({ sealed });
        process.stdout.write(
          `${say(environment, {
            fr: `${countedFr(sealed, 'clé rechiffrée', 'clés rechiffrées')}. L’ancienne clé de chiffrement ne sert plus.`,
            en: `${countedEn(sealed, 'key')} sealed anew. The old encryption key is of no more use.`,
          })}\n`,
        );
      }),
    );
}

/** Every model that it has, the one that answers first. */
function modelsOf({ chat, smallChat, embeddings, rerank }: Provider['models']): string {
  return [chat, smallChat, embeddings, rerank].filter((model) => model !== undefined).join(', ') || '–';
}

function describeEngines({ embeddings, reranking }: EngineChoices): { fr: string; en: string }[] {
  const told = (choice: RerankChoice | null, none: string) =>
    choice ? `${choice.provider} (${choice.model})` : none;
  return [
    {
      fr: `vecteurs → ${told(embeddings, 'ceux de l’installation')}`,
      en: `vectors → ${told(embeddings, 'the installation’s')}`,
    },
    {
      fr: `reclassement → ${told(reranking, 'celui de l’installation')}`,
      en: `reranking → ${told(reranking, 'the installation’s')}`,
    },
  ];
}

async function bodyOf(id: string, options: AddOptions): Promise<unknown> {
  const prices = options.promptEuro !== undefined || options.completionEuro !== undefined;
  const apiKey = await keyOf(options);
  return {
    name: options.name ?? id,
    dialect: options.dialect,
    baseUrl: options.url,
    models: {
      ...(options.chat && { chat: options.chat }),
      ...(options.smallChat && { smallChat: options.smallChat }),
      ...(options.embeddings && { embeddings: options.embeddings }),
      ...(options.rerank && { rerank: options.rerank }),
    },
    trust: options.trust,
    hosting: options.hosting ?? null,
    prices: prices
      ? { promptEuro: Number(options.promptEuro ?? 0), completionEuro: Number(options.completionEuro ?? 0) }
      : null,
    enabled: options.disabled !== true,
    ...(apiKey !== undefined && { apiKey }),
  };
}

async function keyOf({ keyFile, keyStdin }: AddOptions): Promise<string | undefined> {
  if (keyStdin) return (await readAll(process.stdin)).trim();
  if (keyFile === undefined) return undefined;
  const { readFile } = await import('node:fs/promises');
  return (
    await readFile(keyFile, 'utf8').catch((cause: unknown) => {
      throw new AppError('USAGE', { cause, detail: `--key-file: ${keyFile} cannot be read.` });
    })
  ).trim();
}

/** @throws AppError `USAGE` names what is wrong */
function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = parseTyped(schema, value);
  if (parsed.success) return parsed.data;
  throw new AppError('USAGE', { detail: z.prettifyError(parsed.error) });
}
