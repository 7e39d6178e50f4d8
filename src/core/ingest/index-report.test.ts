import { expect, test } from 'vitest';
import type { CountedDocuments } from '../../ports/index-health.ts';
import { addUp } from './index-report.ts';

const some = (counted: Partial<CountedDocuments>): CountedDocuments => ({
  space: 'rh',
  state: 'searchable',
  reason: null,
  documents: 1,
  newestAt: null,
  oldestWaitingSeconds: null,
  ...counted,
});

test('rows add up by state; encrypted and excluded documents are apart from what could not be read', () => {
  const counts = addUp([
    some({ documents: 5, newestAt: new Date(2_000) }),
    some({ documents: 2, newestAt: new Date(9_000), space: 'mairie' }),
    some({ documents: 3, state: 'queued', oldestWaitingSeconds: 4 }),
    some({ documents: 1, state: 'parsing', oldestWaitingSeconds: 7 }),
    some({ documents: 1, state: 'failed', reason: 'damaged' }),
    some({ documents: 2, state: 'failed', reason: 'parse-crash' }),
    some({ documents: 4, state: 'failed', reason: 'damaged', space: 'mairie' }),
    some({ documents: 6, state: 'skipped', reason: 'encrypted' }),
    some({ documents: 1, state: 'skipped', reason: 'end-to-end-encrypted' }),
    some({ documents: 8, state: 'skipped', reason: 'space-excluded' }),
  ]);
  expect(counts).toEqual({
    total: 33,
    byState: {
      queued: 3,
      fetching: 0,
      parsing: 1,
      'searchable-words': 0,
      searchable: 7,
      failed: 7,
      skipped: 15,
      removed: 0,
    },
    encrypted: 7,
    excluded: 8,
    unread: [
      { state: 'failed', reason: 'damaged', documents: 5 },
      { state: 'failed', reason: 'parse-crash', documents: 2 },
    ],
    newestAt: new Date(9_000),
    oldestWaitingSeconds: 7,
  });
});

test('of nothing, nothing is known', () => {
  expect(addUp([])).toMatchObject({ total: 0, unread: [], newestAt: null, oldestWaitingSeconds: null });
});
