import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { checkRoom } from './check-room.ts';

test('a disk with less room than is wanted is told of', async () => {
  await checkRoom(tmpdir(), 0);
  await expect(checkRoom(tmpdir(), Number.MAX_SAFE_INTEGER)).rejects.toMatchObject({ code: 'STORAGE_FULL' });
});
