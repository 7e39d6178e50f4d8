import type { Confidence, Judgement } from './answerable.ts';
import type { Found, FoundPart } from './answering.ts';
import type { RankedPassage } from './passage.ts';

/** What was found for one of several questions, and the question. */
export type FoundFor = Found & Pick<FoundPart, 'question' | 'searchedFor'>;

/** What was found, with the question as it was asked and as it was searched; quotations are chosen by the latter. */
export function foundFor(
  { question, searchedFor }: { readonly question: string; readonly searchedFor: string | null },
  found: Found,
): FoundFor {
  return { ...found, question, searchedFor: searchedFor ?? question };
}

/**
 * Joins what was found for the questions of one message: the best passages of each take turns, so that none of them uses up the
 * room of the others. The whole is worth an answer where one of them is.
 */
export function joinFound(found: readonly FoundFor[], limit: number): Found {
  const [only] = found;
  if (only && found.length === 1) return only;
  const passages = inTurns(found.map((one) => one.passages)).slice(0, limit);
  const parts = found.map((one): FoundPart => {
    const own = new Set(one.passages.map(({ id }) => id));
    return { ...one, isOwn: ({ id }) => own.has(id) };
  });
  return {
    passages,
    parts,
    judge: (readable) => bestOf(parts.map(({ judge, isOwn }) => judge(readable.filter(isOwn)))),
    otherForms: found.flatMap(({ otherForms = [] }) => otherForms),
    otherWords: async () => (await Promise.all(found.map(({ otherWords }) => otherWords?.() ?? []))).flat(),
    notices: [...new Set(found.flatMap(({ notices }) => notices))],
    timings: found.reduce<Record<string, number>>((sum, { timings }) => added(sum, timings), {}),
  };
}

/** The first of each list, then the second of each: what stands in several of them once. */
function inTurns(lists: readonly (readonly RankedPassage[])[]): RankedPassage[] {
  const longest = Math.max(...lists.map(({ length }) => length), 0);
  const inOrder = Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list[at] ?? [])).flat();
  const seen = new Set<string>();
  return inOrder.filter(({ id }) => !seen.has(id) && seen.add(id));
}

const order: readonly Confidence[] = ['none', 'doubtful', 'closest', 'sure'];

function bestOf(judgements: readonly Judgement[]): Judgement {
  const rank = ({ confidence, signals: { answerable = 0 } }: Judgement) =>
    order.indexOf(confidence) + answerable / 2;
  return judgements.reduce((best, one) => (rank(one) > rank(best) ? one : best));
}

function added(sum: Readonly<Record<string, number>>, more: Readonly<Record<string, number>>) {
  const keys = new Set([...Object.keys(sum), ...Object.keys(more)]);
  return Object.fromEntries([...keys].map((key) => [key, (sum[key] ?? 0) + (more[key] ?? 0)]));
}
