import { createCounters, type NumberFormat, type NumberLevel, type NumberLevels } from '../flow/numbers.ts';
import { childElements, type XmlElement } from '../xml-reader.ts';

/** Follows the lists of a document as they open and close, and numbers their items. */
export type Lists = {
  readonly open: (list: XmlElement) => void;
  readonly close: () => void;
  readonly openItem: (item: XmlElement) => void;
  readonly closeItem: () => void;
  /** The number that the file itself gives to the item. */
  readonly write: (label: string) => void;
  /** What the innermost item makes of a paragraph; `null` outside of lists. Only its first paragraph has the number. */
  readonly item: () => { readonly depth: number; readonly label: string } | null;
  /** The number of a heading outside of lists; empty without one. */
  readonly heading: (heading: XmlElement, level: number) => string;
};

type OpenList = { readonly style: string; readonly key: string };
type OpenItem = { numbered: boolean; start: number | undefined; written: string | undefined };

const deepest = 8;
const outline = 'outline';
const formats: ReadonlyMap<string, NumberFormat> = new Map([
  ['a', 'lower-letter'],
  ['A', 'upper-letter'],
  ['i', 'lower-roman'],
  ['I', 'upper-roman'],
  ['', 'none'],
]);

/** The styles of lists in these groups by their name, and the outline of headings. */
export type ListStyles = ReadonlyMap<string, NumberLevels>;

export function readListStyles(groups: readonly XmlElement[]): ListStyles {
  return new Map(
    groups
      .flatMap((group) => childElements(group))
      .filter(({ name }) => name === 'text:list-style' || name === 'text:outline-style')
      .map((style) => [
        style.name === 'text:outline-style' ? outline : `list ${style.attributes.get('style:name')}`,
        levelsOf(style),
      ]),
  );
}

/** Lists of a document with these styles, none of them open yet. */
export function createLists(styles: ListStyles): Lists {
  const counters = createCounters();
  const keysById = new Map<string, string>();
  const lastKeys = new Map<string, string>();
  const lists: OpenList[] = [];
  const items: OpenItem[] = [];
  let opened = 0;
  const continued = (id: string | undefined): string | undefined =>
    id === undefined ? undefined : keysById.get(id);

  return {
    open: ({ attributes }) => {
      const outer = lists.at(-1);
      const style = attributes.get('text:style-name') ?? outer?.style ?? '';
      const before =
        continued(attributes.get('text:continue-list')) ??
        (attributes.get('text:continue-numbering') === 'true' ? lastKeys.get(style) : undefined);
      opened += 1;
      const key = outer?.key ?? before ?? `list ${opened}`;
      const id = attributes.get('xml:id');
      if (id !== undefined) keysById.set(id, key);
      if (outer === undefined) lastKeys.set(style, key);
      lists.push({ style, key });
    },
    close: () => lists.pop(),
    openItem: ({ name, attributes }) => {
      const start = attributes.get('text:start-value');
      const numbered = name === 'text:list-item';
      items.push({
        numbered,
        start: start === undefined ? undefined : wholeNumber(start),
        written: undefined,
      });
    },
    closeItem: () => items.pop(),
    write: (label) => {
      const item = items.at(-1);
      if (item !== undefined) item.written = label;
    },
    item: () => {
      const [list, item] = [lists.at(-1), items.at(-1)];
      if (list === undefined || item === undefined) return null;
      const depth = Math.min(deepest, lists.length - 1);
      if (!item.numbered) return { depth, label: '' };
      item.numbered = false;
      const label = counters.next(list.key, depth, styles.get(`list ${list.style}`) ?? [], item.start);
      return { depth, label: item.written ?? label };
    },
    heading: ({ attributes }, level) => {
      const levels = styles.get(outline) ?? [];
      const own = levels[level - 1];
      if (own === undefined || own.format === 'none' || attributes.get('text:is-list-header') === 'true')
        return '';
      const restart =
        attributes.get('text:restart-numbering') === 'true' ? attributes.get('text:start-value') : undefined;
      return counters.next(
        outline,
        level - 1,
        levels,
        restart === undefined ? undefined : wholeNumber(restart),
      );
    },
  };
}

function levelsOf(style: XmlElement): NumberLevels {
  const levels: NumberLevel[] = [];
  for (const level of childElements(style)) {
    const at = Number(level.attributes.get('text:level')) - 1;
    if (at >= 0 && at <= deepest) levels[at] = levelOf(level, at);
  }
  return levels;
}

function levelOf({ name, attributes }: XmlElement, at: number): NumberLevel {
  const isNumber = name.endsWith('-number') || name === 'text:outline-level-style';
  const format = isNumber ? (formats.get(attributes.get('style:num-format') ?? '') ?? 'decimal') : 'bullet';
  return {
    format,
    start: wholeNumber(attributes.get('text:start-value') ?? '1'),
    template: format === 'none' ? '' : templateOf(attributes, at),
    plain: false,
    restartsBelow: at,
  };
}

function templateOf(attributes: ReadonlyMap<string, string>, at: number): string {
  // Newer files write the whole pattern: `%1%.%2%`.
  const pattern = attributes.get('loext:num-list-format');
  if (pattern !== undefined) return pattern.replace(/%(\d{1,2})%/g, '%$1').trim();
  const shown = Math.min(at + 1, Math.max(1, wholeNumber(attributes.get('text:display-levels') ?? '1')));
  const numbers = Array.from({ length: shown }, (_, index) => `%${at + 2 - shown + index}`);
  const around = (side: string): string => attributes.get(`style:num-${side}`) ?? '';
  return `${around('prefix')}${numbers.join('.')}${around('suffix')}`.trim();
}

const wholeNumber = (value: string): number => (/^\d{1,9}$/.test(value) ? Number(value) : 1);
