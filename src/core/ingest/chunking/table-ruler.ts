/** The line below the header row of a table, as Markdown has it. Its short form costs about a token a column. */
export function rulerOf(columns: number): string {
  return `|${'---|'.repeat(columns)}`;
}

/** A text without the rulers of its tables: they say nothing of the subject. */
export function withoutRulers(text: string): string {
  return text.replace(/^\|(?:---\|)+\n/gm, '');
}
