import type { ParsedBlock, ParsedDocument } from '../../../core/parsed-document.ts';
import { addWarning } from '../add-warning.ts';
import { createBodyReader, type Reading } from '../docx/body.ts';
import { readNotes } from '../docx/notes.ts';
import { createNumbering } from '../docx/numbering.ts';
import { readStyles } from '../docx/styles.ts';
import { paper } from '../flow/ink.ts';
import { textsOfDiagram } from '../ooxml/diagram.ts';
import { factsOf } from '../ooxml/facts.ts';
import { ooxmlPrefixes } from '../ooxml/namespaces.ts';
import { type OoxmlPackage, openPackage, relatedPart } from '../ooxml/package.ts';
import { parsedDocument } from '../parsed.ts';
import { Refusal } from '../refusal.ts';
import { titleOf } from '../title.ts';
import { visitXml } from '../xml-reader.ts';

/** Parts that can be large and hold no words of the document. */
const unread =
  /^(customXml|word\/(theme|webSettings|fontTable|header|footer|glossary|charts|embeddings|activeX|diagrams\/(?!data)))/i;

/**
 * Reads a Word document: headings, lists and paragraphs with the numbers that Word generates, tables, text boxes, notes and
 * comments, tracked changes accepted. The body is scanned, one paragraph held at a time.
 */
export async function readDocx(bytes: Uint8Array): Promise<ParsedDocument> {
  const file = openPackage(bytes, (name) => /\.xml$/i.test(name) && !unread.test(name));
  const main = relatedPart(file, '', 'officeDocument') ?? 'word/document.xml';
  const body = file.text(main);
  if (body === undefined) throw new Refusal('failed', 'damaged', 'no document part');

  let hiddenCharacters = 0;
  const reading = readingOf(file, main, (characters) => {
    hiddenCharacters += characters;
  });
  const { visitor, finish } = createBodyReader(reading);
  visitXml([body], visitor, { namespaces: ooxmlPrefixes });
  const blocks = finish();
  const { title, facts } = factsOf(file.parts, file.names);
  const document = parsedDocument(blocks, { ...facts, title: titleOf(title, blocks) });
  return addWarning(document, 'hidden-text', hiddenCharacters);
}

function readingOf(file: OoxmlPackage, main: string, hide: Reading['hide']): Reading {
  const part = (type: string): string | undefined => relatedPart(file, main, type);
  const styles = readStyles(file.tree(part('styles')));
  const numberingPart = file.tree(part('numbering'));
  const common = { styles, hide, page: paper };
  const insideNotes: Reading = {
    ...common,
    number: createNumbering(numberingPart, styles),
    blocksOf: () => [],
  };
  const notes = (type: string) => readNotes(file.text(part(type) ?? ''), insideNotes);
  const byKind = { footnote: notes('footnotes'), endnote: notes('endnotes'), comment: notes('comments') };
  const diagrams = file.related(main, 'diagramData');
  const asked = new Set<string>();

  return {
    ...common,
    number: createNumbering(numberingPart, styles),
    blocksOf: ({ kind, id }) => {
      if (asked.has(`${kind} ${id}`)) return [];
      asked.add(`${kind} ${id}`);
      if (kind !== 'diagram') return byKind[kind].get(id) ?? [];
      return textsOfDiagram(file.tree(diagrams.get(id))).map(
        (text): ParsedBlock => ({ kind: 'list-item', depth: 0, text }),
      );
    },
  };
}
