import { measure } from '../../bench/retrieval/measure.ts';
import { familyCorpus } from './family-corpus.ts';
import { timedCases } from './questions.ts';

/**
 * How often (0–1) the first document found is the right one of its family: with the question taken as it was asked, and
 * with what it wants of the date of documents. `wrong`: questions that then still go wrong.
 */
export async function measureFamilies() {
  const set = {
    name: 'families',
    sources: familyCorpus(),
    questions: timedCases.map(([text, family, version]) => ({
      id: text,
      text,
      earlierQuestions: [],
      relevant: new Set([`${family}/${version}`]),
    })),
  };
  const before = await measure(set, { asAsked: true });
  const after = await measure(set);
  const isHit = (first: string | undefined, index: number) =>
    first !== undefined && set.questions[index]?.relevant.has(first) === true;
  const share = (firsts: readonly (string | undefined)[]) => firsts.filter(isHit).length / firsts.length;
  return {
    documents: set.sources.length,
    questions: set.questions.length,
    hit1AsAsked: share(before.firsts),
    hit1: share(after.firsts),
    wrong: set.questions.flatMap(({ text }, index) => {
      const found = after.firsts[index];
      return isHit(found, index) ? [] : [{ question: text, found: found ?? null }];
    }),
  };
}
