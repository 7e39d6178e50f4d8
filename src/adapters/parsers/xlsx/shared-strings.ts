import { tunables } from '../../../../config/tunables.ts';
import { cellText } from '../sheets/sheet.ts';
import { textContent, visitXml, type XmlElement } from '../xml-reader.ts';

/** The texts that cells point to by their number; beyond the characters that are read of a spreadsheet, empty ones. */
export function sharedStrings(pieces: Iterable<string>): string[] {
  const strings: string[] = [];
  let characters = 0;
  visitXml(
    pieces,
    {
      open: ({ name }) => (name === 'si' ? 'gather' : 'enter'),
      gathered(element) {
        const text = characters > tunables.parsing.sheetCharacters ? '' : cellText(richText(element));
        characters += text.length;
        strings.push(text);
      },
    },
    { localNames: true },
  );
  return strings;
}

/** The text of a cell or remark, whatever its looks, without the hints for its pronunciation. */
export function richText(element: XmlElement): string {
  return element.children
    .map((child) => {
      if (typeof child === 'string' || child.name === 'rPh') return '';
      return child.name === 't' ? textContent(child) : richText(child);
    })
    .join('');
}
