import type { ParsedBlock } from '../../core/parsed-document.ts';
import { cleanText } from './clean-text.ts';

/** A longer title or name is cut there when it is shown. */
export const maxTitleCharacters = 300;
/** Beyond, it is no title: those of decrees and agreements reach 700. */
const longestTitle = 1_000;
const placeholder =
  /^(untitled|sans titre|sans nom|document\s*\d*|doc\s*\d+|title|titre|titre du document|présentation powerpoint|powerpoint presentation|diapositive \d+|slide \d+|word document|microsoft (word|excel|powerpoint).*|\(anonymous\)|normal\.dot.?|template|modèle)$/i;
const fileName = /\.(docx?|dotx?|odt|ott|rtf|pdf|pptx?|xlsx?|indd|qxp|tex|dvi|txt|html?|md|ai|psd|pub)$/i;

/** The title that metadata carries, or `null` when it is only what a program left there (file names, placeholders). */
export function meaningfulTitle(candidate: string | null | undefined): string | null {
  const title = cleanText(candidate ?? '');
  if (title === '' || title.length > longestTitle) return null;
  if (!/\p{L}{2}/u.test(title) || placeholder.test(title) || fileName.test(title) || isSlug(title))
    return null;
  return title;
}

// What a file was called: `schema_v6`, `note-de-service`.
function isSlug(title: string): boolean {
  return !title.includes(' ') && (title.includes('_') || title.split('-').length > 2);
}

/** Metadata first when it means something, else the first level-1 heading, else `null`. */
export function titleOf(metadata: string | null | undefined, blocks: readonly ParsedBlock[]): string | null {
  const heading = blocks.find((block) => block.kind === 'heading' && block.level === 1);
  return meaningfulTitle(metadata) ?? meaningfulTitle(heading?.kind === 'heading' ? heading.text : null);
}

/** A date in metadata (ISO 8601), or `null` when absent or absurd. */
export function dateOf(value: string | null | undefined): Date | null {
  if (value === null || value === undefined) return null;
  const date = new Date(value);
  const year = date.getUTCFullYear();
  return Number.isNaN(date.getTime()) || year < 1970 || year > 2200 ? null : date;
}
