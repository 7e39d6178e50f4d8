/** How one level of a numbered list writes its numbers. */
export type NumberLevel = {
  readonly format: NumberFormat;
  readonly start: number;
  /** Text around the numbers; `%1` stands for that of level 1, and so on. */
  readonly template: string;
  /** True when all levels are written as 1, 2, 3 here. */
  readonly plain: boolean;
  /** The level begins anew below each item of this many outer levels; 0 = never. */
  readonly restartsBelow: number;
};

export type NumberFormat =
  | 'decimal'
  | 'padded'
  | 'lower-letter'
  | 'upper-letter'
  | 'lower-roman'
  | 'upper-roman'
  | 'none'
  | 'bullet';

export type Counters = {
  /**
   * Counts one more item of a level (from 0) of a list, and gives what stands in front of it: `1.2.3`, `Article 4`; empty
   * for bullets. `restart` makes it begin at that number.
   */
  readonly next: (list: string, level: number, levels: NumberLevels, restart?: number) => string;
};

/** Levels of a list, the outermost first. */
export type NumberLevels = readonly (NumberLevel | undefined)[];

/** Letters and Roman numbers end here: above, nobody reads them, and a hostile number would fill memory. */
const highestLetters = 26 * 10;
const highestRoman = 3_999;
/** No numbering of people has more text around its numbers. */
const maxTemplateCharacters = 100;

/** Counters of the lists of one document, each known by a name. */
export function createCounters(): Counters {
  const lists = new Map<string, (number | undefined)[]>();
  return {
    next: (list, level, levels, restart) => {
      const counts = lists.get(list) ?? [];
      lists.set(list, counts);
      // A level that was left out has its first number, and counts as used.
      for (let outer = 0; outer < level; outer += 1) counts[outer] ??= levels[outer]?.start ?? 1;
      const current = counts[level];
      const start = levels[level]?.start ?? 1;
      counts[level] = restart ?? (current === undefined ? start : current + 1);
      for (let inner = level + 1; inner < Math.max(counts.length, levels.length); inner += 1) {
        if (level < (levels[inner]?.restartsBelow ?? inner)) counts[inner] = undefined;
      }
      return label(levels, level, counts);
    },
  };
}

function label(levels: NumberLevels, level: number, counts: readonly (number | undefined)[]): string {
  const own = levels[level];
  if (own === undefined || own.format === 'bullet') return '';
  return own.template.slice(0, maxTemplateCharacters).replace(/%([1-9])/g, (_, digit: string) => {
    const at = Number(digit) - 1;
    const format = levels[at]?.format ?? 'decimal';
    return written(counts[at] ?? 1, own.plain && format !== 'none' ? 'decimal' : format);
  });
}

function written(value: number, format: NumberFormat): string {
  switch (format) {
    case 'none':
    case 'bullet':
      return '';
    case 'padded':
      return String(value).padStart(2, '0');
    case 'lower-letter':
      return letters(value);
    case 'upper-letter':
      return letters(value).toUpperCase();
    case 'lower-roman':
      return roman(value).toLowerCase();
    case 'upper-roman':
      return roman(value);
    default:
      return String(value);
  }
}

// After z come aa, bb, cc.
function letters(value: number): string {
  if (value < 1 || value > highestLetters) return String(value);
  return String.fromCharCode(97 + ((value - 1) % 26)).repeat(Math.ceil(value / 26));
}

const romanSigns = [
  ['M', 1000],
  ['CM', 900],
  ['D', 500],
  ['CD', 400],
  ['C', 100],
  ['XC', 90],
  ['L', 50],
  ['XL', 40],
  ['X', 10],
  ['IX', 9],
  ['V', 5],
  ['IV', 4],
  ['I', 1],
] as const;

function roman(value: number): string {
  if (value < 1 || value > highestRoman) return String(value);
  let rest = value;
  let text = '';
  for (const [sign, worth] of romanSigns) {
    text += sign.repeat(Math.floor(rest / worth));
    rest %= worth;
  }
  return text;
}
