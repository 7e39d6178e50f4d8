import { archiveNames, readArchive } from '../archive.ts';
import { decodeXml, type XmlElement } from '../xml-reader.ts';
import { type Parts, treeOfPart } from './read-parts.ts';
import { relationshipsOf } from './relationships.ts';

/** An Office file (docx, xlsx, pptx) opened under the caps of `readArchive`. */
export type OoxmlPackage = {
  /** Names of all entries, kept or not. */
  readonly names: readonly string[];
  readonly parts: Parts;
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
  return {
    names: archiveNames(bytes),
    text,
    tree: (name) => treeOfPart(parts, name),
    parts,
    related: (part, type) =>
      new Map(
        relationshipsOf(parts, part)
          .filter(({ kind }) => kind === type)
          .map(({ id, target }) => [id, target]),
      ),
  };
}

/** The name of the part that a relation of this type points to, the first one where there are several. */
export function relatedPart(file: OoxmlPackage, part: string, type: string): string | undefined {
  return file.related(part, type).values().next().value;
}
