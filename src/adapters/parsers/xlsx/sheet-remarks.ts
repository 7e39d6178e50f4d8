import { cleanText } from '../clean-text.ts';
import { paragraphTexts } from '../ooxml/drawing-text.ts';
import { asParagraph, graphicBlocks } from '../ooxml/graphic-blocks.ts';
import { type Parts, xmlOfPart } from '../ooxml/read-parts.ts';
import { relationshipsOf } from '../ooxml/relationships.ts';
import { remarkText } from '../remark-text.ts';
import { cellOf } from '../sheets/columns.ts';
import type { SheetRemark } from '../sheets/sheet.ts';
import {
  childElement,
  childElements,
  findElement,
  findElements,
  textContent,
  type XmlElement,
} from '../xml-reader.ts';
import { richText } from './shared-strings.ts';

/** What Excel writes beside a conversation for versions that know none. */
const standIn = /^\[(threaded comment|commentaire à fil de discussion|commentaire)\]/i;

/** Comments and notes on the cells of the sheet in `part`, and the texts of the drawings and charts over it. */
export function sheetRemarks(parts: Parts, part: string): SheetRemark[] {
  const relationships = relationshipsOf(parts, part);
  const of = (kind: string): string[] =>
    relationships.filter((one) => one.kind === kind).map(({ target }) => target);
  return [
    ...of('drawing').flatMap((target) => drawings(parts, target)),
    ...of('comments').flatMap((target) => notes(xmlOfPart(parts, target))),
    ...of('threadedComment').flatMap((target) => conversation(xmlOfPart(parts, target), personsOf(parts))),
  ];
}

function notes(root: XmlElement): SheetRemark[] {
  const authors = findElements(root, 'author').map((author) => cleanText(textContent(author)));
  return findElements(root, 'comment').flatMap((comment) => {
    const text = cleanText(richText(comment));
    return standIn.test(text)
      ? []
      : remark(comment, text, authors[Number(comment.attributes.get('authorId'))]);
  });
}

function conversation(root: XmlElement, persons: ReadonlyMap<string, string>): SheetRemark[] {
  return findElements(root, 'threadedComment').flatMap((comment) => {
    const text = findElement(comment, 'text');
    const author = persons.get(comment.attributes.get('personId') ?? '');
    return text === undefined ? [] : remark(comment, cleanText(textContent(text)), author);
  });
}

function remark({ attributes }: XmlElement, text: string, author = ''): SheetRemark[] {
  const cell = cellOf(attributes.get('ref') ?? '');
  if (cell === null || text === '') return [];
  // Excel opens a note with its author's name, until somebody takes it out.
  const named = author !== '' && text.startsWith(author);
  const said = named ? text : remarkText(text, author, attributes.get('dT'));
  return [{ ...cell, block: { kind: 'paragraph', text: said, aside: 'comment' } }];
}

function personsOf(parts: Parts): ReadonlyMap<string, string> {
  const persons = [...parts.keys()].filter((name) => /^xl\/persons\/[^/]+\.xml$/.test(name));
  return new Map(
    persons.flatMap((name) =>
      findElements(xmlOfPart(parts, name), 'person').map(({ attributes }): [string, string] => [
        attributes.get('id') ?? '',
        cleanText(attributes.get('displayName') ?? ''),
      ]),
    ),
  );
}

function drawings(parts: Parts, part: string): SheetRemark[] {
  const [root] = childElements(xmlOfPart(parts, part));
  return childElements(root).flatMap((anchor) => {
    const from = childElement(anchor, 'from');
    const at = (name: string): number => Number(findText(from, name) ?? 0) + 1 || 1;
    if (/^(1|true)$/.test(findElement(anchor, 'cNvPr')?.attributes.get('hidden') ?? '')) return [];
    const blocks = [
      ...findElements(anchor, 'txBody').flatMap(paragraphTexts).map(asParagraph),
      ...findElements(anchor, 'graphicData').flatMap((data) => graphicBlocks(data, parts, part)),
    ];
    return blocks.map((block) => ({ row: at('row'), column: at('col'), block }));
  });
}

function findText(element: XmlElement | undefined, name: string): string | undefined {
  const found = childElement(element, name);
  return found === undefined ? undefined : textContent(found);
}
