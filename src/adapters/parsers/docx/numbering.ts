import { createCounters, type NumberFormat, type NumberLevel } from '../flow/numbers.ts';
import { childElement, childElements, type XmlElement } from '../xml-reader.ts';
import type { Style, Styles } from './styles.ts';
import { numberOf, stringOf, toggleOf } from './toggles.ts';

/** What numbering makes of a paragraph: its depth in a list, and the number in front of it (empty for bullets). */
export type Item = { readonly depth: number; readonly label: string };

type Level = NumberLevel & { readonly style: string | undefined };
type List = {
  readonly key: string;
  readonly levels: readonly (Level | undefined)[];
  readonly starts: ReadonlyMap<number, number>;
};

const deepest = 8;
const formats: ReadonlyMap<string, NumberFormat> = new Map([
  ['decimalZero', 'padded'],
  ['custom', 'padded'],
  ['lowerLetter', 'lower-letter'],
  ['upperLetter', 'upper-letter'],
  ['lowerRoman', 'lower-roman'],
  ['upperRoman', 'upper-roman'],
  ['none', 'none'],
  ['bullet', 'bullet'],
]);

/**
 * Numbers paragraphs as Word does (`word/numbering.xml`). Give it each paragraph that is shown, once, in order; it gives
 * `null` for those that are in no list.
 */
export function createNumbering(
  tree: XmlElement | undefined,
  styles: Styles,
): (numbering: XmlElement | undefined, style: Style) => Item | null {
  const lists = readLists(childElements(tree)[0], styles);
  const counters = createCounters();
  const restarted = new Set<string>();

  return (numbering, style) => {
    const id = stringOf(numbering, 'w:numId') ?? style.list;
    const list = id === undefined ? undefined : lists.get(id);
    if (id === undefined || list === undefined) return null;
    const level = Math.min(
      deepest,
      Math.max(0, numberOf(numbering, 'w:ilvl') ?? levelOfStyle(list, style) ?? style.listLevel ?? 0),
    );
    const own = list.levels[level];
    // The list of a style that writes nothing (the outline of plain headings) makes no items.
    if (own === undefined || (own.format !== 'bullet' && own.template === '')) return null;
    const start = list.starts.get(level);
    const first = start !== undefined && !restarted.has(`${id} ${level}`);
    if (first) restarted.add(`${id} ${level}`);
    const label = counters.next(list.key, level, list.levels, first ? start : undefined);
    return { depth: level === 0 ? depthOfName(style) : level, label };
  };
}

function readLists(root: XmlElement | undefined, styles: Styles): ReadonlyMap<string, List> {
  const abstracts = new Map(
    childElements(root, 'w:abstractNum').map((list) => [list.attributes.get('w:abstractNumId') ?? '', list]),
  );
  const numbers = new Map(
    childElements(root, 'w:num').map((number) => [number.attributes.get('w:numId') ?? '', number]),
  );
  const abstractOf = (number: XmlElement | undefined): XmlElement | undefined =>
    abstracts.get(stringOf(number, 'w:abstractNumId') ?? '');

  return new Map(
    [...numbers].map(([id, number]) => {
      const own = abstractOf(number);
      // A list may only name the style that another list defines.
      const link = stringOf(own, 'w:numStyleLink');
      const abstract = link === undefined ? own : abstractOf(numbers.get(styles.style(link).list ?? ''));
      const overrides = childElements(number, 'w:lvlOverride');
      const levels: (Level | undefined)[] = [];
      for (const level of [
        ...childElements(abstract, 'w:lvl'),
        ...overrides.flatMap((one) => childElements(one, 'w:lvl')),
      ]) {
        const at = Number(level.attributes.get('w:ilvl'));
        if (at >= 0 && at <= deepest) levels[at] = levelOf(level, at);
      }
      const starts = new Map(
        overrides.flatMap((override) => {
          const start = numberOf(override, 'w:startOverride');
          return start === undefined ? [] : [[Number(override.attributes.get('w:ilvl')), start] as const];
        }),
      );
      return [id, { key: abstract?.attributes.get('w:abstractNumId') ?? id, levels, starts }];
    }),
  );
}

function levelOf(level: XmlElement, at: number): Level {
  const format = stringOf(level, 'w:numFmt') ?? stringOf(alternative(level), 'w:numFmt') ?? 'decimal';
  return {
    format: formats.get(format) ?? 'decimal',
    start: numberOf(level, 'w:start') ?? 0,
    template: (stringOf(level, 'w:lvlText') ?? '').trim(),
    plain: toggleOf(level, 'w:isLgl') ?? false,
    restartsBelow: numberOf(level, 'w:lvlRestart') ?? at,
    style: stringOf(level, 'w:pStyle'),
  };
}

// Formats newer than the file format stand beside one that older programs know.
const alternative = (level: XmlElement): XmlElement | undefined =>
  childElement(childElement(level, 'mc:AlternateContent'), 'mc:Fallback');

function levelOfStyle({ levels }: List, { ids }: Style): number | undefined {
  const found = ids.map((id) => levels.findIndex((level) => level?.style === id)).find((at) => at !== -1);
  return found;
}

// The styles "List Bullet 2" to "List Number 5" are lists of one level each, further and further to the right.
function depthOfName({ names }: Style): number {
  const digit = names.map((name) => /^list (?:bullet|number) ([2-5])$/.exec(name)?.[1]).find(Boolean);
  return digit === undefined ? 0 : Number(digit) - 1;
}
