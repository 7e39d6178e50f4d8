/** What a unit measures: two quantities can be compared, or contradict each other, within one family only. */
export type UnitFamily =
  | 'euro'
  | 'money'
  | 'percent'
  | 'months'
  | 'minutes'
  | 'measure'
  | 'noun'
  | 'ordinal'
  | 'none';

export type Unit = {
  readonly family: UnitFamily;
  /** Equal for units that can be reckoned into each other. */
  readonly name: string;
  /** Of `name` in one unit: 12 months in a year. */
  readonly factor: number;
};

const unit = (family: UnitFamily, name: string, factor = 1): Unit => ({ family, name, factor });
const minutesPerDay = 1_440;

/** Patterns of folded text, longest first where one begins another. A year is months, a week is days, a day is minutes. */
const known: readonly (readonly [string, Unit])[] = [
  ['€|euros?|eur', unit('euro', 'euro')],
  ['centimes?(?: d.euros?)?|cents', unit('euro', 'euro', 0.01)],
  ['\\$|dollars?|usd', unit('money', 'dollar')],
  ['£|pounds?|livres? sterling|gbp', unit('money', 'pound')],
  ['francs?(?! suisses?)', unit('money', 'franc')],
  ['%|pour ?cents?|per ?cent|percent', unit('percent', 'percent')],
  ['ans?|annees?|years?', unit('months', 'month', 12)],
  ['semestres?', unit('months', 'month', 6)],
  ['trimestres?|quarters?', unit('months', 'month', 3)],
  ['mois|months?', unit('months', 'month')],
  ['semaines?|weeks?', unit('minutes', 'minute', 7 * minutesPerDay)],
  ['jours?|jrs?|days?', unit('minutes', 'minute', minutesPerDay)],
  ['heures?|hours?|hrs?|h', unit('minutes', 'minute', 60)],
  ['minutes?|mins?|mn', unit('minutes', 'minute')],
  ['secondes?|seconds?|secs?', unit('minutes', 'minute', 1 / 60)],
  ['km ?/ ?h', unit('measure', 'km/h')],
  ['km2|kilometres? carres?|square kilomet(?:er|re)s?', unit('measure', 'm2', 1e6)],
  ['kilometres?|kilometers?|km', unit('measure', 'm', 1_000)],
  ['metres? carres?|m2|square met(?:er|re)s?', unit('measure', 'm2')],
  ['metres? cubes?|m3', unit('measure', 'm3')],
  ['hectares?|ha', unit('measure', 'm2', 10_000)],
  ['centimetres?|cm', unit('measure', 'm', 0.01)],
  ['millimetres?|mm', unit('measure', 'm', 0.001)],
  ['metres?|meters?|m', unit('measure', 'm')],
  ['kilos?|kilogrammes?|kg', unit('measure', 'g', 1_000)],
  ['grammes?|grams?|g', unit('measure', 'g')],
  ['tonnes?|t', unit('measure', 'g', 1e6)],
  ['litres?|liters?|l', unit('measure', 'litre')],
  ['go|gb|gigaoctets?', unit('measure', 'octet', 1e9)],
  ['mo|mb|megaoctets?', unit('measure', 'octet', 1e6)],
  ['ko|kb|kilooctets?', unit('measure', 'octet', 1e3)],
  ['°c|degres?', unit('measure', 'degree')],
];
const pattern = new RegExp(
  `^(?:${known.map(([form]) => `(${form})`).join('|')})(?!['\\p{L}\\p{N}]|-\\p{L})`,
  'u',
);

/** The unit that a folded text begins with, white space, a hyphen or « d' » before it allowed, and how long all that is. */
export function knownUnit(text: string): { readonly unit: Unit; readonly length: number } | null {
  const lead =
    /^(?: d[e'] ?|[ -])?(?:(?:premi(?:er|ere)s?|derni(?:er|ere)s?|prochaine?s?|first|last|next|full) )?/.exec(
      text,
    )?.[0] ?? '';
  const match = pattern.exec(text.slice(lead.length));
  if (!match) return null;
  const place = match.slice(1).findIndex((group) => group !== undefined);
  const found = known[place]?.[1];
  return found ? { unit: found, length: lead.length + match[0].length } : null;
}

/** Something counted, by the stem of its noun. */
export function nounUnit(stem: string): Unit {
  return stem === '' ? unit('none', '') : unit('noun', stem);
}

/** A rank among things of that name. */
export function ordinalUnit(stem: string): Unit {
  return unit('ordinal', stem);
}
