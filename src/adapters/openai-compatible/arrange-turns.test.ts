import { expect, test } from 'vitest';
import type { ChatTurn } from '../../ports/language-model.ts';
import { arrangeTurns } from './arrange-turns.ts';

const turn = (role: ChatTurn['role'], content: string): ChatTurn => ({ role, content });
const history = [
  turn('system', 'Règles.'),
  turn('user', 'Un ?'),
  turn('user', 'Deux ?'),
  turn('assistant', 'Oui.'),
  turn('user', 'Trois ?'),
];

test('a server that wants nothing gets the turns as they are', () => {
  expect(arrangeTurns(history, { system: 'own-turn', alternates: false })).toBe(history);
});

test('turns that must alternate are merged where two of a role meet', () => {
  expect(arrangeTurns(history, { system: 'own-turn', alternates: true })).toEqual([
    turn('system', 'Règles.'),
    turn('user', 'Un ?\n\nDeux ?'),
    turn('assistant', 'Oui.'),
    turn('user', 'Trois ?'),
  ]);
});

test('without a system role, instructions stand before what the user says first', () => {
  const arranged = arrangeTurns(history, { system: 'first-user-turn', alternates: true });
  expect(arranged[0]).toEqual(turn('user', 'Règles.\n\nUn ?\n\nDeux ?'));
  expect(arranged).toHaveLength(3);
});

test('several instructions become one turn at the beginning', () => {
  const late = [...history, turn('system', 'Encore.')];
  expect(arrangeTurns(late, { system: 'own-turn', alternates: true })[0]).toEqual(
    turn('system', 'Règles.\n\nEncore.'),
  );
});

test('without instructions nothing is put before', () => {
  const [, ...spoken] = history;
  expect(arrangeTurns(spoken, { system: 'first-user-turn', alternates: true })[0]?.content).toBe(
    'Un ?\n\nDeux ?',
  );
});
