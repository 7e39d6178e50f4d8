import { expect, test } from 'vitest';
import type { WatchedReply, WatchedService } from '../../ports/watched-service.ts';
import { watchFile } from './watch-file.ts';
import { exitOf, watchOnce } from './watch-once.ts';

const file = watchFile.parse({
  address: 'https://sourcier.example',
  organisation: 'pontval',
  canaries: [
    {
      id: 'paie',
      marker: 'Quillebeuf',
      question: 'Combien vaut la prime ?',
      notVisibleTo: ['bruno'],
      visibleTo: 'alice',
    },
  ],
  alarm: { webhook: { url: 'https://veille.example' }, killSwitch: { as: 'alice' } },
});
const nothing: WatchedReply = { status: 200, text: '{"results":[]}' };
const shown: WatchedReply = { status: 200, text: '{"text":"… la note QUILLEBEUF …"}' };
const done: WatchedReply = { status: 200, text: '' };

function aService(wishes: Partial<WatchedService> = {}) {
  const calls: unknown[][] = [];
  const noted =
    (name: keyof WatchedService, reply: WatchedReply) =>
    async (...args: readonly unknown[]) => {
      calls.push([name, ...args]);
      return reply;
    };
  const service: WatchedService = {
    search: async (as) => (as === 'alice' ? shown : nothing),
    ask: async () => ({ ...nothing, conversationId: 'c', messageId: 'm' }),
    report: noted('report', done),
    forget: noted('forget', done),
    turnOff: noted('turnOff', done),
    notify: noted('notify', done),
    ...wishes,
  };
  const logged: unknown[] = [];
  const log = (fields: object, message: string) => void logged.push([message, fields]);
  const run = () => watchOnce({ service, logger: { error: log, warn: log } }, file, () => new Date(0));
  return { run, calls, logged };
}

test('R66: nothing shown is nothing told, and its conversations are taken away', async () => {
  const { run, calls, logged } = aService();
  const report = await run();
  expect(report.sightings.map(({ result }) => result)).toEqual(['absent', 'visible']);
  expect([exitOf(report), report.alarm]).toEqual(['done', undefined]);
  expect(calls).toEqual([
    ['forget', 'bruno', 'c'],
    ['forget', 'alice', 'c'],
  ]);
  expect(logged).toEqual([]);
});

test('R66: the marker in any reply is a leak, whatever its case, its status or where it stands', async () => {
  const inSearch = aService({ search: async () => shown });
  const bySearch = await inSearch.run();
  expect(bySearch.sightings[0]).toMatchObject({ as: 'bruno', result: 'seen', where: ['search'] });
  expect(exitOf(bySearch)).toBe('leak');
  expect(bySearch.alarm).toEqual({ reported: 1, notified: true, turnedOff: true });
  expect(inSearch.calls.map(([name]) => name)).toEqual(['forget', 'turnOff', 'report', 'notify']);
  const inError = aService({
    ask: async () => ({ status: 500, text: 'boom: quillebeuf', conversationId: null, messageId: null }),
  });
  const byError = await inError.run();
  expect(byError.sightings[0]).toMatchObject({ result: 'seen', where: ['ask'] });
  expect(byError.alarm).toMatchObject({ reported: 0, notified: true });
});

test('R66: each part of the alarm is raised though the others fail, and what failed is told', async () => {
  const broken = async () => {
    throw new Error('unreachable');
  };
  const { run, calls, logged } = aService({ search: async () => shown, turnOff: broken, report: broken });
  const report = await run();
  expect(report.alarm).toEqual({ reported: 0, notified: true, turnedOff: false });
  expect(calls.map(([name]) => name)).toContain('notify');
  expect(logged.map((entry) => (entry as unknown[])[0])).toEqual([
    'assistant not turned off',
    'a canary was shown to somebody who may not read it',
    'security item not opened',
  ]);
  expect(JSON.stringify([logged, calls]).toLowerCase()).not.toContain('quillebeuf');
});

test('R66: who cannot ask, or is not shown what they may read, has not watched', async () => {
  const refused = await aService({ search: async () => ({ status: 401, text: '' }) }).run();
  expect(refused.sightings.map(({ result, cause }) => [result, cause])).toEqual([
    ['failed', '401'],
    ['failed', '401'],
  ]);
  expect(exitOf(refused)).toBe('failed');
  const blind = await aService({ search: async () => nothing }).run();
  expect(blind.sightings.map(({ result }) => result)).toEqual(['absent', 'blind']);
  expect(exitOf(blind)).toBe('failed');
  const off = { status: 503, text: '{"code":"ASSISTANT_OFF"}' };
  const turnedOff = await aService({ search: async () => off }).run();
  expect(turnedOff.sightings.map(({ result }) => result)).toEqual(['off', 'off']);
  expect(exitOf(turnedOff)).toBe('done');
});

test('a file whose question holds the marker, or whose control must not see it, is refused', () => {
  const [canary] = file.canaries;
  for (const change of [{ question: 'Et QUILLEBEUF ?' }, { visibleTo: 'bruno' }])
    expect(watchFile.safeParse({ ...file, canaries: [{ ...canary, ...change }] }).success).toBe(false);
});
