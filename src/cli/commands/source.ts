import type { Command } from 'commander';
import { AppError } from '../../core/errors.ts';
import { renewSecret, saveSource, sourceId, sourceInput } from '../../core/workplace/manage-sources.ts';
import { presentSource } from '../../http/presenters/present-source.ts';
import { presentSourceStatus } from '../../http/presenters/present-source-status.ts';
import { checkInput } from '../check-input.ts';
import { countedEn, countedFr } from '../counted.ts';
import { secretOption } from '../secret-option.ts';
import { chooseOrganisation, printJson, say, withSourcier } from '../with-sourcier.ts';

type Options = { org?: string; json?: boolean };
type SaveOptions = Options & {
  title?: string;
  tenant?: string;
  directory?: boolean;
  pull?: boolean;
  exportUrl?: string;
  exportToken?: string;
  exportTokenFile?: string;
  contentOrigin?: string[];
  receiptsUrl?: string;
  lateCheckUrl?: string;
  disable?: boolean;
};

/** Workplaces that push documents, rights and members into an organisation. */
export function sourceCommand(program: Command): void {
  const source = program
    .command('source')
    .description('espaces de travail qui alimentent une organisation / workplaces that feed an organisation');
  const common = (command: Command) =>
    command.option('--org <organisation>', 'organisation').option('--json', 'sortie en JSON / JSON output');

  common(
    source
      .command('save')
      .argument('<source>', 'nom court : a-z, 0-9, tirets / short name: a-z, 0-9, dashes'),
  )
    .description(
      'ajoute ou change une source ; son secret est montré cette seule fois / adds or changes a source; its secret is shown this once',
    )
    .option('--title <title>', 'titre / title')
    .option(
      '--tenant <tenant>',
      'nom de l’organisation dans l’espace de travail ; sinon, son nom d’ici / the organisation, as the workplace names it; else as here',
    )
    .option(
      '--directory',
      'décrit aussi les personnes, groupes et espaces / also describes people, groups and spaces',
    )
    .option('--no-directory', 'ne les décrit pas / does not describe them')
    .option('--pull', 'ses événements sont relevés chez elle / its events are fetched from it')
    .option('--no-pull', 'elle les envoie / it delivers them')
    .option('--export-url <url>', 'où demander ce qu’elle contient / where to ask what it holds')
    .option(
      '--export-token-file <path>',
      'fichier du jeton présenté à cette adresse, 8 caractères au moins / file with the token shown to that address, 8 characters at least',
    )
    .option(
      '--export-token <token>',
      'ce jeton lui-même, que voient les autres programmes de la machine / the token itself, which other programs of this machine see',
    )
    .option('--content-origin <origin...>', 'origines des fichiers / origins of files')
    .option('--receipts-url <url>', 'où envoyer les reçus / where receipts go')
    .option(
      '--late-check-url <url>',
      'où demander, à la lecture, si une personne a le droit / where to ask, on reading, whether somebody may',
    )
    .option('--disable', 'refuse ses événements / refuses its events')
    .option('--no-disable', 'les accepte / accepts them')
    .action((id: string, options: SaveOptions) =>
      withSourcier(async ({ stores, environment }) => {
        const org = await chooseOrganisation(stores, options.org);
        const exportToken = await secretOption(
          '--export-token',
          options.exportToken,
          options.exportTokenFile,
        );
        const input = checkInput(sourceInput, inputOf(options, exportToken ?? undefined), 'source');
        const saved = await saveSource(stores, { org, id: checkInput(sourceId, id, 'source') }, input, null);
        if (options.json) {
          const [listed] = (await stores.sources.list(org)).filter((one) => one.id === id);
          return printJson({ source: listed && presentSource(listed), secret: saved.secret });
        }
        if (saved.secret !== null) process.stdout.write(`${saved.secret}\n`);
        process.stderr.write(`${say(environment, savedTexts(id, saved.secret !== null))}\n`);
      }),
    );

  common(source.command('list'))
    .description('les sources et ce qui en est venu / sources, and what came of them')
    .action((options: Options) =>
      withSourcier(async ({ stores, environment }) => {
        const org = await chooseOrganisation(stores, options.org);
        const sources = (await stores.sources.list(org)).map(presentSource);
        if (options.json) return printJson({ sources });
        for (const { id, mode, directory, enabled, progress } of sources)
          process.stdout.write(
            `${id}  ${mode}${directory ? '  directory' : ''}${enabled ? '' : '  disabled'}  ${say(
              environment,
              {
                fr: `${countedFr(progress.applied, 'événement appliqué', 'événements appliqués')}, ${countedFr(progress.stale, 'dépassé')}, ${countedFr(progress.duplicates, 'répété')}, ${countedFr(progress.rejected, 'refusé')}`,
                en: `${countedEn(progress.applied, 'event')} applied, ${progress.stale} stale, ${progress.duplicates} repeated, ${progress.rejected} rejected`,
              },
            )}  ${progress.heardAt ?? '–'}\n`,
          );
      }),
    );

  common(source.command('status').argument('<source>'))
    .description('ce qu’elle dit contenir, comparé à ce qui est connu / what it says that it holds, compared')
    .action((id: string, options: Options) =>
      withSourcier(async ({ stores, environment }) => {
        const org = await chooseOrganisation(stores, options.org);
        const found = await stores.sources.find(org, id);
        if (!found) throw new AppError('SOURCE_UNKNOWN', { detail: `source: ${id}` });
        const status = presentSourceStatus(await stores.reconciliation.read(found));
        if (options.json) return printJson(status);
        const { comparedAt, agreedAt, behindSince, differences } = status;
        const lines = [
          say(environment, {
            fr: `comparée ${comparedAt ?? '–'}, d’accord ${agreedAt ?? '–'}, en retard depuis ${behindSince ?? '–'}`,
            en: `compared ${comparedAt ?? '–'}, agreed ${agreedAt ?? '–'}, behind since ${behindSince ?? '–'}`,
          }),
          ...differences.map(
            (one) =>
              `${one.space}  ${one.known}/${one.said}  ${one.since}  ${one.times}×  ${one.repairedAt ?? '–'}`,
          ),
        ];
        process.stdout.write(`${lines.join('\n')}\n`);
      }),
    );

  common(source.command('secret').argument('<source>'))
    .description(
      'donne un autre secret ; le précédent vaut encore, sauf --only / gives another secret; the one before still counts, unless --only',
    )
    .option('--only', 'le précédent ne vaut plus / the one before no longer counts')
    .action((id: string, options: Options & { only?: boolean }) =>
      withSourcier(async ({ stores }) => {
        const org = await chooseOrganisation(stores, options.org);
        const secret = await renewSecret(stores, { org, id }, { only: options.only === true });
        if (options.json) return printJson({ secret });
        process.stdout.write(`${secret}\n`);
      }),
    );

  common(source.command('remove').argument('<source>'))
    .description('retire une source et tous ses documents / removes a source with all its documents')
    .requiredOption('--yes', 'confirme / confirms')
    .action((id: string, options: Options) =>
      withSourcier(async (sourcier) => {
        const { stores, environment } = sourcier;
        const org = await chooseOrganisation(stores, options.org);
        const documents = await stores.sources.remove(org, id, null);
        if (documents === null) throw new AppError('SOURCE_UNKNOWN', { detail: `source: ${id}` });
        if (options.json) return printJson({ source: id, documents });
        process.stdout.write(
          `${say(environment, { fr: `${id} est retirée avec ${countedFr(documents, 'document')}.`, en: `${id} is removed with ${countedEn(documents, 'document')}.` })}\n`,
        );
      }),
    );
}

function inputOf(options: SaveOptions, exportToken: string | undefined): Record<string, unknown> {
  const { title, tenant, directory, pull, exportUrl, contentOrigin, receiptsUrl, lateCheckUrl, disable } =
    options;
  return {
    title,
    tenant,
    directory,
    mode: pull === undefined ? undefined : pull ? 'pull' : 'push',
    exportUrl,
    exportToken,
    contentOrigins: contentOrigin,
    receiptsUrl,
    lateCheckUrl,
    enabled: disable === undefined ? undefined : !disable,
  };
}

const savedTexts = (id: string, isNew: boolean) =>
  isNew
    ? {
        fr: `La source ${id} est ajoutée. Notez son secret : il ne sera plus montré.`,
        en: `The source ${id} is added. Keep its secret: it is not shown again.`,
      }
    : { fr: `La source ${id} est changée.`, en: `The source ${id} is changed.` };
