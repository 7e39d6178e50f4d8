import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Answered } from './good-answers.ts';
import { type CorpusName, loadPassages, type RealPassage } from './load-passages.ts';

const sentence = z.object({ text: z.string(), citations: z.array(z.int()) });
const line = z.object({
  half: z.enum(['development', 'held out']),
  set: z.custom<CorpusName>(),
  /** Digests of the offered passages, in the order of their numbers. */
  passages: z.array(z.string()),
  question: z.string(),
  sentences: z.array(sentence),
  wrong: z.array(sentence.extend({ kind: z.string() })),
});

export type WrittenAnswer = {
  readonly half: 'development' | 'held out';
  readonly question: string;
  readonly good: readonly Answered[];
  readonly wrong: readonly Answered[];
};

/**
 * Answers as a large language model writes them, in its own words, and sentences of the same kind that are wrong in one respect
 * (`written-answers.jsonl`), with the passages of `data` that they were written from. `lost`: answers whose passages are cut
 * otherwise today.
 */
export function loadWrittenAnswers(data: string): {
  readonly answers: WrittenAnswer[];
  readonly lost: number;
} {
  const lines = readFileSync(join(import.meta.dirname, 'written-answers.jsonl'), 'utf8')
    .trim()
    .split('\n');
  const bySet = new Map<CorpusName, ReadonlyMap<string, RealPassage>>();
  const answers: WrittenAnswer[] = [];
  for (const text of lines) {
    const { half, set, passages: digests, question, sentences, wrong } = line.parse(JSON.parse(text));
    const known = bySet.get(set) ?? new Map(loadPassages(data, set).map((one) => [digestOf(one), one]));
    bySet.set(set, known);
    const passages = digests.flatMap((digest, at) => {
      const passage = known.get(digest);
      return passage ? [{ ...passage, n: at + 1 }] : [];
    });
    const [first] = passages;
    if (!first || passages.length < digests.length) continue;
    const answered = ({ text: said, citations }: z.infer<typeof sentence>, kind: string): Answered => ({
      kind,
      text: said,
      citations,
      sources: citations,
      language: first.language,
      passages,
    });
    answers.push({
      half,
      question,
      good: sentences.map((one) => answered(one, 'written')),
      wrong: wrong.map((one) => answered(one, one.kind)),
    });
  }
  return { answers, lost: lines.length - answers.length };
}

function digestOf({ title, headings, excerpt }: RealPassage): string {
  return createHash('sha256')
    .update([title, ...headings, excerpt].join('\n'))
    .digest('hex')
    .slice(0, 12);
}
