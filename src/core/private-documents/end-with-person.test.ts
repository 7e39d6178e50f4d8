import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { codeOf } from '../errors.ts';
import { endWithPerson } from './end-with-person.ts';
import { createPrivateDesk } from './private-desk.ts';
import type { PrivateDocument } from './private-document.ts';

const alice = { org: 'pontval', user: 'alice' };
const bruno = { org: 'pontval', user: 'bruno' };
const aDocument = (id: string) => ({ card: { id }, bytes: 1 }) as unknown as PrivateDocument;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function aHouse() {
  const lives = new Map<string, string>([
    ['alice', 'a'],
    ['bruno', 'b'],
  ]);
  const house = { lives, isAway: false, looks: 0 };
  const desk = createPrivateDesk();
  const ends = endWithPerson(desk, {
    lifeOf: async ({ user }) => {
      house.looks += 1;
      if (house.isAway) throw new Error('away');
      return lives.get(user) ?? null;
    },
    everyMs: 2_000,
  });
  const open = async (owner: typeof alice, id: string) => {
    await ends.watch(owner);
    return desk.take(owner).keep(aDocument(id));
  };
  return Object.assign(house, { desk, open });
}

test('R73: what a person has open ends soon after their data are erased, and what others have open does not', async () => {
  const { desk, lives, open } = aHouse();
  const [first, second] = [await open(alice, 'a1'), await open(alice, 'a2')];
  const other = await open(bruno, 'b1');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(first.closed.aborted).toBe(false);
  lives.set('alice', 'another');
  await vi.advanceTimersByTimeAsync(2_000);
  expect([first, second, other].map(({ closed }) => closed.aborted)).toEqual([true, true, false]);
  expect(codeOf(first.closed.reason)).toBe('NOT_FOUND');
  lives.delete('bruno');
  await vi.advanceTimersByTimeAsync(2_000);
  expect(other.closed.aborted).toBe(true);
  expect(desk.count()).toBe(0);
});

test('R73: a file that is being read when its person is erased does not open', async () => {
  const { desk } = aHouse();
  const place = desk.take(alice);
  desk.closeAllOf(alice);
  expect(() => place.keep(aDocument('a'))).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  expect(desk.holds(alice)).toBe(false);
});

test('who was erased may open another one', async () => {
  const { lives, open } = aHouse();
  await open(alice, 'a1');
  lives.set('alice', 'another');
  await vi.advanceTimersByTimeAsync(2_000);
  const next = await open(alice, 'a2');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(next.closed.aborted).toBe(false);
});

test('a database that does not answer ends nothing, and nobody is looked at once nothing is open', async () => {
  const house = aHouse();
  const opened = await house.open(alice, 'a1');
  house.isAway = true;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(opened.closed.aborted).toBe(false);
  house.isAway = false;
  house.desk.close(alice, 'a1');
  await vi.advanceTimersByTimeAsync(2_000);
  const { looks } = house;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(house.looks).toBe(looks);
});
