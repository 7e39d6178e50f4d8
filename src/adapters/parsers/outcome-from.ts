import { tunables } from '../../../config/tunables.ts';
import { fileFormats } from '../../core/file-formats.ts';
import type {
  ParsedAttachment,
  ParsedBlock,
  ParseOutcome,
  SensitivityLabel,
} from '../../core/parsed-document.ts';
import { asides } from '../../core/place.ts';
import { reasons } from '../../core/reasons.ts';
import { type Warning, warnings } from '../../core/warnings.ts';
import { blockCharacters } from './block-characters.ts';

const { archiveEntries, inflatedBytes, outputCharacters } = tunables.parsing;
/** What no reader comes near: beyond, a message is not that of a reader. */
const maxCharacters = 4 * outputCharacters;
const maxTitleCharacters = 10_000;
/** Four bytes for each pixel that may be drawn, and some for the frame. */
const maxPictureBytes = 4 * tunables.pdf.drawnPixels + 1_000_000;
const maxDepth = 100_000;
/** What an `integer` of the database holds. */
const maxPages = 2 ** 31 - 1;

/**
 * The outcome in a message of a parser process. The process has read a hostile file, so its message is checked: what is
 * not an outcome counts as a crash.
 */
export function outcomeFrom(message: unknown): ParseOutcome {
  return isOutcome(message)
    ? message
    : { outcome: 'failed', reason: 'parse-crash', detail: 'malformed reply' };
}

/** The texts of pages in a message of a parser process; `null` when it is nothing like that. */
export function pageTextsFrom(message: unknown): readonly string[] | null {
  if (!isRow(message)) return null;
  return message.reduce((total, text) => total + text.length, 0) <= maxCharacters ? message : null;
}

const pngSignature = Buffer.from('89504e470d0a1a0a', 'hex');

/** The picture in a message of a parser process; `null` when it is no PNG, or larger than its pixels can make it. */
export function pictureFrom(message: unknown): Uint8Array | null {
  if (!(message instanceof Uint8Array) || message.byteLength > maxPictureBytes) return null;
  return pngSignature.equals(message.subarray(0, pngSignature.length)) ? message : null;
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
    isShortText(title) &&
    isShortText(author) &&
    isDateOrNone(createdAt) &&
    isDateOrNone(modifiedAt) &&
    (pages === null || isCount(pages, maxPages)) &&
    isListOf(blocks, isBlock) &&
    blockCharacters(blocks) <= maxCharacters &&
    isListOf(attachments, isAttachment) &&
    attachments.length <= archiveEntries &&
    attachments.reduce((total, { bytes }) => total + bytes.byteLength, 0) <= inflatedBytes &&
    isListOf(labels, isLabel) &&
    isListOf(value.warnings, isWarning) &&
    isCount(pagesToRecognise, maxPages)
  );
}

/** Unlike `every`, looks at holes too, and stops at the first one: an array of holes alone can be longer than a day. */
function isListOf<T>(value: unknown, isOne: (item: unknown) => item is T): value is T[] {
  if (!Array.isArray(value)) return false;
  for (let at = 0; at < value.length; at += 1) if (!isOne(value[at])) return false;
  return true;
}

function isShortText(value: unknown): boolean {
  return value === null || (typeof value === 'string' && value.length <= maxTitleCharacters);
}

/** Replies tell dates with four digits for the year. */
function isDateOrNone(value: unknown): boolean {
  if (value === null) return true;
  if (!(value instanceof Date)) return false;
  const year = value.getUTCFullYear();
  return year >= 1 && year <= 9999;
}

function isAttachment(value: unknown): value is ParsedAttachment {
  return isRecord(value) && typeof value.name === 'string' && value.bytes instanceof Uint8Array;
}

function isBlock(value: unknown): value is ParsedBlock {
  if (!isRecord(value)) return false;
  const { kind, text, level, depth, header, rows, rowNumbers, place, aside, recognised } = value;
  if (place !== undefined && !isPlace(place)) return false;
  if (aside !== undefined && !asides.some((known) => known === aside)) return false;
  if (recognised !== undefined && !isNumber(recognised)) return false;
  switch (kind) {
    case 'heading':
      return typeof text === 'string' && isCount(level, maxDepth);
    case 'list-item':
      return typeof text === 'string' && isCount(depth, maxDepth);
    case 'paragraph':
    case 'quote':
    case 'code':
      return typeof text === 'string';
    case 'table':
      return (
        isRow(header) &&
        isListOf(rows, isRow) &&
        (rowNumbers === undefined || (isListOf(rowNumbers, isWhole) && rowNumbers.length === rows.length))
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

function isLabel(value: unknown): value is SensitivityLabel {
  return (
    isRecord(value) &&
    (value.scheme === 'msip' || value.scheme === 'mention') &&
    typeof value.name === 'string'
  );
}

function isWarning(value: unknown): value is Warning {
  return (
    isRecord(value) &&
    typeof value.code === 'string' &&
    Object.hasOwn(warnings, value.code) &&
    isCount(value.count)
  );
}

function isCount(value: unknown, most = Number.MAX_SAFE_INTEGER): boolean {
  return isWhole(value) && value <= most;
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isRow(value: unknown): value is string[] {
  return isListOf(value, isText);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
