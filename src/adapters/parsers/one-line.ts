import { cleanText } from './clean-text.ts';

// Tags of GitBook, Jekyll and Hugo sites ({% hint %}, {% endtab %}): markup that Markdown does not know.
const liquidTag = /\{%[^%]{0,500}%\}/g;

/** Words of a piece of text, as one line without such tags. */
export function onOneLine(text: string): string {
  return cleanText(text.replace(liquidTag, ' '));
}
