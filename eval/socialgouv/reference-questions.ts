import { seededRandom } from '../../src/core/evaluation/score/random.ts';
import type { Code } from './read-codes.ts';

/** A question that names exactly one article. */
export type ReferenceQuestion = {
  readonly question: string;
  readonly code: string;
  readonly articleId: string;
  /** How the article is named. */
  readonly kind: 'number' | 'number-in-several-codes' | 'decree';
};

type Target = { readonly code: string; readonly articleId: string };

/** `{article}` is the number as people write it, `{code}` « code du travail », `{of}` « du code du travail ». */
const bare = [
  'article {article}',
  '{article}',
  'que dit l’art. {article} ?',
  'Que prévoit l’article {article} ?',
  'texte de l’article {article}',
];
const named = [
  'article {article} {of}',
  '{article} {of}',
  'que dit l’art. {article} {of} ?',
  'Que prévoit l’article {article} {of} ?',
  '{code}, article {article}',
  '{code} art. {article}',
];
const decrees = ['décret n° {number}', 'décret {number}', 'Quel article cite le décret n° {number} ?'];

/** Share of the questions about a decree, and of those that name a code though the number stands in one code only. */
const decreeShare = 0.1;
const namedShare = 0.5;

/**
 * Questions by exact reference, the same for the same seed. A number that stands in several codes is asked with its code;
 * a decree is asked for when one article alone cites it.
 */
export function referenceQuestions(
  codes: readonly Code[],
  options: { readonly count: number; readonly seed: number },
): ReferenceQuestion[] {
  const random = seededRandom(options.seed);
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  };
  const byNumber = numberedArticles(codes);
  // One article per code has its number; two with one number in one code (versions to come) cannot be asked for.
  const asked = [...byNumber]
    .map(([number, targets]) => ({ number, targets }))
    .filter(({ targets }) => new Set(targets.map(({ code }) => code)).size === targets.length);
  const shared = asked.filter(({ targets }) => targets.length > 1);
  const single = asked.filter(({ targets }) => targets.length === 1);
  const cited = [...citedDecrees(codes)].filter(([, targets]) => targets.length === 1);

  const questions = new Map<string, ReferenceQuestion>();
  while (questions.size < options.count) {
    if (cited.length > 0 && random() < decreeShare) {
      const [number, [target]] = pick(cited);
      if (!target) continue;
      const question = pick(decrees).replace('{number}', number);
      questions.set(question, { question, ...target, kind: 'decree' });
      continue;
    }
    const several = shared.length > 0 && random() < 0.5;
    const { number, targets } = pick(several ? shared : single);
    const target = pick(targets);
    const template = pick(several || random() < namedShare ? named : bare);
    const question = template
      .replace('{article}', pick(spellings(number)))
      .replace('{of}', `${/^[aeiouyéè]/i.test(target.code) ? 'de l’' : 'du '}${lowerFirst(target.code)}`)
      .replace('{code}', lowerFirst(target.code));
    questions.set(question, { question, ...target, kind: several ? 'number-in-several-codes' : 'number' });
  }
  return [...questions.values()];
}

/** « L1222-10 », « L. 1222-10 », « L.1222-10 »; numbers without letter have one spelling. */
export function spellings(number: string): string[] {
  const [, letters = '', rest = ''] = /^([LRD]O?\*{0,2})\s?(\d.*)$/.exec(number) ?? [];
  if (letters === '') return [number];
  return [`${letters}${rest}`, `${letters}. ${rest}`, `${letters}.${rest}`];
}

function numberedArticles(codes: readonly Code[]): Map<string, Target[]> {
  const byNumber = new Map<string, Target[]>();
  for (const { title, articles } of codes)
    for (const { id, num } of articles) {
      if (num === null || !/^[LRD]O?\*{0,2}\s?\d+(-\d+)+$/.test(num)) continue;
      byNumber.set(num, [...(byNumber.get(num) ?? []), { code: title, articleId: id }]);
    }
  return byNumber;
}

function citedDecrees(codes: readonly Code[]): Map<string, Target[]> {
  const cited = new Map<string, Target[]>();
  for (const { title, articles } of codes)
    for (const { id, text } of articles)
      for (const number of new Set(
        [...text.matchAll(/décret\s+n°\s?(\d{2,4}-\d+)/gi)].map((match) => match[1] ?? ''),
      ))
        cited.set(number, [...(cited.get(number) ?? []), { code: title, articleId: id }]);
  return cited;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
