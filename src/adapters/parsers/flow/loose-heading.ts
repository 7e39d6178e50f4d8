const maxCharacters = 100;

/** True when a paragraph is a heading that was written without a style: short, and all in bold or in capitals. */
export function isLooseHeading(text: string, bold: boolean): boolean {
  if (text.length > maxCharacters || !/\p{L}{4}/u.test(text) || /[.;,!?]$/.test(text)) return false;
  return bold || text === text.toUpperCase();
}
