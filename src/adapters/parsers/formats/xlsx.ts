import { tunables } from '../../../../config/tunables.ts';
import type { ParsedDocument } from '../../../core/parsed-document.ts';
import { addWarning } from '../add-warning.ts';
import { archiveTexts } from '../archive.ts';
import { cleanText } from '../clean-text.ts';
import { factsOf } from '../ooxml/facts.ts';
import { type Parts, readParts, xmlOfPart } from '../ooxml/read-parts.ts';
import { mainPart, relationshipId, relationshipsOf } from '../ooxml/relationships.ts';
import { Refusal } from '../refusal.ts';
import { createCellBudget } from '../sheets/sheet.ts';
import { type ReadSheet, sheetsDocument } from '../sheets/sheets-document.ts';
import { meaningfulTitle } from '../title.ts';
import { cellStyles } from '../xlsx/cell-styles.ts';
import { type Filterable, filterable, readWorksheet, type Workbook } from '../xlsx/read-worksheet.ts';
import { sharedStrings } from '../xlsx/shared-strings.ts';
import { sheetRemarks } from '../xlsx/sheet-remarks.ts';
import { findElement, findElements } from '../xml-reader.ts';

/** Parts that are small in any sound workbook; sheets and shared strings are scanned instead, they may be huge. */
const kept =
  /(\.rels|docProps\/(core|custom)\.xml|docMetadata\/LabelInfo\.xml|workbook\d*\.xml|styles\d*\.xml|\/(comments|threadedComments|persons|tables|drawings|charts|diagrams)\/?[^/]*\.xml|vbaProject\.bin)$/i;

/** Declared tables of one sheet that are looked at. */
const maxTables = 500;

/**
 * Reads an Excel workbook: each visible sheet under its name, its cells as Excel shows them, tables with their place, then
 * comments. Hidden sheets, rows, columns and cells are counted and left out. Formulas give the result that was saved.
 */
export async function readXlsx(bytes: Uint8Array): Promise<ParsedDocument> {
  const { parts, leftOut } = readParts(bytes, (name) => kept.test(name));
  const textsOf = archiveTexts(bytes);
  const main = mainPart(parts, 'xl/workbook.xml');
  if (!parts.has(main)) throw new Refusal('failed', 'damaged', 'no workbook');
  const root = xmlOfPart(parts, main);
  const relationships = relationshipsOf(parts, main);
  const target = (kind: string): string => relationships.find((one) => one.kind === kind)?.target ?? '';
  const budget = createCellBudget();
  const workbook: Workbook = {
    strings: sharedStrings(textsOf(target('sharedStrings'))),
    styles: cellStyles(xmlOfPart(parts, target('styles'))),
    from1904: /^(1|true)$/.test(findElement(root, 'workbookPr')?.attributes.get('date1904') ?? ''),
    budget,
  };

  function* sheets(): Generator<ReadSheet> {
    for (const element of findElements(root, 'sheet').slice(0, tunables.parsing.sheets)) {
      const id = relationshipId(element);
      const part = relationships.find((one) => one.id === id);
      // Macro sheets and dialogs of old versions are no text of the document.
      if (part === undefined || !/^(worksheet|chartsheet)$/.test(part.kind)) continue;
      const worksheet = readWorksheet(textsOf(part.target), workbook);
      const { invisible, filter } = worksheet;
      const tables = [...(filter === null ? [] : [filter]), ...declaredTables(parts, part.target)];
      const name = cleanText(element.attributes.get('name') ?? '');
      const remarks = sheetRemarks(parts, part.target);
      yield {
        sheet: {
          ...worksheet,
          name,
          tables: tables.map(({ range }) => range),
          remarks,
          hiddenRows: unfiltered(worksheet.hiddenRows, tables),
        },
        hidden: /hidden/i.test(element.attributes.get('state') ?? ''),
        invisible,
      };
    }
  }

  const { title, facts } = factsOf(parts);
  const document = sheetsDocument(sheets(), budget, { ...facts, title: meaningfulTitle(title) });
  return addWarning(document, 'truncated', leftOut);
}

function declaredTables(parts: Parts, part: string): Filterable[] {
  return relationshipsOf(parts, part)
    .filter(({ kind }) => kind === 'table')
    .slice(0, maxTables)
    .flatMap(({ target }) => {
      const table = findElement(xmlOfPart(parts, target), 'table');
      const found = table === undefined ? null : filterable(table, findElement(table, 'autoFilter'));
      return found === null || table?.attributes.get('headerRowCount') === '0' ? [] : [found];
    });
}

// Rows that a filter put away are there for whoever lifts it.
function unfiltered(hidden: ReadonlySet<number>, tables: readonly Filterable[]): ReadonlySet<number> {
  const filtered = tables.filter(({ isFiltered }) => isFiltered).map(({ range }) => range);
  return new Set(
    [...hidden].filter((row) => !filtered.some(({ firstRow, lastRow }) => row > firstRow && row <= lastRow)),
  );
}
