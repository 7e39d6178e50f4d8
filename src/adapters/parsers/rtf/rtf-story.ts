import type { ParsedBlock } from '../../../core/parsed-document.ts';
import { cleanText } from '../clean-text.ts';
import { isLooseHeading } from '../flow/loose-heading.ts';
import { type RtfFormat, roleOf } from './rtf-format.ts';
import type { RtfStyle } from './rtf-prologue.ts';
import { blocksOfRtfTable, type CellDefinition, type TableRow } from './rtf-table.ts';

/** What a run of paragraphs and tables is; `furniture` is what headers and footers repeat on each page. */
export type StoryKind = 'body' | 'text-box' | 'furniture' | 'note' | 'comment';

export type RtfStory = {
  readonly kind: StoryKind;
  readonly write: (text: string, format: RtfFormat) => void;
  /** Keeps the mark of a list item, which is text only where it is a number. */
  readonly mark: (text: string) => void;
  readonly endParagraph: (format: RtfFormat) => void;
  readonly endCell: (format: RtfFormat) => void;
  readonly endRow: (format: RtfFormat) => void;
  /** Takes a word about the definition of rows and cells; false when it is about something else. */
  readonly defineRow: (name: string, value: number | null) => boolean;
  /** True when cells of the current row have a ground of their own. */
  readonly hasShadedCells: () => boolean;
  /** Puts the blocks of a box after the paragraph that it hangs on. */
  readonly attachBox: (blocks: readonly ParsedBlock[]) => void;
  /** Puts notes and comments at the end of the section. */
  readonly attachAside: (blocks: readonly ParsedBlock[]) => void;
  readonly finish: (format: RtfFormat) => ParsedBlock[];
};

/** Word knows 63 columns. */
const maxCellsOfRow = 500;

/**
 * Makes blocks of what the interpreter finds, in order. `styles` is asked when a paragraph ends: the sheet may come after the
 * story has begun.
 */
export function createStory(kind: StoryKind, styles: () => ReadonlyMap<number, RtfStyle>): RtfStory {
  const blocks: ParsedBlock[] = [];
  let afterParagraph: ParsedBlock[] = [];
  let endOfSection: ParsedBlock[] = [];
  let parts: string[] = [];
  let marker = '';
  let allBold = true;
  let styledLevel = 1;
  let rows: TableRow[] = [];
  let cells: ParsedBlock[][] = [];
  let cell: ParsedBlock[] = [];
  let row = emptyRow();
  let cellContinues: CellDefinition['continues'] = null;

  // One by one: a spread of a hundred thousand arguments overflows the stack.
  const endSection = (): void => {
    for (const aside of endOfSection) blocks.push(aside);
    endOfSection = [];
  };

  const push = (block: ParsedBlock): void => {
    if (block.kind === 'heading') endSection();
    blocks.push(block);
  };

  const paragraphBlock = (text: string, format: RtfFormat, inCell: boolean): ParsedBlock | null => {
    const role = roleOf(format, styles());
    if (role.kind === 'contents') return null;
    if (role.kind === 'heading' && !inCell) {
      styledLevel = role.level;
      return { kind: 'heading', level: role.level, text: cleanText(`${numberOf(marker)} ${text}`) };
    }
    if (format.listed || marker !== '')
      return {
        kind: 'list-item',
        depth: format.listDepth,
        text: cleanText(`${numberOf(marker)} ${text}`),
      };
    // Documents written without styles set their headings in bold.
    if (!inCell && isLooseHeading(text, allBold))
      return { kind: 'heading', level: Math.min(6, styledLevel + 1), text };
    return { kind: 'paragraph', text };
  };

  const takeParagraph = (format: RtfFormat, inCell: boolean): ParsedBlock[] => {
    const text = cleanText(parts.join(''));
    const block = text === '' ? null : paragraphBlock(text, format, inCell);
    const taken = [...(block === null ? [] : [block]), ...afterParagraph];
    parts = [];
    marker = '';
    allBold = true;
    afterParagraph = [];
    return taken;
  };

  const flushTable = (): void => {
    if (cells.length > 0 || cell.length > 0) closeRow();
    if (rows.length > 0) for (const block of blocksOfRtfTable(rows)) push(block);
    rows = [];
  };

  const closeRow = (): void => {
    if (cell.length > 0) cells.push(cell);
    if (cells.length > 0) rows.push({ ...row, cells });
    cells = [];
    cell = [];
  };

  const endParagraph = (format: RtfFormat): void => {
    const inCell = format.tableDepth > 0;
    const taken = takeParagraph(format, inCell);
    if (taken.length === 0) return;
    if (!inCell) flushTable();
    for (const block of taken) {
      if (inCell) cell.push(block);
      else push(block);
    }
  };

  return {
    kind,
    write: (text, format) => {
      parts.push(text);
      if (!format.bold && /[\p{L}\p{N}]/u.test(text)) allBold = false;
    },
    mark: (text) => {
      marker += text;
    },
    endParagraph,
    endCell: (format) => {
      cell = [...cell, ...takeParagraph(format, true)];
      cells.push(cell);
      cell = [];
    },
    endRow: (format) => {
      cell = [...cell, ...takeParagraph(format, true)];
      closeRow();
    },
    defineRow: (name, value) => {
      switch (name) {
        case 'trowd':
          row = emptyRow();
          cellContinues = null;
          return true;
        case 'trhdr':
          row.isHeader = true;
          return true;
        case 'clmrg':
          cellContinues = 'left';
          return true;
        case 'clvmrg':
          cellContinues = 'above';
          return true;
        case 'clcbpat':
          row.isShaded = true;
          return true;
        case 'cellx':
          if (row.definitions.length < maxCellsOfRow)
            row.definitions.push({ right: value ?? 0, continues: cellContinues });
          cellContinues = null;
          return true;
        default:
          return false;
      }
    },
    hasShadedCells: () => row.isShaded,
    attachBox: (boxed) => {
      for (const block of boxed) afterParagraph.push(block);
    },
    attachAside: (asides) => {
      for (const aside of asides) endOfSection.push(aside);
    },
    finish: (format) => {
      endParagraph(format);
      flushTable();
      endSection();
      return blocks;
    },
  };
}

function emptyRow(): { isHeader: boolean; isShaded: boolean; definitions: CellDefinition[] } {
  return { isHeader: false, isShaded: false, definitions: [] };
}

// A bullet says nothing, and may be a letter of a font of signs; "2.1" and "a)" are how others refer to it.
function numberOf(marker: string): string {
  return /\p{N}|[a-z][.)°]/iu.test(marker) ? marker : '';
}
