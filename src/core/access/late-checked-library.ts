import { tunables } from '../../../config/tunables.ts';
import type { LateCheck } from '../../ports/late-check.ts';
import type { DocumentView, Library } from '../../ports/library.ts';
import type { AccessFilter } from './access-filter.ts';
import { fillPage } from './fill-page.ts';

/**
 * A library that also asks the sources that want to be asked (R10). Everything that gives a document, or a word of one, goes
 * through it; counts of a scope are made of the rights that are known here.
 */
export function withLateCheck(library: Library, check: LateCheck): Library {
  const ofChunks = async (within: AccessFilter, ids: readonly string[]) =>
    without(await check.refusedChunks(within, ids), ids);
  const ofDocuments = async (within: AccessFilter, ids: readonly string[]) =>
    without(await check.refusedDocuments(within, ids), ids);
  const mayRead = async (within: AccessFilter, id: string) =>
    (await check.refusedDocuments(within, [id])).size === 0;

  return {
    readPassages: async (within, ids) => library.readPassages(within, await ofChunks(within, ids)),
    readableAmong: async (within, ids) => library.readableAmong(within, await ofChunks(within, ids)),
    readSections: async (within, ids) => library.readSections(within, await ofChunks(within, ids)),
    readDocuments: async (within, ids, limit) =>
      library.readDocuments(within, await ofDocuments(within, ids), limit),
    find: async (within, id) => ((await mayRead(within, id)) ? library.find(within, id) : null),
    findReadable: async (within, ids) => library.findReadable(within, await ofDocuments(within, ids)),
    list: (within, page) =>
      fillPage<DocumentView>(
        (last, limit) => library.list(within, { ...page, limit, ...(last && { after: last }) }),
        async (rows) => {
          const refused = await check.refusedDocuments(
            within,
            rows.map(({ id }) => id),
          );
          return rows.filter(({ id }) => !refused.has(id));
        },
        page.limit,
      ),
    suggest: async (within, about, limit) => {
      const found = await library.suggest(within, about, limit * tunables.suggestions.readForEach);
      const refused = await check.refusedDocuments(within, [
        ...new Set(found.map(({ documentId }) => documentId)),
      ]);
      return found.filter(({ documentId }) => !refused.has(documentId)).slice(0, limit);
    },
    readText: async (within, id) => ((await mayRead(within, id)) ? library.readText(within, id) : null),
    locate: async (within, id, chunk) =>
      (await mayRead(within, id)) ? library.locate(within, id, chunk) : null,
    findPages: async (within, id) => ((await mayRead(within, id)) ? library.findPages(within, id) : null),
    summarise: library.summarise,
    // Looked at each second while an answer streams: the sources were asked before the prompt, and are when it is shown again.
    lostAmong: library.lostAmong,
    lostUses: library.lostUses,
  };
}

const without = (refused: ReadonlySet<string>, ids: readonly string[]) =>
  ids.filter((id) => !refused.has(id));
