import { type Command, Option } from 'commander';
import { type AssistantOffReason, assistantOffReasons } from '../../core/access/assistant-off.ts';
import { organisationFile } from '../../core/access/organisation-file.ts';
import { removeOrganisation } from '../../core/lifecycle/remove-organisation.ts';
import { presentAssistant } from '../../http/presenters/present-assistant.ts';
import { countedEn, countedFr } from '../counted.ts';
import { exportOrganisation } from '../export-organisation.ts';
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
            fr: `${wanted.organisation} : ${countedFr(users, 'personne')}, ${countedFr(groups, 'groupe')}, ${countedFr(spaces, 'espace')}.`,
            en: `${wanted.organisation}: ${countedEn(users, 'person', 'people')}, ${countedEn(groups, 'group')}, ${countedEn(spaces, 'space')}.`,
          })}\n`,
        );
      });
    });
  org
    .command('export')
    .argument('<organisation>')
    .requiredOption('--out <folder>', 'dossier nouveau ou vide / folder, new or empty')
    .option('--files', 'avec les fichiers des documents / with the files of its documents')
    .description('tout ce qui est gardé d’elle, en formats ouverts / all that is kept of it, in open formats')
    .option('--json', 'sortie en JSON / JSON output')
    .action((id: string, options: { out: string; files?: boolean; json?: boolean }) =>
      withSourcier(async ({ stores, environment }) => {
        const written = await exportOrganisation(stores, id, {
          folder: options.out,
          files: options.files === true,
        });
        if (options.json) return printJson({ organisation: id, ...written });
        process.stdout.write(
          `${say(environment, {
            fr: `${countedFr(written.files.length, 'fichier écrit', 'fichiers écrits')}, et les octets de ${countedFr(written.blobs, 'document')}.`,
            en: `${countedEn(written.files.length, 'file')} written, and the bytes of ${countedEn(written.blobs, 'document')}.`,
          })}\n`,
        );
      }),
    );
  for (const { name, enabled, description, done } of switches) {
    const command = org.command(name).argument('<organisation>').description(description);
    if (!enabled)
      command.addOption(new Option('--reason <reason>', 'pourquoi / why').choices(assistantOffReasons));
    command
      .option('--json', 'sortie en JSON / JSON output')
      .action((id: string, options: { reason?: AssistantOffReason; json?: boolean }) =>
        withSourcier(async ({ services, environment }) => {
          const state = await services.assistant.turn(id, { enabled, reason: options.reason }, null);
          if (options.json) return printJson({ organisation: id, ...presentAssistant(state) });
          process.stdout.write(`${say(environment, done(id))}\n`);
        }),
      );
  }
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

const switches = [
  {
    name: 'suspend-assistant',
    enabled: false,
    description: 'désactive l’assistant aussitôt / turns the assistant off, at once',
    done: (id: string) => ({
      fr: `${id} : l’assistant est désactivé. « org resume-assistant ${id} » le rétablit.`,
      en: `${id}: the assistant is off. “org resume-assistant ${id}” turns it on again.`,
    }),
  },
  {
    name: 'resume-assistant',
    enabled: true,
    description: 'rétablit l’assistant / turns the assistant on again',
    done: (id: string) => ({
      fr: `${id} : l’assistant répond de nouveau.`,
      en: `${id}: the assistant answers again.`,
    }),
  },
] as const;
