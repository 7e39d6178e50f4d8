import { posix } from 'node:path';
import { archiveNames, readArchive } from '../archive.ts';
import { childrenOf, decodeXml, readXml, type XmlElement } from '../xml-reader.ts';
import { ooxmlPrefixes } from './namespaces.ts';

/** An Office file (docx, xlsx, pptx) opened under the caps of `readArchive`. */
export type OoxmlPackage = {
  /** Names of all entries, kept or not. */
  readonly names: readonly string[];
  /** The text of a kept part; `undefined` when it is not there. */
  readonly text: (name: string) => string | undefined;
  /** The tree of a kept part; `undefined` when it is not there. For small parts: large ones are scanned. */
  readonly tree: (name: string | undefined) => XmlElement | undefined;
  /**
   * Parts that a part points to: id → name, for relations whose type ends with `/type` (`styles`, `slide`…). `''` stands for
   * the package itself. Targets outside the file are left out: nothing outside is ever read.
   */
  readonly related: (part: string, type: string) => ReadonlyMap<string, string>;
};

/**
 * Opens an Office file. Relations and properties are always kept, other entries when `keep` accepts them.
 * Throws the refusals of `readArchive`.
 */
export function openPackage(bytes: Uint8Array, keep: (name: string) => boolean): OoxmlPackage {
  const parts = readArchive(
    bytes,
    (name) =>
      /\.rels$|^docProps\/(core|custom)\.xml$|^docMetadata\/LabelInfo\.xml$/i.test(name) || keep(name),
  );
  const text: OoxmlPackage['text'] = (name) => {
    const part = parts.get(name);
    return part === undefined ? undefined : decodeXml(part);
  };
  const tree: OoxmlPackage['tree'] = (name) => {
    const content = name === undefined ? undefined : text(name);
    return content === undefined ? undefined : readXml(content, ooxmlPrefixes);
  };
  return {
    names: archiveNames(bytes),
    text,
    tree,
    related: (part, type) => {
      const folder = posix.join('/', posix.dirname(part));
      const relations = tree(posix.join(folder, '_rels', `${posix.basename(part)}.rels`).slice(1));
      const found = childrenOf(childrenOf(relations)[0]).filter(
        ({ attributes }) =>
          attributes.get('Type')?.endsWith(`/${type}`) === true &&
          attributes.get('TargetMode') !== 'External',
      );
      return new Map(
        found.map(({ attributes }) => [
          attributes.get('Id') ?? '',
          posix.resolve(folder, attributes.get('Target') ?? '').slice(1),
        ]),
      );
    },
  };
}

/** The name of the part that a relation of this type points to, the first one where there are several. */
export function relatedPart(file: OoxmlPackage, part: string, type: string): string | undefined {
  return file.related(part, type).values().next().value;
}
