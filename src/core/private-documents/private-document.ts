import type { SearchIndex } from '../../ports/search-index.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import type { Passage, Section } from '../answer/passage.ts';
import type { DocumentCard, Sensitivity } from '../document.ts';
import type { FileFormat } from '../file-formats.ts';
import type { AliasPair } from '../find/alias.ts';
import type { Warning } from '../warnings.ts';

/** A document that is held in the memory of this process alone, for one person, as it was read: its file is gone. */
export type PrivateDocument = {
  /** `path` is the name of the file; there is no space. */
  readonly card: DocumentCard;
  readonly format: FileFormat;
  /** Pages or slides, where it has some. */
  readonly pages: number | null;
  readonly warnings: readonly Warning[];
  /** What its person says of it; decides which providers could see it. */
  readonly sensitivity: Sensitivity;
  /** By id of the chunk, in the order of the text. */
  readonly passages: ReadonlyMap<string, Passage>;
  /** By id of the chunk: the section around it. */
  readonly sections: ReadonlyMap<string, Section>;
  /** Acronyms that it explains. */
  readonly aliases: readonly AliasPair[];
  /** Holds the words of this document and of no other. */
  readonly index: Pick<SearchIndex, 'searchWords' | 'searchDocuments' | 'searchVectors'>;
  /** Everything in that index, and nothing anywhere else. */
  readonly within: AccessFilter;
  /** Memory that it takes, in bytes, roughly. */
  readonly bytes: number;
};

/** Whose it is: nobody else ever learns that it is there. */
export type PrivateOwner = { readonly org: string; readonly user: string };
