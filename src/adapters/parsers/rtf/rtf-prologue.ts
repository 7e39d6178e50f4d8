import type { SensitivityLabel } from '../../../core/parsed-document.ts';
import { dateOf } from '../title.ts';
import { charsetOfCodePage, charsetOfFont, createTextBuffer } from './rtf-charset.ts';
import type { RtfScanner, RtfToken } from './scan-rtf.ts';

export type RtfStyle = { readonly name: string; readonly outlineLevel: number | null };

/** What the group of information tells; texts as they stand. */
export type RtfInformation = {
  readonly texts: ReadonlyMap<string, string>;
  readonly dates: ReadonlyMap<string, Date>;
};

/** Reads the tokens of the group that is open up to its end, with their depth below it. */
function* tokensOfGroup(scanner: RtfScanner): Generator<{ token: RtfToken; depth: number }> {
  for (let depth = 0, token = scanner.next(); token !== null; token = scanner.next()) {
    if (token.kind === 'open') depth += 1;
    if (token.kind === 'close') depth -= 1;
    if (depth < 0) return;
    yield { token, depth };
  }
}

/** Charset of each font that has one of its own. */
export function readFonts(scanner: RtfScanner): ReadonlyMap<number, string> {
  const charsets = new Map<number, string>();
  let font = 0;
  for (const { token } of tokensOfGroup(scanner)) {
    if (token.kind !== 'word' || token.value === null) continue;
    if (token.name === 'f') font = token.value;
    const charset =
      token.name === 'fcharset'
        ? charsetOfFont(token.value)
        : token.name === 'cpg'
          ? charsetOfCodePage(token.value)
          : null;
    if (charset !== null) charsets.set(font, charset);
  }
  return charsets;
}

const nearlyWhite = 250;

/** Numbers of the colours that cannot be told from white paper. */
export function readWhites(scanner: RtfScanner): ReadonlySet<number> {
  const whites = new Set<number>();
  let number = 0;
  let parts = new Map<string, number>();
  for (const { token } of tokensOfGroup(scanner)) {
    if (token.kind === 'word') parts.set(token.name, token.value ?? 0);
    if (token.kind !== 'bytes' || !token.bytes.includes(0x3b)) continue;
    if (['red', 'green', 'blue'].every((part) => (parts.get(part) ?? 0) >= nearlyWhite)) whites.add(number);
    parts = new Map();
    number += 1;
  }
  return whites;
}

/** Paragraph styles by number. Character, section and table styles say nothing of the structure. */
export function readStyles(scanner: RtfScanner): ReadonlyMap<number, RtfStyle> {
  const styles = new Map<number, RtfStyle>();
  const name = createTextBuffer();
  let number: number | null = 0;
  let outlineLevel: number | null = null;
  for (const { token, depth } of tokensOfGroup(scanner)) {
    if (token.kind === 'open' && depth === 1) {
      name.take();
      number = 0;
      outlineLevel = null;
    } else if (token.kind === 'close' && depth === 0 && number !== null) {
      styles.set(number, { name: name.take().replace(/;.*$/s, '').trim(), outlineLevel });
    } else if (token.kind === 'bytes' && depth === 1) name.addBytes(token.bytes, 'cp1252');
    else if (token.kind === 'word' && depth === 1) {
      if (token.name === 's') number = token.value;
      else if (['cs', 'ds', 'ts'].includes(token.name)) number = null;
      else if (token.name === 'outlinelevel') outlineLevel = token.value;
      else if (token.name === 'u' && token.value !== null) name.addUnicode(token.value, 1);
    }
  }
  return styles;
}

/** Title, author, dates and the like, each in a group of its own. */
export function readInformation(scanner: RtfScanner, charset: string): RtfInformation {
  const texts = new Map<string, string>();
  const dates = new Map<string, Date>();
  const text = createTextBuffer();
  let field: string | null = null;
  let moment = new Map<string, number>();
  for (const { token, depth } of tokensOfGroup(scanner)) {
    if (token.kind === 'open' && depth === 1) {
      text.take();
      field = null;
      moment = new Map();
    } else if (token.kind === 'close' && depth === 0 && field !== null) {
      texts.set(field, text.take());
      const date = dateOfParts(moment);
      if (date !== null) dates.set(field, date);
    } else if (token.kind === 'bytes') text.addBytes(token.bytes, charset);
    else if (token.kind === 'word') {
      if (token.name === 'u' && token.value !== null) text.addUnicode(token.value, 1);
      else if (field === null) field = token.name;
      else moment.set(token.name, token.value ?? 0);
    }
  }
  return { texts, dates };
}

/** Labels of Microsoft's information protection among the properties that programs add. */
export function readLabels(scanner: RtfScanner): SensitivityLabel[] {
  const labels: SensitivityLabel[] = [];
  const text = createTextBuffer();
  let property = '';
  for (const { token } of tokensOfGroup(scanner)) {
    if (token.kind === 'bytes') text.addBytes(token.bytes, 'cp1252');
    else if (token.kind === 'word' && token.name === 'u') text.addUnicode(token.value ?? 0, 1);
    else if (token.kind === 'word' && ['propname', 'staticval'].includes(token.name)) text.take();
    else if (token.kind === 'close') {
      const closed = text.take().trim();
      if (/^MSIP_Label_[\w-]+_Name$/.test(property) && closed !== '')
        labels.push({ scheme: 'msip', name: closed });
      property = closed;
    }
  }
  return labels;
}

// The hour is that of the writer's clock; nothing tells its zone.
function dateOfParts(parts: ReadonlyMap<string, number>): Date | null {
  const [year, month, day] = [parts.get('yr'), parts.get('mo'), parts.get('dy')];
  if (year === undefined || month === undefined || day === undefined) return null;
  const date = new Date(Date.UTC(year, month - 1, day, parts.get('hr') ?? 0, parts.get('min') ?? 0));
  // A month or an hour without bounds leads into any year.
  return Number.isNaN(date.getTime()) ? null : dateOf(date.toISOString());
}
