const fence = /^ {0,3}(`{3,}|~{3,})/;
/** HTML that goes on over blank lines until its end is said. */
const rawStart = /^ {0,3}<(!--|script\b|pre\b|style\b|textarea\b)/i;
const rawEnds: Readonly<Record<string, RegExp>> = {
  '!--': /-->/,
  script: /<\/script>/i,
  pre: /<\/pre>/i,
  style: /<\/style>/i,
  textarea: /<\/textarea>/i,
};
/** The line below the names of a table's columns. Nothing in it can be read in two ways, which long lines would take for ever. */
const isRule = (line: string): boolean => line.includes('-') && /^[\s:|-]+$/.test(line);
const linkDefinition = /^ {0,3}\[(?!\^)[^\]\n]{1,500}\]:[ \t]*\S.*$/gm;
const mostDefinitions = 50_000;

/**
 * Cuts Markdown where a block ends, in pieces of some `size` characters, since a parser takes hundreds of bytes for each character and
 * keeps them to the end of what it is given. A long table goes on in the next piece below the names of its columns, and targets of links,
 * which may stand anywhere, are put to each piece. What is no longer than a piece stays as it is.
 */
export function* markdownPieces(text: string, size: number): Generator<string> {
  if (text.length <= size) {
    yield text;
    return;
  }
  const definitions = (text.match(linkDefinition) ?? []).join('\n').slice(0, mostDefinitions);
  const whole = (lines: readonly string[]) => `${lines.join('\n')}\n\n${definitions}`;
  let lines: string[] = [];
  let length = 0;
  let open: RegExp | null = null;
  /** Names of the columns and the line below them, while rows follow. */
  let columns: readonly string[] = [];
  for (const line of text.split('\n')) {
    const before = lines.at(-1) ?? '';
    if (length >= size && open === null) {
      const opensBlock = before.trim() === '' && /^\S/.test(line);
      const goesOn = length >= 2 * size && columns.length > 0 && line.includes('|');
      if (opensBlock || goesOn) {
        yield whole(lines);
        lines = opensBlock ? [] : [...columns];
        length = 0;
      }
    }
    if (open === null) {
      if (line.includes('|') && isRule(line) && before.includes('|')) columns = [before, line];
      else if (!line.includes('|')) columns = [];
      open = closingOf(line);
    } else if (open.test(line)) open = null;
    lines.push(line);
    length += line.length + 1;
  }
  yield whole(lines);
}

/** What ends the block that a line begins, when blank lines do not; `null` when they do. */
function closingOf(line: string): RegExp | null {
  const marks = fence.exec(line)?.[1];
  if (marks !== undefined) return new RegExp(`^ {0,3}${marks.charAt(0)}{${marks.length},}[ \\t]*\\r?$`);
  const name = rawStart.exec(line)?.[1];
  const end = name === undefined ? undefined : rawEnds[name.toLowerCase()];
  return end === undefined || end.test(line) ? null : end;
}
