/** A title as plain text shows it. */
export type PlainTitle = { readonly level: number; readonly text: string };

const maxTitleCharacters = 120;
/** What no title ends with. */
export const endOfSentence = /[.;,:!?…]$/;

const rule = /^(?:={3,}|-{3,}|~{3,}|\*{3,}|_{3,}|#{3,})$/;

/** True for a line that only draws. */
export function isRule(line: string): boolean {
  return rule.test(line.trim());
}

/**
 * The title that a line makes together with the line of `=` or `-` below it. Within a paragraph (`opens` is false) only a
 * line drawn to its length underlines it: other rules end the paragraph.
 */
export function underlinedTitle(line: string, below: string | undefined, opens: boolean): PlainTitle | null {
  const drawn = below?.trim() ?? '';
  const text = line.trim();
  if (!rule.test(drawn) || !isShort(text) || !/\p{L}/u.test(text)) return null;
  // A short rule below a long line ends a part rather than underlining it.
  if (drawn.length < text.length / 2) return null;
  if (!opens && Math.abs(drawn.length - text.length) > 1) return null;
  return { level: drawn.startsWith('=') ? 1 : 2, text };
}

const partLevels: readonly (readonly [opening: RegExp, level: number])[] = [
  [/^(?:partie|titre|livre|annexe|part|appendix|annex)\s+(?:[IVXLC]+|\d+|[A-Z]|premi[eè]re?|1er)\b/i, 2],
  [/^(?:chapitre|chapter)\s+(?:[IVXLC]+|\d+|premier|1er)\b/i, 3],
  [/^section\s+(?:[IVXLC]+|\d+|première|1re)\b/i, 4],
  [/^(?:article|art\.?)\s+(?:[LRD]\.? ?)?(?:\d[\d.-]*|premier|1er)\b(?: ?(?:bis|ter|quater)\b)?/i, 5],
];

/**
 * The title that a line alone between blank lines is, by its wording: « Chapitre II », « 2.1 Objet », « CONGÉS ANNUELS ».
 * Level 1 is left to underlined titles: one of these hardly ever names the whole document.
 * `nextOpens` tells how the next paragraph opens: a series of numbered lines is a list.
 */
export function aloneTitle(line: string, nextOpens: string): PlainTitle | null {
  const text = line.trim();
  if (!isShort(text) || endOfSentence.test(text) || nextOpens === '') return null;
  const part = partOf(text);
  if (part !== null) return { level: part.level, text };
  const number = /^(\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5})[.)]?\s+\p{Lu}/u.exec(text)?.[1];
  if (number !== undefined) {
    const parts = number.split('.').length;
    if (parts === 1 && /^\s*(?:\d{1,3}|[IVX]{1,5})[.)]\s/.test(nextOpens)) return null;
    return { level: Math.min(6, parts + 1), text };
  }
  return isCapitals(text) ? { level: 2, text } : null;
}

/** The part of a regulation whose name opens a line, and what follows its number; `null` when none does. */
export function partOf(text: string): { readonly level: number; readonly rest: string } | null {
  for (const [opening, level] of partLevels) {
    const name = opening.exec(text)?.[0];
    if (name !== undefined) return { level, rest: text.slice(name.length) };
  }
  return null;
}

function isShort(text: string): boolean {
  return text !== '' && text.length <= maxTitleCharacters;
}

// Two words or a long one: an abbreviation alone is no title.
function isCapitals(text: string): boolean {
  if (text.length > 80 || text !== text.toUpperCase() || /[=|_*#<>{}]|\d{4,}/.test(text)) return false;
  const words = text.match(/\p{Lu}{2,}/gu) ?? [];
  return words.join('').length >= 6 && words.length >= text.split(/\s+/).length / 2;
}
