import { labelQuestions, readContributions } from '../../eval/socialgouv/label-questions.ts';
import { type Agreement, readAgreements } from '../../eval/socialgouv/read-agreements.ts';
import { sample } from '../../src/core/evaluation/score/random.ts';
import { loadSet, type Question, type RetrievalSet, type SetName } from './load-set.ts';

/** A question that the documents answer, or do not; `documents`: where it is asked, everywhere when absent. */
export type JudgedQuestion = Omit<Question, 'relevant' | 'isPartial'> & {
  readonly answerable: boolean;
  readonly documents?: readonly string[];
};

export type AbstentionSet = Pick<RetrievalSet, 'name' | 'sources'> & {
  /** Sets measured together, and those that share documents or questions. */
  readonly family: string;
  readonly relatives: string;
  readonly questions: readonly JudgedQuestion[];
  /** True when people found that the documents do not answer; false when the answering documents were taken away. */
  readonly natural: boolean;
};

/** Questions whose answers people looked for in vain, beside those that they found. */
export const naturalSets = ['mtrag-un-dev', 'mtrag-un-dev-history', 'service-public'] as const;
/** Questions that were all answered: half the documents are taken away, and with them the answers of half of them. */
const most = 300;
const halvedSets = ['piaf', 'service-public', 'crpa', 'rgpd-own', 'rgpd-fr-en', 'rgpd-en-fr'] as const;

export function loadNaturalSet(folder: string, name: SetName): AbstentionSet {
  const { sources, questions } = loadSet(folder, name, { unanswered: true });
  const judged = questions
    .filter(({ isPartial }) => !isPartial)
    .map(({ relevant, ...question }) => ({ ...question, answerable: relevant.size > 0 }));
  return { name, family: name, relatives: relativesOf(name), sources, questions: judged, natural: true };
}

/** Two sets of each: a half of the documents drawn, and the other half; at most `most` questions. */
export function loadHalves(folder: string, name: SetName, most: number): AbstentionSet[] {
  const { sources, questions } = loadSet(folder, name);
  const drawn = new Set(sample(sources, Math.floor(sources.length / 2), 7).map(({ id }) => id));
  const asked = sample(questions, most, 11);
  return [true, false].map((first) => {
    const kept = sources.filter(({ id }) => drawn.has(id) === first);
    const ids = new Set(kept.map(({ id }) => id));
    return {
      name: `${name}-half-${first ? 1 : 2}`,
      family: `${name}-halves`,
      relatives: relativesOf(name),
      sources: kept,
      questions: asked.map(({ relevant, ...question }) => ({
        ...question,
        answerable: [...relevant].some((id) => ids.has(id)),
      })),
      natural: false,
    };
  });
}

/** The `count` smallest agreements that answer some questions and leave others: each question is asked of one of them. */
export function loadAgreements(packages: string, count: number): AbstentionSet {
  const slim = new Map<
    string,
    {
      id: string;
      idcc: number | null;
      shortTitle: string;
      articles: { id: string; cid: string }[];
      size: number;
    }
  >();
  for (const { id, idcc, shortTitle, articles } of readAgreements(packages))
    slim.set(id, {
      id,
      idcc,
      shortTitle,
      articles: articles.map(({ id: article, cid }) => ({ id: article, cid })),
      size: articles.reduce((sum, { text }) => sum + text.length, 0),
    });
  const labelled = labelQuestions(readContributions(packages), slim.values());
  const isMixed = (id: string) =>
    [true, false].every(
      (un) => labelled.filter((q) => q.agreementId === id && q.unanswerable === un).length >= 5,
    );
  const chosen = new Set(
    [...slim.values()]
      .filter(({ id }) => isMixed(id))
      .sort((a, b) => a.size - b.size)
      .slice(0, count)
      .map(({ id }) => id),
  );
  const sources = [...readAgreements(packages)]
    .filter(({ id }) => chosen.has(id))
    .map((agreement) => ({
      id: agreement.id,
      title: agreement.title,
      text: markdownOf(agreement),
      language: 'fr' as const,
    }));
  return {
    name: 'agreements',
    family: 'agreements',
    relatives: 'agreements',
    sources,
    questions: labelled
      .filter(({ agreementId }) => chosen.has(agreementId))
      .map(({ id, question, agreementId, unanswerable }) => ({
        id,
        text: question,
        earlierQuestions: [],
        answerable: !unanswerable,
        documents: [agreementId],
      })),
    natural: true,
  };
}

const relativesOf = (name: string) => name.split('-')[0] ?? name;

function markdownOf({ articles }: Agreement): string {
  const parts: string[] = [];
  let above: readonly string[] = [];
  for (const { sectionPath, title, text } of articles) {
    const same = sectionPath.findIndex((section, at) => section !== above[at]);
    const from = same === -1 ? sectionPath.length : same;
    for (const [at, section] of sectionPath.slice(from).entries())
      parts.push(`${'#'.repeat(Math.min(6, from + at + 1))} ${section}`);
    above = sectionPath;
    if (title && title !== sectionPath.at(-1))
      parts.push(`${'#'.repeat(Math.min(6, sectionPath.length + 1))} ${title}`);
    parts.push(text);
  }
  return parts.join('\n\n');
}

/** All sets; agreements only where `packages`, the folder `node_modules/@socialgouv`, is given. */
export function loadAbstentionSets(
  folder: string,
  packages: string | undefined,
  agreements: number,
): AbstentionSet[] {
  return [
    ...naturalSets.map((name) => loadNaturalSet(folder, name)),
    ...halvedSets.flatMap((name) => loadHalves(folder, name, most)),
    ...(packages === undefined ? [] : [loadAgreements(packages, agreements)]),
  ];
}
