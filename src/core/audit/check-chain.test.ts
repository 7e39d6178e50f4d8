import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AuditChain, StoredAuditRecord } from '../../ports/audit-repository.ts';
import { contentHash, genesisHash, linkHash } from './audit-hash.ts';
import { checkChain } from './check-chain.ts';

type SoundRecord = StoredAuditRecord & { readonly sequence: number; readonly hash: string };

/** A sound chain of so many records after one that was dropped, which one of them tells of. */
function aChain(size: number, dropped = { sequence: 0, hash: genesisHash }) {
  const records: SoundRecord[] = [];
  let last = dropped;
  for (let n = 1; n <= size; n += 1) {
    const tells = n === size && dropped.sequence > 0;
    const content = {
      org: 'o',
      at: new Date(n),
      actor: null,
      action: tells ? 'audit-dropped' : 'test',
      details: tells ? { lastSequence: dropped.sequence, lastHash: dropped.hash } : { n },
    };
    const link = {
      sequence: last.sequence + 1,
      previousHash: last.hash,
      contentHash: contentHash(content),
    };
    const record = { ...content, ...link, hash: linkHash(link) };
    records.push(record);
    last = { sequence: record.sequence, hash: record.hash };
  }
  return { chain: { head: last, dropped } satisfies AuditChain, records };
}

async function* inPages(records: readonly StoredAuditRecord[], size: number) {
  for (let i = 0; i < records.length; i += size) yield records.slice(i, i + size);
}

const sizes = { size: fc.integer({ min: 1, max: 12 }), pageSize: fc.integer({ min: 1, max: 13 }) };

it('R65: a chain is sound whatever its pages, from the first record or from the last that was dropped', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({ ...sizes, start: fc.nat({ max: 5 }) }),
      async ({ size, pageSize, start }) => {
        const dropped = { sequence: start, hash: String(start).repeat(64) };
        const { chain, records } = aChain(size, dropped);
        expect(await checkChain(chain, inPages(records, pageSize))).toEqual({
          records: size,
          ...chain,
          fault: null,
        });
      },
    ),
  );
});

it('R65: any change of any field, any removal and any exchange of any records is found at its place', async () => {
  const tampered = fc
    .record({
      ...sizes,
      at: fc.nat(),
      to: fc.nat(),
      how: fc.constantFrom('alter', 'remove', 'exchange', 'insert'),
    })
    .map(({ size, pageSize, at, to, how }) => {
      const { chain, records } = aChain(size);
      const place = at % size;
      const other = to % size;
      const [one, another] = [records[place], records[other]];
      if (!one || !another) throw new Error('no such record');
      const changed: StoredAuditRecord[] = [...records];
      const fields = ['at', 'actor', 'action', 'details', 'contentHash', 'previousHash', 'hash'] as const;
      const field = fields[to % fields.length] ?? 'at';
      const altered = { ...one, [field]: field === 'at' ? new Date(0) : 'another' };
      if (how === 'alter') changed[place] = altered;
      if (how === 'remove') changed.splice(place, 1);
      if (how === 'insert') changed.splice(place, 0, { ...another, sequence: one.sequence });
      if (how === 'exchange') {
        changed[place] = { ...another, sequence: one.sequence };
        changed[other] = { ...one, sequence: another.sequence };
      }
      const isChanged = how !== 'exchange' || place !== other;
      const first = how === 'exchange' ? Math.min(place, other) : place;
      // A copy beside the record itself is told from the second of the two on.
      return { chain, changed, pageSize, isChanged, sequence: first + 1 };
    });
  await fc.assert(
    fc.asyncProperty(tampered, async ({ chain, changed, pageSize, isChanged, sequence }) => {
      const { fault } = await checkChain(chain, inPages(changed, pageSize));
      expect(fault?.sequence ?? null).toBe(isChanged ? sequence : null);
    }),
    { numRuns: 500 },
  );
});

it('R65: a record kept elsewhere must be in the chain, whose newest ones leave no gap', async () => {
  const { chain, records } = aChain(5);
  for (const known of records) expect((await checkChain(chain, inPages(records, 2), known)).fault).toBeNull();
  const unknown = { sequence: 3, hash: genesisHash };
  expect((await checkChain(chain, inPages(records, 2), unknown)).fault).toEqual({
    code: 'RECORD_UNLINKED',
    sequence: 3,
  });
  const later = { sequence: 9, hash: genesisHash };
  expect((await checkChain(chain, inPages(records, 2), later)).fault).toEqual({
    code: 'RECORD_REMOVED',
    sequence: 6,
  });
});

it('R74: records that retention did not drop, by what the chain says, were removed', async () => {
  const { chain, records } = aChain(6);
  const third = records[2];
  if (!third) throw new Error('no such record');
  const claimed = { ...chain, dropped: { sequence: 3, hash: third.hash } };
  expect((await checkChain(claimed, inPages(records.slice(3), 2))).fault).toEqual({
    code: 'RECORD_REMOVED',
    sequence: 3,
  });
});
