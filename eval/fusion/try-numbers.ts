import type { AccessFilter } from '../../src/core/access/access-filter.ts';
import { ndcg } from '../../src/core/evaluation/score/ranking.ts';
import type { FusionNumbers } from '../../src/core/find/fusion-numbers.ts';
import { type SearchDeps, searchDocuments } from '../../src/core/find/search-documents.ts';
import type { Tried } from './fit-fusion.ts';
import type { JudgedQuestion } from './judged-questions.ts';
import { rememberSearches } from './remember-searches.ts';

const depth = 10;

/**
 * Searches for a question in the name of who asked, under each of the numbers. `null` when none of its documents is found
 * under any: they are gone, or no longer this person's to read, and tell nothing.
 */
export async function tryNumbers(
  deps: SearchDeps & { readonly embedder: NonNullable<SearchDeps['embedder']> },
  within: AccessFilter,
  judged: JudgedQuestion,
  options: { readonly candidates: readonly FusionNumbers[]; readonly signal: AbortSignal },
): Promise<Tried | null> {
  const { question, earlierQuestions, scope, documents, cluster } = judged;
  const { library, aliases, embedder, index } = deps;
  // The question is the same each time; texts are read through the gate each time.
  const remembered = {
    ...deps,
    index: rememberSearches(index),
    library: { ...library, summarise: once(library.summarise) },
    aliases: { find: once(aliases.find) },
    embedder: { ...embedder, embed: once(embedder.embed) },
  };
  const scores: number[] = [];
  for (const fusion of options.candidates) {
    const { passages } = await searchDocuments({ ...remembered, fusion }, within, {
      query: question,
      earlierQuestions,
      scope,
      limit: depth,
      passagesPerDocument: 1,
      signal: options.signal,
    });
    const gains = passages.map(({ document: { id, space, path } }) =>
      documents.flatMap((name, at) => ([id, path, `${space}/${path}`].includes(name) ? [at] : [])),
    );
    scores.push(ndcg({ gains, expected: documents.length }, depth));
  }
  return scores.some((score) => score > 0) ? { cluster, scores } : null;
}

/** Asks the first time only. */
function once<Given extends readonly unknown[], Found>(
  ask: (...given: Given) => Found,
): (...given: Given) => Found {
  let found: { readonly value: Found } | undefined;
  return (...given) => {
    found ??= { value: ask(...given) };
    return found.value;
  };
}
