import type { ParsedPage } from '@llamaindex/liteparse';
import { cleanText } from '../clean-text.ts';

const kinds =
  /^(?:text|freetext|highlight|underline|strikeout|squiggly|caret|stamp|square|circle|line|polygon|polyline|ink)$/i;

/** Of one page. */
const maxComments = 200;

/** What people wrote on a page with a viewer: notes, boxes of text, remarks on marked passages. From top to bottom. */
export function commentsOf(page: ParsedPage): { readonly text: string; readonly top: number }[] {
  return (page.annotations ?? [])
    .filter(({ subtype, contents }) => kinds.test(subtype) && /[\p{L}\p{N}]/u.test(contents ?? ''))
    .slice(0, maxComments)
    .map(({ contents, rect }) => ({ text: cleanText(contents ?? ''), top: rect?.y ?? 0 }))
    .toSorted((one, other) => one.top - other.top);
}
