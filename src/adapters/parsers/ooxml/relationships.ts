import { posix } from 'node:path';
import { childElements, type XmlElement } from '../xml-reader.ts';
import { xmlOfPart } from './read-parts.ts';

/** A link from one part of an Office Open XML file to another: the last word of its type, and the path of the other. */
export type Relationship = { readonly id: string; readonly kind: string; readonly target: string };

/** The links that leave `part` for other parts of the file, in their order; those that lead out of it are left out. */
export function relationshipsOf(parts: ReadonlyMap<string, Uint8Array>, part: string): Relationship[] {
  const { dir, base } = posix.parse(part);
  const [root] = childElements(xmlOfPart(parts, posix.join(dir, '_rels', `${base}.rels`)));
  return childElements(root, 'Relationship').flatMap(({ attributes }) => {
    if (attributes.get('TargetMode') === 'External') return [];
    const target = attributes.get('Target') ?? '';
    return [
      {
        id: attributes.get('Id') ?? '',
        kind: posix.basename(attributes.get('Type') ?? ''),
        // From the root of the file, or from the folder of the part.
        target: posix.resolve('/', dir, target).slice(1),
      },
    ];
  });
}

/** The path of the part that holds the document: what the file's root points to, else the usual one. */
export function mainPart(parts: ReadonlyMap<string, Uint8Array>, usual: string): string {
  return relationshipsOf(parts, '').find(({ kind }) => kind === 'officeDocument')?.target ?? usual;
}

/** The relationship that an element points to, whatever prefix its file uses for that. */
export function relationshipId(element: XmlElement): string | undefined {
  for (const [name, value] of element.attributes) if (/:(id|embed|dm)$/.test(name)) return value;
  return undefined;
}
