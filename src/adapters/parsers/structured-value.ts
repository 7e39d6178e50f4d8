import { tunables } from '../../../config/tunables.ts';

/** What JSON, YAML and XML have in common: texts, series and named fields, in the order of the file. */
export type Value = string | readonly Value[] | Fields;
export type Field = readonly [name: string, value: Value];
export type Fields = { readonly fields: readonly Field[] };

/** Thrown for values that lie too deep in others: the file is then read as plain text. */
export class TooDeep extends Error {}

/**
 * The value of parsed data. Only own fields are looked at, and they become pairs, never keys of an object: a field named
 * `__proto__` is a field (R43). Throws `TooDeep` beyond the permitted levels.
 */
export function valueFrom(data: unknown, depth = 0): Value {
  if (depth > tunables.parsing.structuredDepth) throw new TooDeep();
  if (data === null || data === undefined) return '';
  if (Array.isArray(data)) return data.map((item) => valueFrom(item, depth + 1));
  if (data instanceof Date) return data.toISOString();
  if (data instanceof Map)
    return { fields: [...data].map(([name, value]) => [keyOf(name), valueFrom(value, depth + 1)]) };
  if (typeof data !== 'object') return String(data);
  return { fields: Object.entries(data).map(([name, value]) => [name, valueFrom(value, depth + 1)]) };
}

export function isFields(value: Value): value is Fields {
  return typeof value === 'object' && 'fields' in value;
}

function keyOf(name: unknown): string {
  return typeof name === 'object' ? '' : String(name);
}

/** True when a text is written in HTML, as descriptions in feeds and exports are. */
export function holdsHtml(text: string): boolean {
  return /<\/(?:p|div|ul|ol|li|a|strong|b|em|i|h[1-6]|table|span)>|<br ?\/?>/i.test(text);
}
