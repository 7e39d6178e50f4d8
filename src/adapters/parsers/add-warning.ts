import type { ParsedDocument } from '../../core/parsed-document.ts';
import type { WarningCode } from '../../core/warnings.ts';

/** The document with `count` more of what the warning counts; unchanged when that is nothing. */
export function addWarning(document: ParsedDocument, code: WarningCode, count: number): ParsedDocument {
  if (count === 0) return document;
  const before = document.warnings.find((warning) => warning.code === code)?.count ?? 0;
  const others = document.warnings.filter((warning) => warning.code !== code);
  return { ...document, warnings: [...others, { code, count: before + count }] };
}
