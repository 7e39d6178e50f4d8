import type { Browser, CDPSession, Frame, Page } from 'playwright-core';
import { z } from 'zod';

/** Installed in every frame before its scripts: what the browser tells of its own work. Times in ms since the frame began. */
export const watcher = `(() => {
  const seen = { longTasks: [], blockingMs: 0, shift: 0, largestPaintMs: 0, interactions: [] };
  const watch = (type, note, options = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true, ...options });
  watch('longtask', ({ startTime, duration }) => seen.longTasks.push({ startTime, duration }));
  watch('layout-shift', ({ value, hadRecentInput }) => { if (!hadRecentInput) seen.shift += value; });
  watch('largest-contentful-paint', ({ startTime }) => { seen.largestPaintMs = startTime; });
  watch('event', ({ interactionId, duration }) => { if (interactionId) seen.interactions.push(duration); }, { durationThreshold: 16 });
  window.watched = seen;
})();`;

type Seen = {
  readonly longTasks: readonly { readonly startTime: number; readonly duration: number }[];
  readonly shift: number;
  readonly largestPaintMs: number;
  readonly interactions: readonly number[];
};

export const watchedIn = (frame: Frame): Promise<Seen> => frame.evaluate<Seen>('window.watched');

/** Forgets what was seen so far. */
export const forgetIn = (frame: Frame): Promise<void> =>
  frame.evaluate('Object.assign(window.watched, { longTasks: [], shift: 0, interactions: [] }), undefined');

export const firstPaintIn = (frame: Frame): Promise<number> =>
  frame.evaluate<number>(`performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0`);

/** A machine so many times slower than this one. */
export async function slowDown(page: Page, rate: number): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
  return session;
}

const trace = z.object({
  traceEvents: z.array(
    z.object({ name: z.string(), tdur: z.number().optional(), ts: z.number().optional() }),
  ),
});

/**
 * The longest task of any page while `work` goes on, in ms of the processor: on a machine that does other work a task waits for
 * its turn, which its time on the clock counts and this does not.
 */
export async function longestTaskOf(
  browser: Browser,
  page: Page,
  work: () => Promise<void>,
): Promise<number> {
  await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] });
  await work();
  const { traceEvents } = trace.parse(JSON.parse((await browser.stopTracing()).toString()));
  const tasks = traceEvents.filter(
    ({ name }) => name === 'RunTask' || name === 'ThreadControllerImpl::RunTask',
  );
  return Math.max(0, ...tasks.map(({ tdur = 0 }) => tdur / 1_000));
}
