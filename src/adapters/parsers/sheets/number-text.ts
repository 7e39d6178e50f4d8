import { format, getFormatDateInfo, isDateFormat } from 'numfmt';

/** Excel itself takes no longer format. */
const maxPatternCharacters = 255;
const daysBefore1904 = 1_462;
const locale = { locale: 'fr' };

/** How numbers of a cell style are shown. */
export type NumberFormat = {
  /** The number as people see it in a French spreadsheet, dates with their whole year. */
  readonly text: (value: number, from1904?: boolean) => string;
  /** True when the format shows nothing of anything (`;;;`). */
  readonly hides: boolean;
};

/**
 * The way to write numbers under an Excel format. A number without format has its digits, not Excel's rounded view: a
 * registration number of 14 digits stays whole. A date that is not written day first becomes ISO 8601.
 */
export function numberFormat(pattern: string): NumberFormat {
  const hides = /^[\s;]*;[\s;]*$/.test(pattern);
  if (pattern.length > maxPatternCharacters || /^(general|@|)$/i.test(pattern.trim()))
    return { text: plainNumber, hides };
  try {
    if (!isDateFormat(pattern)) return { text: (value) => shown(pattern, value), hides };
    const readable = readableDate(pattern);
    return { text: (value, from1904) => shown(readable, from1904 ? value + daysBefore1904 : value), hides };
  } catch {
    return { text: plainNumber, hides };
  }
}

/** A number without format: its digits with a decimal comma, free of the noise of binary fractions. */
export function plainNumber(value: number): string {
  const text = String(value);
  // 15 digits are what spreadsheets keep; the others are noise.
  return (text.length <= 16 ? text : String(Number(value.toPrecision(15)))).replace('.', ',');
}

function shown(pattern: string, value: number): string {
  try {
    return format(pattern, value, locale);
  } catch {
    return plainNumber(value);
  }
}

// Readers look for "12/03/2024" and "12 mars 2024": cells often show less of the year or month, for want of width.
function readableDate(pattern: string): string {
  const { year, month, day } = getFormatDateInfo(pattern);
  // The language of a format and its colours are no part of the date; counted hours (`[h]`) are.
  const section = (pattern.split(';')[0] ?? '').replace(/\[(?![hms]+\])[^\]]*\]/gi, '');
  if (!year || !month) return section;
  const named = /m{3,}/i.test(section);
  if (day && section.search(/m/i) < section.search(/d/i)) {
    const [time = ''] = /h.*$/i.exec(section) ?? [];
    return `${named ? 'd mmmm yyyy' : 'yyyy-mm-dd'} ${time.replace(/\s*(am\/pm|a\/p)/i, '')}`.trim();
  }
  return section.replace(/"[^"]*"|\\-|\\.|-|y+|m{3,}/gi, (part) => {
    if (/^y/i.test(part)) return 'yyyy';
    if (/^m/i.test(part)) return 'mmmm';
    return named && part.endsWith('-') ? ' ' : part;
  });
}
