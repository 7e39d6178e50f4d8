import { expect, test, vi } from 'vitest';
import { tunables } from '../../../config/tunables.ts';
import { codeOf } from '../errors.ts';
import { createPrivateDesk } from './private-desk.ts';
import type { PrivateDocument } from './private-document.ts';

const limits = {
  ...tunables.privateDocuments,
  documentBytes: 100,
  totalBytes: 250,
  organisationBytes: 200,
  ofPerson: 2,
  ofOrganisation: 3,
};
const alice = { org: 'pontval', user: 'alice' };
const bruno = { org: 'pontval', user: 'bruno' };
const chloe = { org: 'pontval', user: 'chloe' };
const victor = { org: 'valmarin', user: 'alice' };

const aDocument = (id: string, bytes = 10) => ({ card: { id }, bytes }) as unknown as PrivateDocument;
const codeFrom = (act: () => unknown) => {
  try {
    act();
    return 'done';
  } catch (error) {
    return codeOf(error);
  }
};

test('R13: a document is its person’s alone, of that organisation', () => {
  const desk = createPrivateDesk(limits);
  desk.take(alice).keep(aDocument('a'));
  expect(desk.find(alice, 'a').document.card.id).toBe('a');
  for (const other of [bruno, victor]) {
    expect(codeFrom(() => desk.find(other, 'a'))).toBe('NOT_FOUND');
    expect(codeFrom(() => desk.close(other, 'a'))).toBe('NOT_FOUND');
  }
  desk.close(alice, 'a');
});

test('R13: it is forgotten when nobody asked for a while, and each question puts that off', () => {
  vi.useFakeTimers();
  try {
    const desk = createPrivateDesk(limits);
    const { closed } = desk.take(alice).keep(aDocument('a'));
    vi.advanceTimersByTime(limits.idleMs - 1);
    expect(desk.find(alice, 'a').expiresAt.getTime()).toBe(Date.now() + limits.idleMs);
    vi.advanceTimersByTime(limits.idleMs - 1);
    expect([desk.count(), closed.aborted]).toEqual([1, false]);
    vi.advanceTimersByTime(1);
    expect([desk.count(), closed.aborted, codeOf(closed.reason)]).toEqual([0, true, 'NOT_FOUND']);
    expect(codeFrom(() => desk.find(alice, 'a'))).toBe('NOT_FOUND');
  } finally {
    vi.useRealTimers();
  }
});

test('R13, R95: so many for a person, an organisation, and all of the memory there is; what leaves makes room', () => {
  const desk = createPrivateDesk(limits);
  const first = desk.take(alice);
  desk.take(alice);
  expect(codeFrom(() => desk.take(alice))).toBe('PRIVATE_DOCUMENTS_FULL');
  desk.take(bruno);
  expect(codeFrom(() => desk.take(chloe))).toBe('PRIVATE_DOCUMENTS_FULL');
  const neighbour = desk.take(victor);
  first.leave();
  const place = desk.take(chloe);
  place.hold(60);
  expect(codeFrom(() => place.hold(41))).toBe('FILE_TOO_LARGE');
  place.hold(40);
  neighbour.hold(100);
  const last = desk.take({ ...victor, user: 'bob' });
  expect(codeFrom(() => last.hold(51))).toBe('PRIVATE_DOCUMENTS_FULL');
  // What was received is forgotten when it is read: its text counts in its place.
  place.keep(aDocument('c', 20));
  last.hold(51);
  expect(codeFrom(() => neighbour.keep(aDocument('v', 101)))).toBe('FILE_TOO_LARGE');
});

test('R95: one organisation cannot take the memory of all', () => {
  const desk = createPrivateDesk(limits);
  desk.take(alice).hold(100);
  desk.take(bruno).hold(90);
  const third = desk.take(chloe);
  expect(codeFrom(() => third.hold(11))).toBe('PRIVATE_DOCUMENTS_FULL');
  third.hold(10);
  desk.take(victor).hold(50);
});
