import { expect, it } from 'vitest';
import { anAccessFilter } from '../../../test/support/access-filter-builder.ts';
import type { FailedDocument, FailedDocuments } from '../../ports/failed-documents.ts';
import { AppError } from '../errors.ts';
import { withLateCheckedNames } from './late-checked-names.ts';

const failed = (id: string, name: FailedDocument['name']): FailedDocument => ({
  id,
  space: 'rh',
  version: 1,
  reason: 'content-unavailable',
  failedAt: new Date(0),
  name,
});
const name = { title: 'Note', path: 'note.md' };
const failures: FailedDocuments = {
  list: async () => [failed('open', name), failed('refused', name), failed('unreadable', null)],
  listKept: async () => [],
  count: async () => [],
  retry: async () => 0,
};
const reader = anAccessFilter({ org: 'ormeval', user: 'olga', accessClasses: [1] });
const page = { limit: 10 };
const named = async (refusedDocuments: (ids: readonly string[]) => Promise<ReadonlySet<string>>) => {
  const check = {
    refusedDocuments: (_within: unknown, ids: readonly string[]) => refusedDocuments(ids),
    refusedChunks: async () => new Set<string>(),
  };
  const listed = await withLateCheckedNames(failures, check).list('ormeval', page, reader);
  return listed.filter((document) => document.name).map(({ id }) => id);
};

it('R10: a failed document is not named to whom its source refuses it, and the source is asked of no other', async () => {
  let asked: readonly string[] = [];
  const allowed = await named(async (ids) => {
    asked = ids;
    return new Set(['refused']);
  });
  expect(allowed).toEqual(['open']);
  expect(asked).toEqual(['open', 'refused']);
});

it('R10: while the source gives no answer, failures are listed and none is named', async () => {
  expect(await named(() => Promise.reject(new AppError('RIGHTS_UNAVAILABLE')))).toEqual([]);
  await expect(named(() => Promise.reject(new Error('else')))).rejects.toThrow('else');
});
