import { childElement, type XmlElement } from '../xml-reader.ts';

/** The `w:val` of a property that stands directly below its element. */
export function stringOf(properties: XmlElement | undefined, name: string): string | undefined {
  return childElement(properties, name)?.attributes.get('w:val');
}

/** A property that is on when it is there, unless it says otherwise; `undefined` when it is not there. */
export function toggleOf(properties: XmlElement | undefined, name: string): boolean | undefined {
  const element = childElement(properties, name);
  if (element === undefined) return undefined;
  return !/^(0|false|off)$/.test(element.attributes.get('w:val') ?? '');
}

/** The whole number in a property's `w:val`; `undefined` when there is none. */
export function numberOf(properties: XmlElement | undefined, name: string): number | undefined {
  const value = stringOf(properties, name);
  return value !== undefined && /^-?\d{1,9}$/.test(value) ? Number(value) : undefined;
}
