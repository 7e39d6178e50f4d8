// Invisible characters that break words: soft hyphen, zero-width space, word joiner, BOM, bidirectional controls. Joiners
// (U+200C, U+200D) stay: Arabic, Indic scripts and emoji need them. Unicode tags stay for `without-tags.ts`, which counts.
const invisible = /[\u00AD\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed here
const control = /[\u0000-\u0008\u000E-\u001F\u007F-\u0084\u0086-\u009F]/g;
// Some fonts print it for the apostrophe; as a letter it would glue "l" to the word that follows.
const modifierApostrophe = /\u02BC/g;
const space = /[\s\u0085]+/gu;

/**
 * One line of plain text: NFC, well-formed, no control or invisible character, runs of white space (no-break spaces
 * included) folded into one space, trimmed.
 */
export function cleanText(text: string): string {
  return withoutInvisible(text).replace(modifierApostrophe, '’').replace(space, ' ').trim();
}

/** As `cleanText`, for code: line breaks and indentation stay, trailing white space goes. */
export function cleanCode(text: string): string {
  return withoutInvisible(text)
    .split(/\r\n?|\n/)
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/^\n+|\n+$/g, '');
}

function withoutInvisible(text: string): string {
  return text.toWellFormed().normalize('NFC').replace(invisible, '').replace(control, '');
}
