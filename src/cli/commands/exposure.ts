import { type Command, InvalidArgumentError } from 'commander';
import { tunables } from '../../../config/tunables.ts';
import { presentExposedDocument, presentExposure } from '../../http/presenters/present-exposure.ts';
import type { ExposureSummary } from '../../ports/exposure-report.ts';
import { countOption } from '../count-option.ts';
import { countedEn, countedFr } from '../counted.ts';
import { authoriseAuditor, chooseOrganisation, printJson, say, withSourcier } from '../with-sourcier.ts';

type Options = {
  org?: string;
  space?: string;
  as?: string;
  threshold: number;
  limit: number;
  json?: boolean;
};

/** What an assistant would make easy to find: numbers of each space; with an administrator's name, documents that they may read. */
export function exposureCommand(program: Command): void {
  program
    .command('exposure')
    .description(
      'ce que l’assistant rendrait facile à trouver, par espace / what the assistant would make easy to find, by space',
    )
    .option('--space <space>', 'un seul espace / one space only')
    .option(
      '--threshold <share>',
      'part des personnes de l’organisation, de 0 à 1 / share of the people of the organisation, 0 to 1',
      share,
      tunables.exposure.threshold,
    )
    .option(
      '--as <user>',
      'administrateur : aussi les documents qu’il peut lire / administrator: also the documents that they may read',
    )
    .option('--limit <number>', 'combien de documents au plus / how many documents at most', countOption, 50)
    .option('--org <organisation>', 'organisation')
    .option('--json', 'sortie en JSON / JSON output')
    .action((options: Options) =>
      withSourcier(async ({ stores, environment }) => {
        const org = await chooseOrganisation(stores, options.org);
        const { as, space, threshold, limit } = options;
        if (space !== undefined) await stores.access.findSpace(org, space);
        const reader = as === undefined ? null : await authoriseAuditor({ stores }, { as, org });
        const query = { threshold, ...(space !== undefined && { space }) };
        const summary = await stores.exposure.summarise(org, query);
        const listed = reader && (await stores.exposure.listDocuments(reader, { ...query, limit }));
        const documents = listed?.documents.map(presentExposedDocument) ?? [];
        if (options.json)
          return printJson({
            organisation: org,
            ...presentExposure(threshold, summary),
            ...(listed && { documents, withheld: listed.withheld }),
          });
        process.stdout.write(`${say(environment, describe(threshold, summary))}\n`);
        for (const { id, space: of, people, path } of documents)
          process.stdout.write(`${[id, of, people, path].join('\t')}\n`);
      }),
    );
}

/** A line of the whole, and one for each space. */
function describe(threshold: number, { people, guests, spaces }: ExposureSummary) {
  const percent = Math.round(threshold * 1_000) / 10;
  return {
    fr: [
      `${countedFr(people, 'personne')}, dont ${countedFr(guests, 'invitée')}. Documents exposés : lisibles par plus de ${percent.toLocaleString('fr-FR')} % d’entre elles, ou par un invité.`,
      ...spaces.map(
        (space) =>
          `${space.id}${space.assistantEnabled ? '' : ' (exclu)'} : ${countedFr(space.exposed, 'exposé')} sur ${space.documents} (au-dessus du seuil ${space.aboveThreshold}, ouverts aux invités ${space.openToGuests}), dont ${space.sensitive} avec mention de sensibilité ; ${countedFr(space.unread, 'non lu', 'non lus')} ; ${countedFr(space.people, 'lecteur')}.`,
      ),
    ].join('\n'),
    en: [
      `${countedEn(people, 'person', 'people')}, ${countedEn(guests, 'guest')} among them. Exposed documents: readable by more than ${percent} % of them, or by a guest.`,
      ...spaces.map(
        (space) =>
          `${space.id}${space.assistantEnabled ? '' : ' (excluded)'}: ${space.exposed} exposed of ${space.documents} (above the threshold ${space.aboveThreshold}, open to guests ${space.openToGuests}), ${space.sensitive} of them with a sensitivity label; ${space.unread} unread; ${countedEn(space.people, 'reader')}.`,
      ),
    ].join('\n'),
  };
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) throw new InvalidArgumentError('0…1');
  return value;
}
