import type { SearchIndex } from '../../src/ports/search-index.ts';

type Searches = Pick<SearchIndex, 'searchWords' | 'searchDocuments' | 'searchVectors'>;

/**
 * Answers the same search by the same caller once from the index and then from memory, so that many numbers can be tried on
 * it. It lives as long as one question.
 */
export function rememberSearches(index: Searches): Searches {
  const known = new Map<string, Promise<unknown>>();
  const remember = <Given extends readonly unknown[], Found>(
    name: string,
    search: (...given: Given) => Promise<Found>,
  ) => {
    return (...given: Given): Promise<Found> => {
      const key = `${name} ${JSON.stringify(given, (_key, value) => (ArrayBuffer.isView(value) ? [...(value as Float32Array)] : value))}`;
      const found = known.get(key) ?? search(...given);
      known.set(key, found);
      return found as Promise<Found>;
    };
  };
  return {
    searchWords: remember('words', index.searchWords),
    searchDocuments: remember('documents', index.searchDocuments),
    searchVectors: remember('vectors', index.searchVectors),
  };
}
