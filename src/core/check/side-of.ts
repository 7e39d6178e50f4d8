/** On which side of a number the true one lies: at most, at least, below, above. */
export type Side = 'most' | 'least' | 'below' | 'above';

const opposites: Readonly<Record<Side, Side>> = {
  most: 'least',
  least: 'most',
  below: 'above',
  above: 'below',
};

/**
 * True when one says the contrary of the other. « Moins de 16 ans » and « à partir de 16 ans » do not: each tells the other's
 * other case.
 */
export const areOpposite = (one: Side | null, other: Side | null): boolean =>
  one !== null && other !== null && opposites[one] === other;

/** « Ne peut excéder », « n'est pas inférieure à »: within a clause. */
const not = "(?:(?<!\\p{L})(?:ne |n')[^,;.:]{0,40}|not [^,;.:]{0,20})";
const beyond = '(?:exced\\p{L}*|depass\\p{L}*|superieure?s? a|exceed\\p{L}*)';
const before: readonly (readonly [Side, RegExp])[] = [
  ['most', endOf(`${not}${beyond}|pas plus de|no more than`)],
  ['least', endOf(`${not}(?:inferieure?s? a|less than|fewer than)|pas moins de|no (?:less|fewer) than`)],
  [
    'most',
    endOf(
      "au plus|au maximum|maxim(?:um|ale?)(?: de)?|jusqu'a|plafonnee?s? a|limitee?s? a|dans la limite de|at most|up to",
    ),
  ],
  ['least', endOf('au moins|au minimum|minim(?:um|ale?)(?: de)?|at least')],
  ['below', endOf('moins de|inferieure?s? a|less than|fewer than|under|below')],
  ['above', endOf(`plus de|${beyond}|au[- ]dela de|more than|over|above`)],
];
const after: readonly (readonly [Side, RegExp])[] = [
  ['most', /^ ?(?:au (?:plus|maximum)|maximum|at most)(?!\p{L})/u],
  ['least', /^ ?(?:au (?:moins|minimum)|minimum|at least|(?:et|ou|and|or) (?:plus|more))(?!\p{L})/u],
];

/** What the folded words before a number, or right behind it, say of its side. */
export function sideOf(wordsBefore: string, wordsAfter: string): Side | null {
  const found =
    before.find(([, words]) => words.test(wordsBefore)) ?? after.find(([, words]) => words.test(wordsAfter));
  return found?.[0] ?? null;
}

function endOf(alternatives: string): RegExp {
  return new RegExp(`(?<!\\p{L})(?:${alternatives}) (?:de |a |les |the )?$`, 'u');
}
