import { tunables } from '../../../../config/tunables.ts';
import type { ParsedDocument } from '../../../core/parsed-document.ts';
import { decodeText } from '../decode-text.ts';
import { structuredDocument } from '../structured-document.ts';
import { TooDeep, type Value, valueFrom } from '../structured-value.ts';

/**
 * Reads JSON, or one JSON value per line, as people read it. Numbers stay as they are written. What is no JSON, or lies too
 * deep, is read as plain text.
 */
export async function readJson(bytes: Uint8Array): Promise<ParsedDocument> {
  const text = await decodeText(bytes);
  return structuredDocument(text, tunables.parsing.structuredCharacters, () => parse(text));
}

function parse(text: string): Value {
  refuseDepth(text);
  const whole = parseOrUndefined(text);
  if (whole !== undefined) return valueFrom(whole);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => valueFrom(parseJson(line)));
}

function parseOrUndefined(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

// A number beyond 2^53, or 1.10, would come back changed.
function parseJson(text: string): unknown {
  return JSON.parse(text, function keepDigits(_key, value, context?: { readonly source?: string }) {
    return typeof value === 'number' ? (context?.source ?? value) : value;
  });
}

// Before the parser builds anything: a file of brackets alone would fill the memory with them.
function refuseDepth(text: string): void {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x5b || code === 0x7b) depth += 1;
    else if (code === 0x5d || code === 0x7d) depth -= 1;
    if (depth > tunables.parsing.structuredDepth) throw new TooDeep();
  }
}
