/** What an embedding model wants before a text of each kind. */
export type EmbeddingPrefixes = { readonly query: string; readonly passage: string };

/** The family E5 says what it wants in the description of the model only, which no program reads. */
export function usualPrefixes(model: string): EmbeddingPrefixes {
  const isE5 = /\be5-(small|base|large)(-v2)?$/.test(model);
  return isE5 ? { query: 'query: ', passage: 'passage: ' } : { query: '', passage: '' };
}
