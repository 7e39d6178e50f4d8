import type { Language } from '../document.ts';
import { type Reference, type ReferenceKind, referenceKinds } from '../find/references.ts';
import type { SaidReference } from './fact.ts';
import type { Reading } from './facts-in.ts';
import { knownUnit } from './units.ts';

const start = '(?<![\\p{L}\\p{N}])';
const end = '(?![\\p{L}\\p{N}])';
/** Identifiers last: what is left of letters with digits. Section numbers only where dots make them so. */
const kinds = [
  'telephone',
  'codeArticleRange',
  'codeArticle',
  'article',
  'fileNumber',
  'sectionNumber',
  'identifier',
] as const satisfies readonly ReferenceKind[];
const patterns = kinds.map((kind) => ({
  kind,
  pattern: new RegExp(`${start}(?:${referenceKinds[kind].pattern})${end}`, 'gu'),
}));
/** « articles 3, 4 et 7 »: what follows the first one. */
const following = /^ ?(?:,|et|ou|a|and|or|to) (?:l'article |les articles )?(\d+(?:-\d+)*)(?![\d€%])/u;
/** « au 2° du I », « 1° Les agents » */
const item = /(?<![\p{L}\p{N}.,])(\d{1,3}) ?°(?! ?[cf](?!\p{L}))/gu;
const numbered = /(?<![\p{L}\p{N}])(?:n ?°s? ?|no\.? |numeros? )(\d+)(?!\d|[.,/-]\d)/gu;

/** Articles, decrees, files, telephone numbers and identifiers that a text names. */
export function readReferences(reading: Reading): SaidReference[] {
  const found: SaidReference[] = [];
  for (const { kind, pattern } of patterns)
    for (const match of reading.rest().matchAll(pattern)) {
      const from = match.index;
      const to = from + match[0].length;
      if (kind === 'fileNumber' && knownUnit(reading.text.slice(to, to + 16))) continue;
      if (kind === 'identifier' && isMeasure(match[0])) continue;
      const read: (match: string, language: Language) => Reference = referenceKinds[kind].read;
      const { whole, parts, names = [], shortNames = [] } = read(match[0], reading.language);
      const place = reading.take(from, to);
      // Both ends are said; what lies between them is what the range may be cited for.
      const ends = kind === 'codeArticleRange' ? whole.split('/').map((end) => [end]) : [];
      for (const keys of [...ends, [whole, ...names, ...shortNames, ...(ends.length > 0 ? parts : [])]])
        found.push({ kind: 'reference', ...place, keys });
      if (kind === 'article') found.push(...articlesAfter(reading, to));
    }
  for (const match of reading.rest().matchAll(item))
    found.push({
      kind: 'reference',
      ...reading.take(match.index, match.index + match[0].length),
      keys: [`${match[1]}°`],
    });
  for (const match of reading.rest().matchAll(numbered))
    found.push({
      kind: 'reference',
      ...reading.take(match.index, match.index + match[0].length),
      keys: [String(Number(match[1]))],
    });
  return found;
}

function articlesAfter(reading: Reading, from: number): SaidReference[] {
  const found: SaidReference[] = [];
  let at = from;
  for (;;) {
    const next = following.exec(reading.text.slice(at, at + 40));
    if (!next || knownUnit(reading.text.slice(at + next[0].length, at + next[0].length + 16))) return found;
    const to = at + next[0].length;
    const number = next[1] ?? '';
    found.push({
      kind: 'reference',
      ...reading.take(to - number.length, to),
      keys: [`article${number}`, number],
    });
    at = to;
  }
}

/** « 12kg », « 20ans », « 3e »: a quantity or a rank without its space; « km2 »: a unit. */
function isMeasure(match: string): boolean {
  if (knownUnit(match)?.length === match.length) return true;
  const digits = /^\d+/.exec(match)?.[0];
  if (digits === undefined) return false;
  const tail = match.slice(digits.length);
  return knownUnit(tail)?.length === tail.length || /^(?:er|ere|e|eme|ieme|nde?|st|nd|rd|th|k|m)$/.test(tail);
}
