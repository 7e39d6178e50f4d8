import type { OfferedPassage } from '../../src/core/check/evidence.ts';
import type { Language } from '../../src/core/document.ts';
import { analyze } from '../../src/core/find/analyze.ts';
import { sentencesOf } from '../../src/core/find/sentences.ts';
import type { Random } from '../fuzz/random.ts';
import type { RealPassage } from './load-passages.ts';
import { reword } from './reword.ts';

/** A sentence as a model would give it, among six passages, of which `sources` say it. */
export type Answered = {
  readonly kind: string;
  readonly text: string;
  readonly language: Language;
  readonly citations: readonly number[];
  readonly sources: readonly number[];
  readonly passages: readonly OfferedPassage[];
};

const offered = 6;
const nearest = 3;

/** Sentences of real passages, lightly reworded, each with its citation among `offered` passages of the same corpus. */
export function goodAnswers(corpus: readonly RealPassage[], count: number, random: Random): Answered[] {
  const neighbours = neighboursIn(corpus);
  const answers: Answered[] = [];
  for (let attempt = 0; answers.length < count && attempt < count * 40; attempt += 1) {
    const at = random.below(corpus.length);
    const source = corpus[at];
    if (!source) continue;
    const sentences = sayable(source);
    if (sentences.length === 0) continue;
    const around = neighbours(at);
    const near = around.slice(0, nearest);
    const others = new Set(near);
    while (others.size < offered - 1) others.add(random.pick(corpus.filter((one) => one !== source)));
    const order = shuffle([source, ...others], random);
    const passages = order.map((passage, index) => ({ ...passage, n: index + 1 }));
    const n = order.indexOf(source) + 1;
    const first = random.pick(sentences);
    const dice = random.next();
    const { language } = source;
    if (dice < 0.12) {
      const second = sentences[sentences.indexOf(first) + 1];
      if (second === undefined) continue;
      answers.push({
        kind: 'merged',
        text: merge(first, second, language),
        language,
        citations: [n],
        sources: [n],
        passages,
      });
    } else if (dice < 0.18) {
      const partner = near.find((passage) => sayable(passage).length > 0);
      if (!partner) continue;
      const other = order.indexOf(partner) + 1;
      const text = merge(first, random.pick(sayable(partner)), language);
      const both = [n, other];
      answers.push({ kind: 'merged-two-sources', text, language, citations: both, sources: both, passages });
    } else {
      const { kind, text } = reword(first, language, random);
      answers.push({ kind, text, language, citations: [n], sources: [n], passages });
    }
  }
  return answers;
}

/** Sentences of a passage that an answer could give: whole, of some length, no markup, no question, standing alone. */
export function sayable({ excerpt, language }: Pick<RealPassage, 'excerpt' | 'language'>): string[] {
  return sentencesOf(excerpt, language)
    .map(({ text }) => text.replace(/\s+/g, ' ').replace(/^[-–•*]\s*/, ''))
    .filter(
      (text) =>
        text.length >= 45 &&
        text.length <= 350 &&
        /^[\p{Lu}«]/u.test(text) &&
        /\p{L}[.!»)]?\.$|\d\.$/u.test(text) &&
        !/[|<>{}[\]`]|https?:/.test(text) &&
        text.split(' ').length >= 7,
    );
}

/** « A, et b. » */
function merge(first: string, second: string, language: Language): string {
  const lead = first.replace(/\.$/, '');
  const [initial = '', ...rest] = second;
  const word = /^\p{L}+/u.exec(second)?.[0] ?? '';
  const isCommon =
    /^(?:le|la|les|l|un|une|des|ce|cette|ces|il|elle|ils|elles|on|en|dans|pour|the|a|an|this|these|it|they|in|for)$/i.test(
      word,
    );
  return `${lead}, ${language === 'fr' ? 'et' : 'and'} ${isCommon ? initial.toLowerCase() : initial}${rest.join('')}`;
}

function shuffle<Item>(items: readonly Item[], random: Random): Item[] {
  return items
    .map((item) => ({ item, key: random.next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/** Passages of other documents that share most rare words with one, as a search would bring them together. */
function neighboursIn(corpus: readonly RealPassage[]): (at: number) => RealPassage[] {
  const stems = corpus.map(
    ({ title, excerpt, language }) => new Set(analyze(`${title} ${excerpt}`, language)),
  );
  const holders = new Map<string, number[]>();
  for (const [at, set] of stems.entries())
    for (const stem of set) holders.set(stem, [...(holders.get(stem) ?? []), at]);
  return (at) => {
    const shared = new Map<number, number>();
    for (const stem of stems[at] ?? []) {
      const there = holders.get(stem) ?? [];
      if (there.length > corpus.length / 10) continue;
      for (const other of there)
        shared.set(other, (shared.get(other) ?? 0) + Math.log(corpus.length / there.length));
    }
    return [...shared]
      .filter(([other]) => corpus[other]?.document !== corpus[at]?.document)
      .sort((a, b) => b[1] - a[1])
      .slice(0, 8)
      .flatMap(([other]) => corpus[other] ?? []);
  };
}
