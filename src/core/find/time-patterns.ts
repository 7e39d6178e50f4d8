import { monthOf, type Period, yearOf } from './calendar.ts';

// All for folded text, French and English together: a question may hold both.

/** What people ask the last one of. */
const kinds =
  'comptes?[ -]rendus?|crs?|proces[ -]verb(?:al|aux)|pv|rapports?|versions?|reglements?|notes?|circulaires?|deliberations?|budgets?|arretes?|decisions?|plans?|conventions?|contrats?|avenants?|bulletins?|lettres?|editions?|bilans?|mises? a jour|reunions?|seances?|conseils?|comites?|cst|bureaux?|accords?|chartes?|guides?|procedures?|organigrammes?|listes?|tarifs?|grilles?|plannings?|calendriers?|programmes?|documents?|fichiers?|baremes?|protocoles?|statuts|minutes|meetings?|reports?|policy|policies|rules?|agreements?|charters?|handbooks?|price lists?|prices|fees|memos?|newsletters?|schedules?|contracts?|guidelines?|documents?|files?|boards?';
const start = '(?<![\\p{L}\\p{N}])';
const end = '(?![\\p{L}\\p{N}])';
const latestPatterns = [
  // « dernière version » says nothing of the subject, the kind in « dernier compte rendu » does.
  `${start}(?:dernieres?|derniers?) (?:versions?|editions?|mises? a jour)${end}`,
  `${start}derni(?:ere|er)s? (?=(?:\\p{L}+ )?(?:${kinds})${end})`,
  `(?<=${start}(?:${kinds}) (?:\\p{L}+ )?)(?:a jour|actuel(?:le)?s?)${end}`,
  `${start}(?:les? |la )?plus recente?s?${end}`,
  `${start}(?:versions? )?(?:actuellement )?(?:en vigueur|actuelles?|a jour|en cours|courantes?)(?<=en vigueur|version.*)${end}`,
  `${start}(?:latest|newest|most recent|up[ -]to[ -]date)(?: versions?)?${end}`,
  `${start}(?:current|last) (?:versions?|editions?)${end}`,
  `${start}(?:current|last) (?=(?:\\p{L}+ )?(?:${kinds})${end})`,
  `${start}(?:currently )?in force${end}`,
];
/** The same, in words that a text may well say itself. */
const presentPatterns = [
  `${start}(?:actuellement|a ce jour|a l'heure actuelle|en ce moment|currently|at present|now(?= ?\\?))${end}`,
  `(?<=${start}(?:applique|appliquent|valable|valables|applicable|applicables) )aujourd'hui${end}`,
];

/** What asks for the latest, and whether its words are looked for all the same. */
export const latestExpressions: readonly { readonly pattern: RegExp; readonly says: boolean }[] = [
  ...latestPatterns.map((pattern) => ({ pattern: new RegExp(pattern, 'gu'), says: false })),
  ...presentPatterns.map((pattern) => ({ pattern: new RegExp(pattern, 'gu'), says: true })),
];

/** What stands before a date that is a bound. */
export const leads = {
  asOf: /(?:(?:en vigueur|applicables?|valables?|valides?|a jour|as (?:of|at)|in force|effective|applicable|valid)(?: (?:au|en|le|a la date du|on|at|in|the|as of))*|(?<!jusqu'|du .*)(?<!\p{L})(?:au|a la date du)) $/u,
  before:
    /(?<!\p{L})(?:avant|anterieure?s? (?:au|a)|before|prior to|earlier than)(?: (?:le|l'annee|the))? $/u,
  until: /(?<!\p{L})(?:jusqu'(?:en|au|a)|until|up to)(?: la fin de)? $/u,
  after: /(?<!\p{L})(?:apres|posterieure?s? (?:au|a)|after|later than)(?: (?:le|the))? $/u,
  since: /(?<!\p{L})(?:depuis|a partir (?:de|du)|a compter (?:de|du)|since|from)(?: (?:le|l'annee|the))? $/u,
} as const;
/** A range: what stands before its first date, and between the two. */
export const between = /(?<!\p{L})(?:entre|de|between|from) $/u;
export const and = /^ (?:et|a|and|to|until) $/u;
/** What stands after a number, or before it, that is no year. */
export const counts =
  /^ ?(?:€|euros?|%|habitants?|agents?|personnes?|places?|m2|m²|km|kg|people|staff|pages?)/u;
export const named = /(?:n°|no|numero|article|art\.?|loi|decret|norme|iso|page|rue) ?$/u;

const numbers = ['un|one|1', 'deux|two|2', 'trois|three|3', 'quatre|four|4', 'cinq|five|5'];

type Relative = {
  readonly pattern: RegExp;
  period(now: Date): Period;
  /** Whether its year is looked for in its place. */
  readonly says: boolean;
};
/** A time counted from now. */
export const relativeTimes: readonly Relative[] = [
  ...numbers.map(
    (number, index): Relative => ({
      pattern: new RegExp(`${start}(?:il y a (?:${number}) ans?|(?:${number}) years? ago)${end}`, 'gu'),
      period: (now) => yearOf(now.getUTCFullYear() - 1 - index),
      says: true,
    }),
  ),
  {
    pattern: new RegExp(`${start}(?:cette annee|l'annee en cours|this year)${end}`, 'gu'),
    period: (now) => yearOf(now.getUTCFullYear()),
    says: true,
  },
  {
    pattern: new RegExp(
      `${start}(?:(?:l'an|l'annee) (?:dernier|derniere|passee?|precedente?)|last year|previous year)${end}`,
      'gu',
    ),
    period: (now) => yearOf(now.getUTCFullYear() - 1),
    says: true,
  },
  {
    pattern: new RegExp(`${start}(?:(?:l'an|l'annee) prochaine?|next year)${end}`, 'gu'),
    period: (now) => yearOf(now.getUTCFullYear() + 1),
    says: true,
  },
  {
    pattern: new RegExp(`${start}(?:ce mois(?:-ci)?|this month)${end}`, 'gu'),
    period: (now) => monthOf(now.getUTCFullYear(), now.getUTCMonth() + 1),
    says: false,
  },
  {
    pattern: new RegExp(`${start}(?:le mois (?:dernier|passe)|last month)${end}`, 'gu'),
    period: (now) => monthOf(now.getUTCFullYear(), now.getUTCMonth()),
    says: false,
  },
];
