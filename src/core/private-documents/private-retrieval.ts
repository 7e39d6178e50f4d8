import { tunables } from '../../../config/tunables.ts';
import { type Alias, keysOfAlias } from '../find/alias.ts';
import { aliasKeysOf } from '../find/alias-keys.ts';
import { type Retrieved, retrieve } from '../find/retrieve.ts';
import type { UnderstoodQuestion } from '../understand/understand-question.ts';
import type { PrivateDocument } from './private-document.ts';

/** What was found in a private document, and what else words of the question are called there. */
export type FoundInPrivate = Retrieved & { readonly aliases: readonly Alias[] };

/** Finds in one private document by its words alone, as a question about one document of a space is looked for. */
export async function retrieveFromPrivate(
  { card, passages, index, within, aliases: taught }: PrivateDocument,
  { query, context, time, term }: UnderstoodQuestion,
  { limit, signal }: { readonly limit: number; readonly signal: AbortSignal },
): Promise<FoundInPrivate> {
  const keys = aliasKeysOf(query);
  const aliases = taught
    .filter((pair) => {
      const { acronym, expansion } = keysOfAlias(pair);
      return keys.acronyms.includes(acronym) || keys.expansions.includes(expansion);
    })
    .map((pair) => ({ ...pair, documents: 1 }));
  const library = {
    readPassages: async (_: unknown, ids: readonly string[]) => ids.flatMap((id) => passages.get(id) ?? []),
    readableAmong: async (_: unknown, ids: readonly string[]) =>
      new Set(ids.filter((id) => passages.has(id))),
  };
  const found = await retrieve(
    { index, library },
    {
      query,
      context,
      time,
      term,
      aliases,
      within,
      scope: { documents: [card.id] },
      documents: 1,
      limit,
      languages: [card.language],
      passagesPerDocument: { usual: tunables.find.passagesPerDocument, inFocus: limit },
      signal,
    },
  );
  return { ...found, aliases };
}
