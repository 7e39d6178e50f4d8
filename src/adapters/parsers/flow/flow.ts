import type { ParsedBlock } from '../../../core/parsed-document.ts';
import type { Aside } from '../../../core/place.ts';
import { asidesLast } from './asides-last.ts';
import { isLooseHeading } from './loose-heading.ts';
import {
  blocksOfMergedTable,
  type CellPlace,
  type MergedCell,
  type MergedRow,
  textOfMergedTable,
} from './merged-table.ts';

/** A paragraph as a word processor knows it. */
export type FlowParagraph = {
  readonly text: string;
  /** All its words stand in bold. */
  readonly bold: boolean;
  /** Level of a heading from 1, 0 for the title of the document; `null` for other text. */
  readonly level: number | null;
  /** Depth in a list (from 0), and what its numbering writes in front of it; `null` outside of lists. */
  readonly item: { readonly depth: number; readonly label: string } | null;
  readonly kind: 'paragraph' | 'quote' | 'code';
};

/** Takes a document as its program wrote it, piece by piece, and gives blocks. */
export type Flow = {
  readonly paragraph: (paragraph: FlowParagraph) => void;
  /** Text that has its blocks already. */
  readonly blocks: (blocks: readonly ParsedBlock[]) => void;
  /** Notes and comments: they go to the end of the section. */
  readonly aside: (aside: Aside, blocks: readonly ParsedBlock[]) => void;
  readonly openTable: () => void;
  readonly openRow: () => void;
  readonly openCell: () => void;
  /** `null` for a cell or row that is not there: covered by another one, or taken away by a tracked change. */
  readonly closeCell: (cell: CellPlace | null) => void;
  readonly closeRow: (row: Pick<MergedRow, 'header'> | null) => void;
  readonly closeTable: () => void;
  readonly finish: () => ParsedBlock[];
};

type Place = { readonly blocks: ParsedBlock[]; readonly texts: string[] };

/** A heading longer than this is a paragraph that someone gave a heading's style. */
const maxHeadingCharacters = 400;
const maxTitleCharacters = 150;

export function createFlow(): Flow {
  const root: Place = { blocks: [], texts: [] };
  const tables: MergedRow[][] = [];
  const rows: MergedCell[][] = [];
  const cells: Place[] = [];
  let styledLevel = 1;
  let afterTitle = false;

  const put = (blocks: readonly ParsedBlock[], text: string): void => {
    const place = cells.at(-1) ?? root;
    for (const block of blocks) place.blocks.push(block);
    if (place !== root && text !== '') place.texts.push(text);
  };
  const blockOf = ({ text, bold, level, item, kind }: FlowParagraph): ParsedBlock => {
    const labelled = withLabel(item?.label ?? '', text);
    if (level !== null && text.length <= maxHeadingCharacters) {
      styledLevel = Math.min(6, Math.max(1, level));
      return { kind: 'heading', level: styledLevel, text: labelled };
    }
    const isHeading =
      item === null ? isLooseHeading(text, bold) : item.label !== '' && bold && isLooseHeading(text, bold);
    if (kind === 'paragraph' && isHeading)
      return { kind: 'heading', level: Math.min(6, styledLevel + 1 + (item?.depth ?? 0)), text: labelled };
    if (item !== null) return { kind: 'list-item', depth: item.depth, text: labelled };
    return { kind, text };
  };

  // A title set over several paragraphs is one heading.
  const joinsTitle = ({ text, level }: FlowParagraph): boolean => {
    const before = root.blocks.at(-1);
    const follows = level === 0 && afterTitle && cells.length === 0;
    afterTitle = level === 0;
    if (!follows || before?.kind !== 'heading' || before.text.length + text.length > maxTitleCharacters)
      return false;
    root.blocks.splice(-1, 1, { ...before, text: `${before.text} ${text}` });
    return true;
  };

  return {
    paragraph: (paragraph) => {
      if (paragraph.text === '' || joinsTitle(paragraph)) return;
      const block = blockOf(paragraph);
      const text = 'text' in block ? block.text : '';
      const isBullet = paragraph.item !== null && paragraph.item.label === '';
      put([block], isBullet ? `• ${text}` : text);
    },
    blocks: (blocks) => {
      for (const block of blocks) put([block], block.kind === 'table' ? '' : block.text);
    },
    aside: (aside, blocks) => {
      // A heading inside a note is no heading of the document.
      for (const block of blocks)
        root.blocks.push(
          block.kind === 'heading' ? { kind: 'paragraph', text: block.text, aside } : { ...block, aside },
        );
    },
    openTable: () => tables.push([]),
    openRow: () => rows.push([]),
    openCell: () => cells.push({ blocks: [], texts: [] }),
    closeCell: (cell) => {
      const place = cells.pop();
      if (place !== undefined && cell !== null)
        rows.at(-1)?.push({ ...cell, blocks: place.blocks, text: place.texts.join(' ') });
    },
    closeRow: (row) => {
      const rowCells = rows.pop();
      if (rowCells !== undefined && row !== null) tables.at(-1)?.push({ ...row, cells: rowCells });
    },
    closeTable: () => {
      const table = tables.pop() ?? [];
      put(blocksOfMergedTable(table), cells.length === 0 ? '' : textOfMergedTable(table));
    },
    finish: () => asidesLast(root.blocks),
  };
}

function withLabel(label: string, text: string): string {
  return label === '' ? text : `${label} ${text}`;
}
