import { getFormatFromId } from 'numfmt';
import { type NumberFormat, numberFormat } from '../sheets/number-text.ts';
import { childElement, childElements, type XmlElement } from '../xml-reader.ts';

/** What a style of cells says about their text. */
export type CellStyle = {
  readonly format: NumberFormat;
  readonly strong: boolean;
  /** True for letters in the colour of the paper, or a format that shows nothing. */
  readonly invisible: boolean;
};

/** Built-in formats follow the language of the program: these are what a French one shows. */
const builtInDates: Readonly<Record<number, string>> = { 14: 'dd/mm/yyyy', 22: 'dd/mm/yyyy hh:mm' };

/** The style that a cell has when it names none. */
export const plainStyle: CellStyle = { format: numberFormat('General'), strong: false, invisible: false };

/** The styles of a workbook in the order in which its cells count them. */
export function cellStyles(part: XmlElement): readonly CellStyle[] {
  const [root] = childElements(part);
  const list = (name: string, item: string): XmlElement[] => childElements(childElement(root, name), item);
  const patterns = new Map(
    list('numFmts', 'numFmt').map(({ attributes }) => [
      Number(attributes.get('numFmtId')),
      attributes.get('formatCode') ?? '',
    ]),
  );
  const fonts = list('fonts', 'font');
  const white = list('fills', 'fill').map(isWhite);
  const formats = new Map<number, NumberFormat>();
  const formatOf = (id: number): NumberFormat => {
    const known = formats.get(id) ?? numberFormat(patterns.get(id) ?? builtInDates[id] ?? builtIn(id));
    formats.set(id, known);
    return known;
  };
  return list('cellXfs', 'xf').map(({ attributes }) => {
    const font = fonts[Number(attributes.get('fontId') ?? -1)];
    const format = formatOf(Number(attributes.get('numFmtId') ?? 0));
    const onWhite = white[Number(attributes.get('fillId') ?? 0)] ?? true;
    return {
      format,
      strong: isOn(childElement(font, 'b')),
      invisible: format.hides || (onWhite && isWhiteColour(childElement(font, 'color'))),
    };
  });
}

function builtIn(id: number): string {
  try {
    return getFormatFromId(id, 'fr');
  } catch {
    return 'General';
  }
}

function isWhite(fill: XmlElement): boolean {
  const pattern = childElement(fill, 'patternFill');
  // A gradient is no white.
  if (pattern === undefined) return childElements(fill).length === 0;
  const kind = pattern.attributes.get('patternType') ?? 'none';
  return kind === 'none' || (kind === 'solid' && isWhiteColour(childElement(pattern, 'fgColor')));
}

function isWhiteColour(colour: XmlElement | undefined): boolean {
  if (colour === undefined) return false;
  const { attributes } = colour;
  if (Math.abs(Number(attributes.get('tint') ?? 0)) > 0.05) return false;
  const rgb = attributes.get('rgb');
  if (rgb !== undefined) return /^(..)?f[c-f]f[c-f]f[c-f]$/i.test(rgb);
  return attributes.get('theme') === '0' || /^(1|9|65)$/.test(attributes.get('indexed') ?? '');
}

/** True for a switch that is there and not turned off. */
function isOn(element: XmlElement | undefined): boolean {
  return element !== undefined && !/^(0|false|none)$/.test(element.attributes.get('val') ?? '1');
}
