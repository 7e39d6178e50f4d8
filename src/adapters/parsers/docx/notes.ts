import type { ParsedBlock } from '../../../core/parsed-document.ts';
import { ooxmlPrefixes } from '../ooxml/namespaces.ts';
import { remarkBlocks } from '../remark-text.ts';
import { revisit, visitXml } from '../xml-reader.ts';
import { createBodyReader, type Reading } from './body.ts';

/** Names of the elements that hold one note each, in the parts of notes. */
const holders = new Set(['w:footnote', 'w:endnote', 'w:comment']);
const roots = new Set(['w:footnotes', 'w:endnotes', 'w:comments']);

/**
 * The notes or comments of a part, by id; those of comments name their author. `reading` gives nothing for what hangs on
 * a note, so that notes that point to each other end.
 */
export function readNotes(
  xml: string | undefined,
  reading: Reading,
): ReadonlyMap<string, readonly ParsedBlock[]> {
  const notes = new Map<string, readonly ParsedBlock[]>();
  if (xml === undefined) return notes;
  visitXml(
    [xml],
    {
      open: ({ name }) => (roots.has(name) ? 'enter' : holders.has(name) ? 'gather' : 'skip'),
      gathered: (element) => {
        const { visitor, finish } = createBodyReader(reading);
        revisit(element, visitor);
        notes.set(
          element.attributes.get('w:id') ?? '',
          remarkBlocks(element.attributes.get('w:author'), finish()),
        );
      },
    },
    { namespaces: ooxmlPrefixes },
  );
  return notes;
}
