import { describe, expect, it } from 'vitest';
import { agreementPage } from './agreement-page.ts';
import { htmlText } from './html-text.ts';
import { labelQuestions } from './label-questions.ts';
import { toAgreement } from './read-agreements.ts';
import { toSheet } from './read-sheets.ts';

const article = (id: string, parts: object) => ({ type: 'article', data: { id, cid: `C${id}`, ...parts } });
const agreement = toAgreement({
  type: 'convention collective',
  data: { id: 'KALICONT1', num: 44, title: 'Convention des  industries', shortTitle: 'Industries' },
  children: [
    {
      type: 'section',
      data: { title: 'Titre I' },
      children: [
        article('KALIARTI1', {
          num: '24',
          surtitre: 'Préavis',
          content: '<p>Deux mois.<br/>Un &lt; deux</p>',
        }),
        article('KALIARTI2', { content: '<table><tr><td>A</td><td>B</td></tr></table>' }),
        article('KALIARTI3', { num: '25', content: '<p> </p>' }),
      ],
    },
  ],
});

describe('agreements', () => {
  it('gives the articles that have a text, with what stands above them', () => {
    expect(
      agreement.articles.map(({ id, title, sectionPath, text }) => [id, title, sectionPath, text]),
    ).toEqual([
      ['KALIARTI1', 'Article 24 : Préavis', ['Titre I'], 'Deux mois.\nUn < deux'],
      ['KALIARTI2', 'Titre I', ['Titre I'], 'A | B'],
    ]);
    expect(agreement.title).toBe('Convention des industries');
  });

  it('makes a page with each section once, articles below', () => {
    const page = agreementPage(agreement);
    expect(page.match(/<h\d>[^<]*/g)).toEqual([
      '<h1>Convention des industries',
      '<h2>Titre I',
      '<h3>Article 24 : Préavis',
    ]);
  });

  it('reads text out of markup', () => {
    expect(htmlText('<p>L&#39;an&#xe9;e&nbsp;2020</p><ul><li>a</li><li>b</li></ul>')).toBe(
      "L'anée 2020\na\nb",
    );
  });
});

describe('labelled questions', () => {
  const ask = (markdown: string, titles: string[]) =>
    labelQuestions(
      [
        {
          index: 3,
          title: 'Quel préavis ? ',
          answers: {
            conventions: [{ idcc: '0044', markdown, references: titles.map((title) => ({ title })) }],
          },
        },
      ],
      [agreement],
    );

  it('takes references that are ids of articles, or of all their versions', () => {
    expect(ask('Deux mois.', ['KALIARTI1', 'Article 9'])).toMatchObject([
      {
        id: '3-0044',
        question: 'Quel préavis ?',
        agreementId: 'KALICONT1',
        relevantArticleIds: ['KALIARTI1'],
      },
    ]);
  });

  it('takes « ne prévoit rien » without any reference as unanswerable, and leaves the rest out', () => {
    const nothing = 'La convention collective ne prévoit rien sur ce point.';
    expect(ask(nothing, [])).toMatchObject([{ unanswerable: true, relevantArticleIds: [] }]);
    expect(ask(nothing, ['Article 9'])).toEqual([]);
    expect(ask('Deux mois.', ['Article 9'])).toEqual([]);
  });
});

describe('sheets', () => {
  it('reads title, description and paragraphs, without what is about the sheet', () => {
    const text = (value: string) => [{ text: value }];
    const sheet = toSheet('particuliers/F1', {
      children: [
        {
          children: [
            { name: 'dc:title', children: text('Acte') },
            { name: 'dc:description', children: text('En bref.') },
            { name: 'Audience', children: text('Particuliers') },
            {
              name: 'Texte',
              children: [
                { name: 'Paragraphe', children: text('Un.') },
                { name: 'Paragraphe', children: text('Deux.') },
              ],
            },
          ],
        },
      ],
    });
    expect(sheet).toEqual({ id: 'particuliers/F1', title: 'Acte', text: 'En bref.\nUn.\nDeux.' });
  });
});
