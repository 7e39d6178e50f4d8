import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sourcier } from '../compose.ts';
import { authoriseCaller } from '../core/access/authorise-caller.ts';

const giveUpMs = 30_000;

/** Adds notes one after the other and measures, for each, how long until a search for its one odd word finds it. */
export async function measureFirstHits(
  { services, stores }: Sourcier,
  request: { readonly org: string; readonly space: string; readonly person: string; readonly notes: number },
): Promise<number[]> {
  const { org, space, person, notes } = request;
  const delays: number[] = [];
  for (let i = 0; i < notes; i += 1) {
    const word = `reperage${Date.now().toString(36)}${i}`;
    const within = await authoriseCaller(stores, { org, user: person });
    const started = performance.now();
    await services.library.upload(within, {
      space,
      folder: '',
      name: `note-${i}.md`,
      content: Readable.from([Buffer.from(`# Note ${i}\n\nCette note parle de ${word}.\n`)]),
    });
    while (performance.now() - started < giveUpMs) {
      const now = await authoriseCaller(stores, { org, user: person });
      const found = await services.search(now, { query: word, limit: 1, scope: {} });
      if (found.passages.length > 0) break;
      await sleep(5);
    }
    delays.push(performance.now() - started);
  }
  return delays;
}
