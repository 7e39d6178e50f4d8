import { describe, expect, it } from 'vitest';
import { type JudgedExchange, wantedDocuments } from './judged-question.ts';

const exchange = (given: Partial<JudgedExchange>): JudgedExchange => ({
  messageId: 'm',
  user: 'alice',
  conversationId: 'c',
  question: 'Combien ?',
  earlierQuestions: [],
  useful: true,
  sources: [],
  offered: [
    { n: 1, documentId: 'first', cited: false },
    { n: 2, documentId: 'second', cited: true },
    { n: 3, documentId: 'third', cited: true },
  ],
  ...given,
});

describe('wantedDocuments', () => {
  it('takes what a useful answer cites', () => {
    expect(wantedDocuments(exchange({}))).toEqual(['second', 'third']);
  });

  it('leaves out what was called useless', () => {
    expect(wantedDocuments(exchange({ sources: [{ n: 2, useful: false }] }))).toEqual(['third']);
  });

  it('goes by the sources that were called useful, whatever was cited and however the answer was', () => {
    const sources = [{ n: 1, useful: true }];
    expect(wantedDocuments(exchange({ sources }))).toEqual(['first']);
    expect(wantedDocuments(exchange({ useful: false, sources }))).toEqual(['first']);
  });

  it('learns nothing of an answer that was useless', () => {
    expect(wantedDocuments(exchange({ useful: false }))).toEqual([]);
  });
});
