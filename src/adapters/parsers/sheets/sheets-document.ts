import type { ParsedDocument } from '../../../core/parsed-document.ts';
import { addWarning } from '../add-warning.ts';
import { parsedDocument } from '../parsed.ts';
import { blocksOfSheet } from './blocks-of-sheet.ts';
import type { CellBudget, Sheet } from './sheet.ts';
import { charactersOf, visiblePart } from './visible-part.ts';

/** A sheet as its reader found it. */
export type ReadSheet = {
  readonly sheet: Sheet;
  /** The whole sheet is hidden. */
  readonly hidden: boolean;
  /** Characters of its cells that their style hides; they are not among its rows. */
  readonly invisible: number;
};

/** A document of sheets, one after another, with what is hidden and what was beyond the budget counted in warnings. */
export function sheetsDocument(
  sheets: Iterable<ReadSheet>,
  budget: CellBudget,
  facts: Parameters<typeof parsedDocument>[1],
): ParsedDocument {
  const blocks: ParsedDocument['blocks'][number][] = [];
  let hiddenCharacters = 0;
  for (const { sheet, hidden, invisible } of sheets) {
    hiddenCharacters += invisible;
    if (hidden) {
      hiddenCharacters += charactersOf(sheet);
      continue;
    }
    const visible = visiblePart(sheet);
    hiddenCharacters += visible.hidden;
    for (const block of blocksOfSheet(visible.sheet, budget)) blocks.push(block);
  }
  const document = addWarning(parsedDocument(blocks, facts), 'hidden-text', hiddenCharacters);
  return addWarning(document, 'truncated', budget.leftOut());
}
