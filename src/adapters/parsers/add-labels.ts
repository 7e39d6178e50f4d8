import {
  findSensitivityMentions,
  isMarking,
  restricts,
} from '../../core/ingest/find-sensitivity-mentions.ts';
import type { ParsedBlock, ParsedDocument, SensitivityLabel } from '../../core/parsed-document.ts';
import { addWarning } from './add-warning.ts';

/**
 * The document with the sensitivity mentions of its text beside the labels of its format, and a warning if any restricts.
 * A marking that looks like a heading or a title becomes a paragraph: the text below it is about something else.
 */
export function addLabels(document: ParsedDocument): ParsedDocument {
  const labels = distinct([...document.labels, ...findSensitivityMentions(document.blocks)]);
  const title = document.title !== null && isMarking(document.title) ? null : document.title;
  const blocks = document.blocks.map(withoutMarkedHeading);
  return addWarning(
    { ...document, title, blocks, labels },
    'sensitivity-label',
    labels.filter(restricts).length,
  );
}

function withoutMarkedHeading(block: ParsedBlock): ParsedBlock {
  if (block.kind !== 'heading' || !isMarking(block.text)) return block;
  const { level, ...rest } = block;
  return { ...rest, kind: 'paragraph' };
}

function distinct(labels: readonly SensitivityLabel[]): SensitivityLabel[] {
  return [...new Map(labels.map((label) => [`${label.scheme} ${label.name}`, label])).values()];
}
