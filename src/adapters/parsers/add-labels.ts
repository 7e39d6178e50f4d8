import { findSensitivityMentions, restricts } from '../../core/ingest/find-sensitivity-mentions.ts';
import type { ParsedDocument, SensitivityLabel } from '../../core/parsed-document.ts';
import { addWarning } from './add-warning.ts';

/** The document with the sensitivity mentions of its text beside the labels of its format, and a warning if any restricts. */
export function addLabels(document: ParsedDocument): ParsedDocument {
  const labels = distinct([...document.labels, ...findSensitivityMentions(document.blocks)]);
  return addWarning({ ...document, labels }, 'sensitivity-label', labels.filter(restricts).length);
}

function distinct(labels: readonly SensitivityLabel[]): SensitivityLabel[] {
  return [...new Map(labels.map((label) => [`${label.scheme} ${label.name}`, label])).values()];
}
