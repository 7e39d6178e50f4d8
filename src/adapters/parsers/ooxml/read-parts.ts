import { tunables } from '../../../../config/tunables.ts';
import { readArchive } from '../archive.ts';
import { decodeXml, readXml, type XmlElement } from '../xml-reader.ts';
import { ooxmlPrefixes } from './namespaces.ts';

/** Parts of an Office Open XML file by their path. */
export type Parts = ReadonlyMap<string, Uint8Array>;

/** The parts that `keep` accepts, and how many of them are left out because they are too large to be read as a tree. */
export function readParts(
  bytes: Uint8Array,
  keep: (name: string) => boolean,
): { readonly parts: Parts; readonly leftOut: number } {
  const all = readArchive(bytes, keep);
  const parts = new Map(
    [...all].filter(
      ([name, part]) => !/\.(xml|rels)$/i.test(name) || part.length <= tunables.parsing.officePartBytes,
    ),
  );
  return { parts, leftOut: all.size - parts.size };
}

/** The tree of a part, names with their usual prefixes; `undefined` when the part is not there. */
export function treeOfPart(parts: Parts, name: string | undefined): XmlElement | undefined {
  const part = name === undefined ? undefined : parts.get(name);
  return part === undefined ? undefined : readXml(decodeXml(part), { namespaces: ooxmlPrefixes });
}

/** The tree of a part, element names without prefix; an empty one when the part is not there. */
export function xmlOfPart(parts: Parts, name: string): XmlElement {
  return readXml(decodeXml(parts.get(name) ?? new Uint8Array()), { localNames: true });
}
