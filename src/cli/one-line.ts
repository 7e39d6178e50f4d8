/** What somebody wrote, on one line and without what a terminal would obey. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}]+/gu, (signs) => (/\s/u.test(signs) ? ' ' : ''));
}
