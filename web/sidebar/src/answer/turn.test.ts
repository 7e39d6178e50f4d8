import { describe, expect, it } from 'vitest';
import type { Answer, Source } from '../../../shared/api/types.ts';
import {
  applyEvent,
  citedSources,
  knownNumbers,
  namedSources,
  newTurn,
  type Turn,
  turnsOf,
  withSuperseded,
} from './turn.ts';

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
      ids: { conversationId: 'c', messageId: 'm' },
      provider: null,
      model: null,
      language: 'fr',
      scope: { documents: 1, queued: 0, failed: 0, encrypted: 0, excluded: 0 },
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

  it('names no source where the answer does not, though all of them stand below it', () => {
    const answer = anAnswer({ answer: { text: 'Rien.', language: 'fr', sentences: [] } });
    const turn = applyEvent(newTurn('1', 'Q', {}), { type: 'done', answer });
    expect([namedSources(turn).length, citedSources(turn).length]).toEqual([0, 2]);
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

it('folds away what an answer asked again took the place of, once it is whole', () => {
  const first = { ...newTurn('1', 'Q', {}), status: 'done', messageId: 'm1' } as const;
  const other = { ...newTurn('2', 'R', {}), status: 'done', messageId: 'm2' } as const;
  const again = { ...newTurn('3', 'Q', {}), messageId: 'm3', retryOf: 'm1' };
  const superseded = (latest: Turn) =>
    withSuperseded([first, other, latest], latest).map(({ isSuperseded }) => isSuperseded);
  expect(superseded(again)).toEqual([false, false, false]);
  expect(superseded({ ...again, status: 'stopped' })).toEqual([false, false, false]);
  expect(superseded({ ...again, status: 'done' })).toEqual([true, false, false]);
  const third = { ...again, key: '4', messageId: 'm4', status: 'done' } as const;
  const whole = { ...again, status: 'done' } as const;
  expect(withSuperseded([first, whole, third], third).map(({ isSuperseded }) => isSuperseded)).toEqual([
    true,
    true,
    false,
  ]);
});

it('shows nothing of an answer whose source was lost while it came', () => {
  let turn = applyEvent(newTurn('1', 'Q', {}), { type: 'text-delta', text: 'Secret' });
  const answer = anAnswer({ masked: true, sources: [], answer: { text: '', language: 'fr', sentences: [] } });
  turn = applyEvent(turn, { type: 'done', answer });
  expect([turn.text, turn.masked]).toEqual(['', true]);
});

it('ends quietly when it was stopped elsewhere', () => {
  const problem = { code: 'ANSWER_STOPPED', title: 'Arrêtée.' };
  expect(applyEvent(newTurn('1', 'Q', {}), { type: 'error', problem }).status).toBe('stopped');
});

it('R06: shows nothing more of an answer that ended with the right to read its sources', () => {
  const problem = { code: 'ACCESS_CHANGED', title: 'La réponse s’arrête.' };
  const told = applyEvent(newTurn('1', 'Q', {}), { type: 'text-delta', text: 'Secret' });
  expect(applyEvent(told, { type: 'error', problem })).toMatchObject({ status: 'failed', text: '', problem });
  const other = { code: 'STORE_UNAVAILABLE', title: 'Réessayez.' };
  expect(applyEvent(told, { type: 'error', problem: other }).text).toBe('Secret');
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
        language: 'en',
        searchedFor: 'Q ? (mots)',
        suggestions: ['Autrement ?'],
        usage: { provider: 'p', model: 'm' },
        complete: false,
        retryOf: 'm0',
        supersededBy: 'm9',
        feedback: { useful: false, reasons: ['wrong'] },
      },
    ],
  });
  expect(turns[0]).toMatchObject({
    messageId: '2',
    language: 'en',
    searchedFor: 'Q ? (mots)',
    suggestions: ['Autrement ?'],
    maker: { provider: 'p', model: 'm' },
    retryOf: 'm0',
    isSuperseded: true,
    feedback: { useful: false, reasons: ['wrong'] },
  });
  expect(turns.map(({ question, text, status }) => [question, text, status])).toEqual([
    ['Q ?', 'R [1]', 'stopped'],
  ]);
  expect(turns.map((turn) => [...knownNumbers(turn)])).toEqual([[1]]);
  expect(turns.map(({ doubts }) => doubts.map(({ support }) => support))).toEqual([['partial']]);
});
