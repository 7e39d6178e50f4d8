import { expect, test } from 'vitest';
import { aDocument, anEvent, type SmallEvent } from '../../../test/support/small-workplace.ts';
import { createRefusal } from './refuse-while-behind.ts';
import type { Source } from './source.ts';

const file = { dataref: 'https://travail.example/f', size: 3, sha256: 'a'.repeat(64) };
const source = { org: 'ormeval', id: 'travail' } as Source;
const fresh = aDocument('nouveau', file);
const known = aDocument('connu', file);
const leaving = anEvent('user.disabled', 'user/a', {});

function refusal({ waiting = 0, seconds = 0 }: { waiting?: number; seconds?: number }) {
  const refuse = createRefusal({
    documents: { countWaiting: async () => waiting },
    outbox: { oldestSeconds: async () => seconds },
    workplace: { knowsAny: async (_source, ids) => ids.includes('connu') },
  });
  return (...events: readonly SmallEvent[]) => refuse(source, events);
}

test.each([
  { waiting: 100_000 },
  { seconds: 600 },
])('new documents alone are to come again later while %o', async (state) => {
  const refuse = refusal(state);
  await expect(refuse(fresh)).rejects.toMatchObject({ code: 'BACKLOG_FULL', retryAfterSeconds: 60 });
  await expect(refuse(fresh, fresh)).rejects.toMatchObject({ code: 'BACKLOG_FULL' });
});

test('what may say something of rights is never refused for that', async () => {
  const refuse = refusal({ waiting: 100_000, seconds: 600 });
  await refuse(leaving);
  await refuse(fresh, leaving);
  await refuse(known);
  await refuse(fresh, known);
  // What cannot be read is told as such, event by event.
  await refuse({ ...fresh, data: {} } as SmallEvent);
  await refuse();
});

test('nothing is refused below the limits', async () => {
  await refusal({ waiting: 99_999, seconds: 599 })(fresh);
});
