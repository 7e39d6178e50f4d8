import type { RtfStyle } from './rtf-prologue.ts';

/** What is in force at one point of the text; a group keeps its own and gives back the former when it ends. */
export type RtfFormat = {
  readonly font: number | null;
  /** How many bytes after `\uN` stand for the same character. */
  readonly unicodeSkip: number;
  readonly hidden: boolean;
  readonly deleted: boolean;
  readonly bold: boolean;
  readonly halfPoints: number;
  readonly color: number;
  /** The text or its paragraph has a ground of its own: white letters are meant to be seen. */
  readonly shadedText: boolean;
  readonly shadedParagraph: boolean;
  readonly style: number;
  readonly outlineLevel: number | null;
  readonly listed: boolean;
  readonly listDepth: number;
  /** Depth of tables around the paragraph; 0 outside. */
  readonly tableDepth: number;
};

type Change = (format: RtfFormat, value: number | null) => Partial<RtfFormat>;

const plainText: Partial<RtfFormat> = {
  font: null,
  hidden: false,
  deleted: false,
  bold: false,
  halfPoints: 24,
  color: 0,
  shadedText: false,
};

const plainParagraph: Partial<RtfFormat> = {
  shadedParagraph: false,
  style: 0,
  outlineLevel: null,
  listed: false,
  listDepth: 0,
  tableDepth: 0,
};

export const initialFormat: RtfFormat = {
  ...(plainText as RtfFormat),
  ...(plainParagraph as RtfFormat),
  unicodeSkip: 1,
};

/** A word without number turns its property on, the number 0 off. */
const on = (value: number | null): boolean => value !== 0;
const maxListDepth = 8;

const changes: ReadonlyMap<string, Change> = new Map<string, Change>([
  ['plain', () => plainText],
  ['pard', () => plainParagraph],
  ['f', (_, value) => ({ font: value })],
  ['uc', (_, value) => ({ unicodeSkip: Math.max(0, value ?? 1) })],
  ['v', (_, value) => ({ hidden: on(value) })],
  ['deleted', (_, value) => ({ deleted: on(value) })],
  ['b', (_, value) => ({ bold: on(value) })],
  ['fs', (_, value) => ({ halfPoints: value ?? 24 })],
  ['cf', (_, value) => ({ color: value ?? 0 })],
  ['highlight', (_, value) => ({ shadedText: (value ?? 0) > 0 })],
  ['cb', (_, value) => ({ shadedText: (value ?? 0) > 0 })],
  ['chcbpat', (_, value) => ({ shadedText: (value ?? 0) > 0 })],
  ['cbpat', (_, value) => ({ shadedParagraph: (value ?? 0) > 0 })],
  ['s', (_, value) => ({ style: value ?? 0 })],
  ['outlinelevel', (_, value) => ({ outlineLevel: value })],
  ['ls', (_, value) => ({ listed: (value ?? 0) > 0 })],
  ['ilvl', (_, value) => ({ listDepth: Math.min(maxListDepth, Math.max(0, value ?? 0)) })],
  ['intbl', (format) => ({ tableDepth: Math.max(1, format.tableDepth) })],
  ['itap', (_, value) => ({ tableDepth: Math.max(0, value ?? 0) })],
]);

/** The format after a control word; the same one when the word is about something else. */
export function formatAfter(format: RtfFormat, name: string, value: number | null): RtfFormat {
  const change = changes.get(name);
  return change === undefined ? format : { ...format, ...change(format, value) };
}

const headingName = /^(?:heading|titre|überschrift)\s*([1-9])$/i;
const titleName = /^(?:title|titre|titre principal)$/i;
/** Styles of tables of contents: they repeat the headings, with page numbers. */
const contentsName = /^(?:toc|tm|contents|table des matières|table of figures|index)\s*\d*$/i;

/** What a paragraph is by its style and its own outline level. */
export function roleOf(
  format: RtfFormat,
  styles: ReadonlyMap<number, RtfStyle>,
): { readonly kind: 'heading'; readonly level: number } | { readonly kind: 'contents' | 'text' } {
  const style = styles.get(format.style);
  const name = style?.name ?? '';
  if (contentsName.test(name)) return { kind: 'contents' };
  const numbered = headingName.exec(name)?.[1];
  // Level 9 of Word's outline stands for "body text".
  const level = format.outlineLevel ?? style?.outlineLevel ?? null;
  if (level !== null && level >= 0 && level < 9) return { kind: 'heading', level: Math.min(6, level + 1) };
  if (numbered !== undefined) return { kind: 'heading', level: Math.min(6, Number(numbered)) };
  return titleName.test(name) ? { kind: 'heading', level: 1 } : { kind: 'text' };
}
