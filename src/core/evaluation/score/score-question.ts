import { citedNumbers } from '../../answer/cited-numbers.ts';
import type { AskReply, Found, SearchReply } from '../replies.ts';
import type { Question } from '../suite.ts';
import { matchesPassage } from './match-passage.ts';
import { says } from './normalise.ts';
import { hit, type Judged, ndcg, recall, reciprocalRank } from './ranking.ts';
import type { Scores } from './scores.ts';

export type NameOf = (document: { readonly space: string; readonly path: string }) => string;
export type Ranked = {
  readonly document: string;
  readonly heading: string | null;
  readonly score: number | null;
  readonly relevant: boolean;
};

/** Whether a question has an answer; `null` when the suite does not say. */
export function isAnswerable(question: Question): boolean | null {
  if (question.abstain === true) return false;
  const { documents, passages, answer } = question;
  return documents?.length || passages?.length || answer?.length ? true : null;
}

/** Scores of a ranking of passages: on documents, and on passages where the suite expects some. */
export function scoreRanking(
  question: Question,
  results: readonly Found[],
  nameOf: NameOf,
): { scores: Scores; ranking: Ranked[] } {
  const expected = question.documents ?? question.passages?.map((one) => one.document) ?? [];
  const documents = [...new Set(expected)];
  const namedBy = (name: string, { document }: Found) => name === nameOf(document) || name === document.path;
  const documentGains = results.map((result) =>
    documents.flatMap((name, at) => (namedBy(name, result) ? [at] : [])),
  );
  const distinct = documentGains.filter(
    (_, at) =>
      results.findIndex((one) => nameOf(one.document) === nameOf(results[at]?.document ?? one.document)) ===
      at,
  );
  const passages = question.passages ?? [];
  const passageGains = results.map((result) =>
    passages.flatMap((one, at) =>
      namedBy(one.document, result) && matchesPassage(result.passage, one) ? [at] : [],
    ),
  );
  const gains = passages.length > 0 ? passageGains : documentGains;
  return {
    scores: {
      ...scoresOf('', { gains: distinct, expected: documents.length }),
      ...scoresOf('passage-', { gains: passageGains, expected: passages.length }),
    },
    ranking: results.map(({ document, passage, score }, at) => ({
      document: nameOf(document),
      heading: passage.headings.at(-1) ?? null,
      score: score ?? null,
      relevant: (gains[at]?.length ?? 0) > 0,
    })),
  };
}

function scoresOf(prefix: '' | 'passage-', judged: Judged): Scores {
  if (judged.expected === 0) return {};
  return {
    [`${prefix}ndcg@10`]: ndcg(judged),
    [`${prefix}hit@1`]: hit(judged, 1),
    [`${prefix}hit@5`]: hit(judged, 5),
    [`${prefix}hit@10`]: hit(judged, 10),
    [`${prefix}recall@5`]: recall(judged, 5),
    [`${prefix}recall@20`]: recall(judged, 20),
    [`${prefix}mrr`]: reciprocalRank(judged),
  };
}

/**
 * Scores of an answer: facts said in it, expected documents among those that it cites, sentences that were checked and
 * found in its sources, and whether it was right to refuse. Precision and recall of refusals are means over the questions that were refused, and that should be.
 */
export function scoreAnswer(question: Question, reply: AskReply, nameOf: NameOf): Scores {
  const answerable = isAnswerable(question);
  const refused = isRefusal(reply);
  const documents = question.documents ?? [...new Set(question.passages?.map((one) => one.document))];
  const cited = citedNumbers(reply.answer.sentences);
  const citedDocuments = [
    ...new Map(
      reply.sources
        .filter((source) => cited.has(source.n))
        .map(({ document }) => [nameOf(document), document]),
    ).values(),
  ];
  const checked = reply.answer.sentences.filter(({ support }) => support && support !== 'not-checked');
  const isCited = (name: string) =>
    citedDocuments.some((document) => name === nameOf(document) || name === document.path);
  const isExpected = (document: Found['document']) =>
    documents.includes(nameOf(document)) || documents.includes(document.path);
  return {
    'fact-recall': share(factsOf(question), (ways) => ways.some((way) => says(reply.answer.text, way))),
    'citation-recall': share(documents, isCited),
    'citation-precision': documents.length > 0 ? share(citedDocuments, isExpected) : null,
    'support-rate': share(checked, ({ support }) => support === 'supported'),
    'refusal-precision': refused && answerable !== null ? Number(!answerable) : null,
    'refusal-recall': answerable === false ? Number(refused) : null,
  };
}

/** The facts that an answer should say; of each, the ways to say it. */
export function factsOf({ answer = [] }: Question): string[][] {
  return answer.map((one) => (typeof one === 'string' ? [one] : [...one]));
}

export function isRefusal(reply: AskReply): boolean {
  return reply.outcome === 'not-found' || reply.outcome === 'refused';
}

function share<Item>(items: readonly Item[], is: (item: Item) => boolean): number | null {
  return items.length === 0 ? null : items.filter(is).length / items.length;
}

/** Reads one number of a reply that may be lower where there is nothing to find. One line adds one. */
type Signal = (results: readonly Found[]) => number | null;

const ownSignals: Readonly<Record<string, Signal>> = {
  'top-score': ([first]) => first?.score ?? 0,
  'score-gap': ([first, second]) => (first?.score ?? 0) - (second?.score ?? 0),
  results: (results) => results.length,
};

/** Signals of abstention: those that can be read from any reply, and the numbers that the server gives in `signals`. */
export function signalsOf(reply: Pick<SearchReply, 'results' | 'signals'>): Record<string, number> {
  const given = Object.entries(reply.signals ?? {});
  const own = Object.entries(ownSignals).map(([name, read]) => [name, read(reply.results)] as const);
  return Object.fromEntries(
    [...own, ...given].filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}
