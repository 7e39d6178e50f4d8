import { describe, expect, it } from 'vitest';
import type { Answer, Source } from '../api/types.ts';
import { applyEvent, citedSources, knownNumbers, newTurn, turnsOf } from './turn.ts';

const aSource = (n: number): Source => ({
  n,
  document: {
    id: `d${n}`,
    title: 'Titre',
    path: 'a.txt',
    space: 's',
    version: 1,
    language: 'fr',
    modifiedAt: '2026-01-01T00:00:00Z',
    url: null,
  },
  passage: {
    id: `p${n}`,
    text: 'x',
    headings: [],
    page: null,
    place: null,
    aside: null,
    recognised: null,
    start: 0,
    end: 1,
  },
  duplicates: 0,
});

const anAnswer = (parts: Partial<Answer>): Answer => ({
  outcome: 'answered',
  answer: { text: 'Oui [2].', language: 'fr', sentences: [] },
  sources: [aSource(1), aSource(2)],
  notices: [],
  usage: { provider: 'p', model: 'm' },
  conversationId: 'c',
  messageId: 'm',
  ...parts,
});

describe('applyEvent', () => {
  it('keeps what was searched when it is not the question as it was asked', () => {
    const meta = {
      type: 'meta',
      conversationId: 'c',
      provider: null,
      model: null,
      language: 'fr',
      scope: { documents: 1, queued: 0, failed: 0, encrypted: 0 },
    } as const;
    expect(applyEvent(newTurn('1', 'Et lui ?', {}), meta).searchedFor).toBeNull();
    const understood = applyEvent(newTurn('1', 'Et lui ?', {}), { ...meta, searchedFor: 'Et le maire ?' });
    expect(understood.searchedFor).toBe('Et le maire ?');
  });

  it('grows the text, then takes the whole answer', () => {
    let turn = newTurn('1', 'Q ?', {});
    turn = applyEvent(turn, { type: 'sources', sources: [aSource(1)] });
    turn = applyEvent(turn, { type: 'text-delta', text: 'Ou' });
    turn = applyEvent(turn, { type: 'text-delta', text: 'i' });
    expect([turn.text, turn.status]).toEqual(['Oui', 'streaming']);
    turn = applyEvent(turn, { type: 'done', answer: anAnswer({}) });
    expect([turn.text, turn.status, turn.outcome]).toEqual(['Oui [2].', 'done', 'answered']);
    expect(citedSources(turn).map(({ n }) => n)).toEqual([2]);
  });

  it('keeps each notice once and the sentences found in no source', () => {
    const notice = { code: 'words-only', text: 'Par mots.' };
    let turn = applyEvent(newTurn('1', 'Q', {}), { type: 'notice', notice });
    turn = applyEvent(turn, {
      type: 'done',
      answer: anAnswer({
        notices: [notice],
        answer: {
          text: 'A. B.',
          language: 'fr',
          sentences: [
            { text: 'A.', citations: [1], support: 'supported', start: 0, end: 2 },
            { text: 'B.', citations: [], support: 'unsupported', start: 3, end: 5 },
          ],
        },
      }),
    });
    expect(turn.notices).toEqual([notice]);
    expect(turn.doubts).toEqual([{ text: 'B.', support: 'unsupported', findings: [], start: 3, end: 5 }]);
  });
});

it('marks a sentence when its verdict comes, and takes the mark back when a second one clears it', () => {
  const sentence = { text: 'Oui.', citations: [1], start: 0, end: 8 } as const;
  const findings = [{ kind: 'name', said: 'Vichy' }];
  let turn = newTurn('1', 'Q', {});
  turn = applyEvent(turn, { type: 'verdict', sentence: { ...sentence, support: 'not-checked' } });
  expect(turn.doubts).toEqual([]);
  turn = applyEvent(turn, { type: 'verdict', sentence: { ...sentence, support: 'partial', findings } });
  expect(turn.doubts).toEqual([{ text: 'Oui.', support: 'partial', findings, start: 0, end: 8 }]);
  turn = applyEvent(turn, { type: 'verdict', sentence: { ...sentence, support: 'supported' } });
  expect(turn.doubts).toEqual([]);
});

it('rebuilds a conversation and knows which sources may no longer be opened', () => {
  const turns = turnsOf({
    id: 'c',
    title: 'T',
    createdAt: '',
    updatedAt: '',
    messages: [
      {
        id: '1',
        role: 'user',
        text: 'Q ?',
        outcome: null,
        sentences: [],
        createdAt: '',
        sources: [],
        masked: false,
      },
      {
        id: '2',
        role: 'assistant',
        text: 'R [1]',
        outcome: 'answered',
        sentences: [{ text: 'R', citations: [1], support: 'partial', start: 0, end: 5 }],
        createdAt: '',
        sources: [
          { ...aSource(1), readable: true },
          { n: 2, readable: false },
        ],
        masked: false,
      },
    ],
  });
  expect(turns.map(({ question, text, status }) => [question, text, status])).toEqual([
    ['Q ?', 'R [1]', 'done'],
  ]);
  expect(turns.map((turn) => [...knownNumbers(turn)])).toEqual([[1]]);
  expect(turns.map(({ doubts }) => doubts.map(({ support }) => support))).toEqual([['partial']]);
});
