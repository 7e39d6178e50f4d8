import { type ErrorCode, errorTable } from '../core/errors.ts';
import { generationOf } from '../core/ingest/generation-of.ts';
import type { EmbeddingStatus } from '../core/ingest/keep-generations.ts';
import type { EmbeddingChoice } from '../core/providers/engine-choice.ts';
import type { Provider } from '../core/providers/provider.ts';
import { countedEn, countedFr } from './counted.ts';

type Line = { readonly fr: string; readonly en: string };
type Known = readonly Pick<Provider, 'id' | 'enabled'>[];

/** Whose vectors answer, which are being built, and what was chosen that nobody builds yet, a line each. */
export function describeVectors(
  { serving, building }: EmbeddingStatus,
  chosen: EmbeddingChoice | null,
  providers: Known,
  /** Whether the installation can make vectors. */
  installationMakes: boolean,
): readonly Line[] {
  const lines: Line[] = [];
  if (serving)
    lines.push({
      fr: `sens : ${serving.generation}${madeBy(serving, providers).fr}, ${countedFr(serving.done, 'document')} sur ${serving.total}${byWords(serving).fr}${failing(serving).fr}`,
      en: `meaning: ${serving.generation}${madeBy(serving, providers).en}, ${serving.done} of ${countedEn(serving.total, 'document')}${byWords(serving).en}${failing(serving).en}`,
    });
  if (building)
    lines.push({
      fr: `en préparation : ${building.generation}${madeBy(building, providers).fr}, ${countedFr(building.done, 'document')} sur ${building.total}${byWords(building).fr}${failing(building).fr}`,
      en: `being built: ${building.generation}${madeBy(building, providers).en}, ${building.done} of ${countedEn(building.total, 'document')}${byWords(building).en}${failing(building).en}`,
    });
  const latest = building ?? serving;
  if (chosen) {
    const generation = generationOf(chosen.model, chosen.passagePrefix, chosen.provider);
    const by = madeBy(chosen, providers);
    if (latest?.generation !== generation)
      lines.push({
        fr: `choisi, pas encore commencé : ${generation}${by.fr}`,
        en: `chosen, not begun yet: ${generation}${by.en}`,
      });
  } else if (latest && latest.provider !== null) {
    lines.push(
      installationMakes
        ? {
            fr: 'choisi, pas encore commencé : les vecteurs de l’installation',
            en: 'chosen, not begun yet: the installation’s vectors',
          }
        : {
            fr: 'choisi : l’installation, qui ne fait pas de vecteurs ; les mots seuls répondent',
            en: 'chosen: the installation, which makes no vectors; words alone answer',
          },
    );
  }
  return lines;
}

/** Who makes them, and whether that one still can. */
function madeBy({ provider }: { readonly provider: string | null }, providers: Known): Line {
  if (provider === null) return { fr: '', en: '' };
  const found = providers.find(({ id }) => id === provider);
  if (!found) return { fr: ` (${provider}, retiré)`, en: ` (${provider}, removed)` };
  if (!found.enabled) return { fr: ` (${provider}, désactivé)`, en: ` (${provider}, switched off)` };
  return { fr: ` (${provider})`, en: ` (${provider})` };
}

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorTable, code);

/** Why no vectors come. */
function failing({ failedWith }: { readonly failedWith: string | null }): Line {
  if (failedWith === null) return { fr: '', en: '' };
  const text = isErrorCode(failedWith) ? errorTable[failedWith] : errorTable.INTERNAL;
  return {
    fr: ` — dernier échec (${failedWith}) : ${text.fr}`,
    en: ` — last failure (${failedWith}): ${text.en}`,
  };
}

/** Documents that the provider of the vectors may not see are no backlog. */
function byWords({ tooSensitive }: { readonly tooSensitive: number }): Line {
  if (tooSensitive === 0) return { fr: '', en: '' };
  return {
    fr: `, ${countedFr(tooSensitive, 'trop sensible pour ce fournisseur, trouvé par ses mots', 'trop sensibles pour ce fournisseur, trouvés par leurs mots')}`,
    en: `, ${countedEn(tooSensitive, 'too sensitive for this provider, found by its words', 'too sensitive for this provider, found by their words')}`,
  };
}
