import type { Language } from '../../document.ts';
import { endsInQuestion } from '../../find/sentences.ts';
import type { ParsedBlock } from '../../parsed-document.ts';
import type { Place } from '../../place.ts';
import { countTokens } from './count-tokens.ts';
import { type BodyBlock, type Entry, outline } from './outline.ts';
import { noHeader, renderTable, type TablePart } from './render-table.ts';
import { splitText } from './split-text.ts';
import { headingParting, parting, type Unit } from './unit.ts';

/** The units of a document in reading order. */
export function unitsOf(blocks: readonly ParsedBlock[], title: string, language: Language): Unit[] {
  const units: Unit[] = [];
  let before: BodyBlock | undefined;
  for (const { block, lead, path, openedBy } of outline(blocks, title)) {
    const facts = { aside: block.aside ?? null, recognised: block.recognised ?? null };
    const [opening, ...others] = render(block, language);
    if (opening === undefined) continue;
    units.push({
      ...opening,
      ...facts,
      lead,
      leadTokens: lead.reduce((sum, heading) => sum + countTokens(heading.text) + 1, 0),
      path,
      glue: isListItem(block) && isListItem(before) ? '\n' : '\n\n',
      parting: partingBefore({ block, openedBy }, before),
    });
    for (const part of others) units.push({ ...part, ...facts, lead: [], leadTokens: 0, path });
    before = block;
  }
  return units;
}

type PlacedPart = TablePart & { readonly place: Place | null };

function render(block: BodyBlock, language: Language): PlacedPart[] {
  const place = block.place ?? null;
  if (block.kind === 'table')
    return renderTable(block.header, block.rows, language).map((part) => ({
      ...part,
      place: placeOfRow(place, block.rowNumbers?.[part.row]),
    }));
  const text = block.kind === 'list-item' ? `- ${block.text.trim()}` : block.text.trim();
  return splitText(text, language).map((part) => ({ ...part, ...noHeader, row: 0, place }));
}

function partingBefore(
  { block, openedBy }: Pick<Entry, 'block' | 'openedBy'>,
  before: BodyBlock | undefined,
): number {
  if (openedBy !== null) return headingParting(openedBy);
  if (before === undefined) return parting.block;
  if (asks(before)) return parting.line;
  if (isListItem(block) && (isListItem(before) || introduces(before))) return parting.line;
  return startsPage(before, block) ? parting.page : parting.block;
}

function introduces(block: BodyBlock): boolean {
  return block.kind === 'paragraph' && block.text.trimEnd().endsWith(':');
}

/** « Q : Quelles sont les pièces du dossier ? »: nobody finds its answer without it. */
function asks(block: BodyBlock): boolean {
  return block.kind === 'paragraph' && endsInQuestion(block.text);
}

function isListItem(block: BodyBlock | undefined): boolean {
  return block?.kind === 'list-item';
}

function startsPage(before: BodyBlock, block: BodyBlock): boolean {
  const [last, next] = [before.place, block.place];
  return last?.kind === 'page' && next?.kind === 'page' && last.to !== next.from;
}

// The header row stands in the place of its first row.
function placeOfRow(place: Place | null, row: number | undefined): Place | null {
  if (row === undefined) return place;
  if (place?.kind === 'cells') return { ...place, firstRow: row, lastRow: row };
  return place?.kind === 'page' ? { ...place, from: row, to: row } : place;
}
