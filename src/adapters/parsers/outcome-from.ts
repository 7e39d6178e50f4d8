import { fileFormats } from '../../core/file-formats.ts';
import type { ParseOutcome } from '../../core/parsed-document.ts';
import { asides } from '../../core/place.ts';
import { reasons } from '../../core/reasons.ts';
import { warnings } from '../../core/warnings.ts';

/**
 * The outcome in a message of a parser process. The process has read a hostile file, so its message is checked: what is
 * not an outcome counts as a crash.
 */
export function outcomeFrom(message: unknown): ParseOutcome {
  return isOutcome(message)
    ? message
    : { outcome: 'failed', reason: 'parse-crash', detail: 'malformed reply' };
}

function isOutcome(message: unknown): message is ParseOutcome {
  if (!isRecord(message)) return false;
  if (message.outcome === 'parsed') {
    return (
      typeof message.format === 'string' &&
      Object.hasOwn(fileFormats, message.format) &&
      isDocument(message.document)
    );
  }
  const ended = message.outcome === 'skipped' || message.outcome === 'failed';
  const detail = message.detail === undefined || typeof message.detail === 'string';
  return ended && detail && typeof message.reason === 'string' && Object.hasOwn(reasons, message.reason);
}

function isDocument(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { title, author, createdAt, modifiedAt, pages, blocks, attachments, labels, pagesToRecognise } =
    value;
  return (
    (title === null || typeof title === 'string') &&
    (author === null || typeof author === 'string') &&
    (createdAt === null || createdAt instanceof Date) &&
    (modifiedAt === null || modifiedAt instanceof Date) &&
    (pages === null || typeof pages === 'number') &&
    Array.isArray(blocks) &&
    blocks.every(isBlock) &&
    Array.isArray(attachments) &&
    attachments.every(
      (item) => isRecord(item) && typeof item.name === 'string' && item.bytes instanceof Uint8Array,
    ) &&
    Array.isArray(labels) &&
    labels.every(isLabel) &&
    Array.isArray(value.warnings) &&
    value.warnings.every(isWarning) &&
    (value.runningTexts === undefined || isRow(value.runningTexts)) &&
    isCount(pagesToRecognise)
  );
}

function isBlock(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { kind, text, level, depth, header, rows, rowNumbers, place, aside, recognised } = value;
  if (place !== undefined && !isPlace(place)) return false;
  if (aside !== undefined && !asides.some((known) => known === aside)) return false;
  if (recognised !== undefined && typeof recognised !== 'number') return false;
  switch (kind) {
    case 'heading':
      return typeof text === 'string' && typeof level === 'number';
    case 'list-item':
      return typeof text === 'string' && typeof depth === 'number';
    case 'paragraph':
    case 'quote':
    case 'code':
      return typeof text === 'string';
    case 'table':
      return (
        isRow(header) &&
        Array.isArray(rows) &&
        rows.every(isRow) &&
        (rowNumbers === undefined || (Array.isArray(rowNumbers) && rowNumbers.every(isCount)))
      );
    default:
      return false;
  }
}

function isPlace(value: unknown): boolean {
  if (!isRecord(value)) return false;
  switch (value.kind) {
    case 'page':
    case 'slide':
      return isCount(value.from) && isCount(value.to);
    case 'cells':
      return (
        isRow([value.sheet, value.firstColumn, value.lastColumn]) &&
        isCount(value.firstRow) &&
        isCount(value.lastRow)
      );
    case 'speech':
      return isRow(value.speakers) && isNumber(value.fromSeconds) && isNumber(value.toSeconds);
    default:
      return false;
  }
}

function isLabel(value: unknown): boolean {
  return (
    isRecord(value) &&
    (value.scheme === 'msip' || value.scheme === 'mention') &&
    typeof value.name === 'string'
  );
}

function isWarning(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value.code === 'string' &&
    Object.hasOwn(warnings, value.code) &&
    isCount(value.count)
  );
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value);
}

function isRow(value: unknown): boolean {
  return Array.isArray(value) && value.every((cell) => typeof cell === 'string');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
