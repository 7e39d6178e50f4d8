import type { Logger } from '../../ports/logger.ts';
import type { WatchedReply, WatchedService } from '../../ports/watched-service.ts';
import { codeOf } from '../errors.ts';
import { fold } from '../find/fold.ts';
import type { Canary, WatchFile } from './watch-file.ts';

/**
 * What one person was shown of one canary. `seen`: what must not be; `blind`: who may read it is not shown it, so that nothing was
 * proved; `failed`: they could not ask; `off`: the assistant is turned off.
 */
export type Sighting = {
  readonly canary: string;
  readonly as: string;
  readonly result: 'absent' | 'visible' | 'seen' | 'blind' | 'failed' | 'off';
  /** By which requests it was shown. */
  readonly where: readonly ('search' | 'ask')[];
  /** Why they could not ask: a status, or the code of an error. */
  readonly cause?: string;
};

export type WatchReport = {
  readonly organisation: string;
  readonly at: Date;
  readonly sightings: readonly Sighting[];
  /** What became of the alarm; absent: there was nothing to tell. */
  readonly alarm?: {
    readonly reported: number;
    readonly notified: boolean | null;
    readonly turnedOff: boolean | null;
  };
};

/** How a watch ended: a leak before all else, then whatever kept it from seeing. */
export function exitOf({ sightings }: Pick<WatchReport, 'sightings'>): 'done' | 'failed' | 'leak' {
  const results = new Set(sightings.map(({ result }) => result));
  if (results.has('seen')) return 'leak';
  return results.has('failed') || results.has('blind') ? 'failed' : 'done';
}

type Deps = { readonly service: WatchedService; readonly logger: Pick<Logger, 'error' | 'warn'> };

/**
 * Asks for each canary as each of its people, one after the other, and raises the alarm when one is shown (R66): a security
 * item in the name of who was shown it, a notice, and the assistant turned off where that is wanted. Looks at the bytes that
 * came back and at nothing else.
 */
export async function watchOnce(deps: Deps, file: WatchFile, now: () => Date): Promise<WatchReport> {
  const looks: Look[] = [];
  for (const canary of file.canaries) {
    for (const as of canary.notVisibleTo) looks.push(await look(deps, canary, as, 'hidden'));
    if (canary.visibleTo !== undefined) looks.push(await look(deps, canary, canary.visibleTo, 'visible'));
  }
  const sightings = looks.map(({ sighting }) => sighting);
  const report = { organisation: file.organisation, at: now(), sightings };
  for (const { result, canary, as, cause } of sightings)
    if (result === 'failed' || result === 'blind')
      deps.logger.warn({ organisation: file.organisation, canary, as, result, cause }, 'canary not watched');
  const leaks = looks.filter(({ sighting }) => sighting.result === 'seen');
  return leaks.length === 0 ? report : { ...report, alarm: await raiseAlarm(deps, file, leaks, report.at) };
}

type Look = { readonly sighting: Sighting; readonly messageId: string | null };

async function look(
  { service }: Deps,
  { id, marker, question }: Canary,
  as: string,
  expected: 'hidden' | 'visible',
): Promise<Look> {
  const about = { canary: id, as };
  try {
    const searches = [await service.search(as, marker), await service.search(as, question)];
    const answer = await service.ask(as, question);
    const shows = ({ text }: WatchedReply) => fold(text).includes(fold(marker));
    const where = [
      ...(searches.some(shows) ? (['search'] as const) : []),
      ...(shows(answer) ? (['ask'] as const) : []),
    ];
    const isHidden = expected === 'hidden';
    // A leak is a leak, whatever else went wrong.
    if (isHidden && where.length > 0)
      return { sighting: { ...about, result: 'seen', where }, messageId: answer.messageId };
    if (answer.conversationId !== null) await service.forget(as, answer.conversationId);
    const refused = [...searches, answer].find(({ status }) => status !== 200);
    if (refused) return { sighting: { ...about, where, ...refusalOf(refused) }, messageId: null };
    const result = isHidden ? 'absent' : where.length > 0 ? 'visible' : 'blind';
    return { sighting: { ...about, result, where }, messageId: null };
  } catch (error) {
    const cause = codeOf(error) ?? 'unreachable';
    return { sighting: { ...about, result: 'failed', where: [], cause }, messageId: null };
  }
}

function refusalOf({ status, text }: WatchedReply): Pick<Sighting, 'result' | 'cause'> {
  return status === 503 && text.includes('"ASSISTANT_OFF"')
    ? { result: 'off' }
    : { result: 'failed', cause: String(status) };
}

async function raiseAlarm(
  { service, logger }: Deps,
  { organisation, alarm }: WatchFile,
  leaks: readonly Look[],
  at: Date,
): Promise<NonNullable<WatchReport['alarm']>> {
  /** Each part is tried, whatever became of the others. */
  const attempt = async (what: string, call: () => Promise<WatchedReply>): Promise<boolean> => {
    const { status } = await call().catch(() => ({ status: 0 }));
    const isDone = status >= 200 && status < 300;
    if (!isDone) logger.error({ organisation, status }, what);
    return isDone;
  };
  // First what stops it.
  const { killSwitch, webhook } = alarm;
  const turnedOff = killSwitch
    ? await attempt('assistant not turned off', () => service.turnOff(killSwitch.as))
    : null;
  let reported = 0;
  for (const { sighting, messageId } of leaks) {
    const { canary, as, where } = sighting;
    logger.error({ organisation, canary, as, where }, 'a canary was shown to somebody who may not read it');
    if (
      messageId !== null &&
      (await attempt('security item not opened', () => service.report(as, messageId)))
    )
      reported += 1;
  }
  const seen = leaks.map(({ sighting: { canary, as, where } }) => ({ canary, as, where }));
  const notice = { type: 'sourcier.watch.canary-seen', organisation, at: at.toISOString(), seen, turnedOff };
  const notified = webhook ? await attempt('notice not delivered', () => service.notify(notice)) : null;
  return { reported, notified, turnedOff };
}
