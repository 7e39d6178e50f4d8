import { describe, expect, it } from 'vitest';
import type { AskReply, Found } from '../replies.ts';
import type { Question } from '../suite.ts';
import { scoreAnswer, scoreRanking, signalsOf } from './score-question.ts';

const nameOf = ({ space, path }: { space: string; path: string }) => `${space}/${path}`;
const aQuestion = (expected: Partial<Question>): Question => ({
  id: 'q',
  question: 'q ?',
  tags: [],
  ...expected,
});

function aResult(path: string, text = 'rien', headings: string[] = []): Found {
  return { score: 0.5, document: { space: 'rh', path }, passage: { text, headings, page: null } };
}

function anAnswer(
  text: string,
  citations: number[],
  sources: Found[],
  outcome: AskReply['outcome'] = 'quoted',
): AskReply {
  return {
    outcome,
    answer: {
      text,
      sentences: [
        { text, citations, support: 'supported' },
        { text: 'Voici :', citations: [], support: 'not-checked' },
        { text: 'Autre.', citations: [], support: 'unsupported' },
      ],
    },
    sources: sources.map((source, at) => ({ ...source, n: at + 1 })),
  };
}

describe('the score of a ranking', () => {
  it('takes documents by their name, with or without space, each at its first passage', () => {
    const results = [aResult('b.md'), aResult('b.md'), aResult('a.md')];
    const { scores, ranking } = scoreRanking(aQuestion({ documents: ['a.md'] }), results, nameOf);
    // The second passage of b.md takes no rank of its own.
    expect(scores).toMatchObject({ 'ndcg@10': 1 / Math.log2(3), mrr: 0.5, 'hit@1': 0 });
    expect(scores['passage-ndcg@10']).toBeUndefined();
    expect(ranking.map((one) => one.relevant)).toEqual([false, false, true]);
    expect(scoreRanking(aQuestion({ documents: ['rh/a.md'] }), results, nameOf).scores).toEqual(scores);
  });

  it('finds an expected passage by its text however it is cut, and only in its document', () => {
    const article =
      'Le préavis de démission est de deux mois pour les cadres et d’un mois pour les employés.';
    const question = aQuestion({ passages: [{ document: 'a.md', text: article }] });
    const cut = aResult('a.md', 'Le préavis de démission est de deux mois pour les cadres');
    expect(scoreRanking(question, [aResult('a.md'), cut], nameOf).scores['passage-mrr']).toBe(0.5);
    expect(scoreRanking(question, [aResult('b.md', article)], nameOf).scores['passage-hit@10']).toBe(0);
  });

  it('finds an expected passage by its heading', () => {
    const question = aQuestion({ passages: [{ document: 'a.md', heading: 'Article 3 – Préavis' }] });
    const found = aResult('a.md', 'texte', ['Titre I', 'ARTICLE 3 - PREAVIS']);
    expect(scoreRanking(question, [found], nameOf).scores['passage-hit@1']).toBe(1);
  });

  it('gives no scores where nothing is expected', () => {
    expect(scoreRanking(aQuestion({ abstain: true }), [aResult('a.md')], nameOf).scores).toEqual({});
  });
});

describe('the score of an answer', () => {
  const question = aQuestion({
    documents: ['a.md', 'b.md'],
    answer: ['1 386 appels', ['3 €', 'trois euros']],
  });

  it('counts facts said, expected documents cited, and citations that were expected', () => {
    const reply = anAnswer(
      'Il y a eu 1386 appels, à 13 € chacun.',
      [1, 2],
      [aResult('a.md'), aResult('c.md')],
    );
    expect(scoreAnswer(question, reply, nameOf)).toEqual({
      'fact-recall': 0.5,
      'citation-recall': 0.5,
      'citation-precision': 0.5,
      'refusal-precision': null,
      'refusal-recall': null,
      'support-rate': 0.5,
    });
  });

  it('takes any of the ways to say a fact', () => {
    const reply = anAnswer('Trois euros pour 1 386 appels', [], []);
    expect(scoreAnswer(question, reply, nameOf)['fact-recall']).toBe(1);
  });

  it('judges refusals: of the refused, those that were right; of those without answer, those refused', () => {
    const refusal = anAnswer('Je n’ai rien trouvé.', [], [], 'not-found');
    const pick = ({
      'refusal-precision': precision,
      'refusal-recall': recall,
    }: Record<string, number | null>) => [precision, recall];
    expect(pick(scoreAnswer(aQuestion({ abstain: true }), refusal, nameOf))).toEqual([1, 1]);
    expect(pick(scoreAnswer(question, refusal, nameOf))).toEqual([0, null]);
    expect(pick(scoreAnswer(aQuestion({ abstain: true }), anAnswer('x', [], []), nameOf))).toEqual([null, 0]);
  });
});

describe('signals of abstention', () => {
  it('reads its own, and the numbers that the server gives', () => {
    const results = [aResult('a.md'), { ...aResult('b.md'), score: 0.2 }];
    expect(signalsOf({ results, signals: { coverage: 0.4, kind: 'words' } })).toEqual({
      'top-score': 0.5,
      'score-gap': 0.3,
      results: 2,
      coverage: 0.4,
    });
  });
});
