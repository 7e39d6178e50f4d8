import { fileFormats, type ParseOutcome } from '../../core/parsed-document.ts';
import { reasons } from '../../core/reasons.ts';

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
    return fileFormats.some((format) => format === message.format) && isDocument(message.document);
  }
  const ended = message.outcome === 'skipped' || message.outcome === 'failed';
  const detail = message.detail === undefined || typeof message.detail === 'string';
  return ended && detail && typeof message.reason === 'string' && Object.hasOwn(reasons, message.reason);
}

function isDocument(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { title, author, modifiedAt, pages, blocks, attachments } = value;
  return (
    (title === null || typeof title === 'string') &&
    (author === null || typeof author === 'string') &&
    (modifiedAt === null || modifiedAt instanceof Date) &&
    (pages === null || typeof pages === 'number') &&
    Array.isArray(blocks) &&
    blocks.every(isBlock) &&
    Array.isArray(attachments) &&
    attachments.every(
      (item) => isRecord(item) && typeof item.name === 'string' && item.bytes instanceof Uint8Array,
    )
  );
}

function isBlock(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { kind, text, level, depth, header, rows, page } = value;
  if (page !== undefined && typeof page !== 'number') return false;
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
      return isRow(header) && Array.isArray(rows) && rows.every(isRow);
    default:
      return false;
  }
}

function isRow(value: unknown): boolean {
  return Array.isArray(value) && value.every((cell) => typeof cell === 'string');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
