/** At most `most` characters (UTF-16 units) of a text; one that is cut ends with an ellipsis, never inside a letter. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
