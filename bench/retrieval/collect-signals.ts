import { tunables } from '../../config/tunables.ts';
import type { RetrievalSignals } from '../../src/core/find/retrieval-signals.ts';
import { retrieve } from '../../src/core/find/retrieve.ts';
import { everything } from '../../src/core/scope.ts';
import { languageOfQuestion, understandByWords } from '../../src/core/understand/understand-question.ts';
import { anAccessFilter } from '../../test/support/access-filter-builder.ts';
import type { AbstentionSet } from './abstention-sets.ts';
import type { CachedEmbedder } from './cached-embedder.ts';
import { createExactIndex } from './exact-index.ts';
import { learnedAliases } from './learned-aliases.ts';
import { ingest, libraryOf } from './measure.ts';
import { vectorsOfSet } from './vectors-of-set.ts';

const now = new Date('2026-01-01');

export type Observed = {
  readonly family: string;
  readonly relatives: string;
  readonly natural: boolean;
  readonly id: string;
  readonly answerable: boolean;
  readonly signals: RetrievalSignals;
  /** Cosine of the nearest passage: what a fixed floor would judge by; `null`: words only. */
  readonly similarity: number | null;
};

/** What retrieval says of each question of a set, asked as an answer asks. */
export async function collectSignals(set: AbstentionSet, embedder?: CachedEmbedder): Promise<Observed[]> {
  const vectors = embedder && (await vectorsOfSet(set, embedder));
  const index = createExactIndex();
  const passages = ingest(set, index, vectors?.ofChunk);
  const { family, relatives, natural } = set;
  const languages = [...new Set(set.sources.map(({ language }) => language))];
  const aliasesOf = learnedAliases(set.sources);
  const observed: Observed[] = [];
  for (const { id, text, earlierQuestions, answerable, documents } of set.questions) {
    const language = languageOfQuestion(text, earlierQuestions);
    let similarity: number | null = null;
    const searched = {
      ...index,
      async searchVectors(...given: Parameters<typeof index.searchVectors>) {
        const found = await index.searchVectors(...given);
        similarity = Math.max(similarity ?? 0, found.hits[0]?.score ?? 0);
        return found;
      },
    };
    const { passages: found, signalsOf } = await retrieve(
      { index: searched, library: libraryOf(passages), embedder },
      {
        ...understandByWords(text, earlierQuestions, { language, now }),
        aliases: aliasesOf(text),
        within: anAccessFilter(),
        scope: documents ? { documents } : everything,
        documents: (documents ?? set.sources).length,
        limit: 12,
        languages,
        passagesPerDocument: { usual: tunables.find.passagesPerDocument, inFocus: 12 },
      },
    );
    observed.push({ family, relatives, natural, id, answerable, signals: signalsOf(found), similarity });
  }
  return observed;
}
