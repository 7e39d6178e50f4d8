import { tunables } from '../../../../config/tunables.ts';
import { readArchive } from '../archive.ts';
import { readXml, type XmlElement } from '../xml-reader.ts';

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

/** The tree of a part, element names without prefix; an empty one when the part is not there. */
export function xmlOfPart(parts: Parts, name: string): XmlElement {
  return readXml(Buffer.from(parts.get(name) ?? []).toString('utf8'), { localNames: true });
}
