import { randomBytes } from 'node:crypto';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { keysInMemory } from '../../../test/contract/blob-store/open-stores.ts';
import { temporaryFolder } from '../../../test/contract/search-index/temporary-folder.ts';
import { createObjectFolder } from '../filesystem/object-folder.ts';
import { createBlobStore } from './blob-store.ts';
import { createScratch } from './scratch.ts';

const maxBytes = 10_000_000;
const damaged = expect.objectContaining({ code: 'BLOB_DAMAGED' });
const missing = expect.objectContaining({ code: 'NOT_FOUND' });

/** A folder, and stores on it that seal or not, with the same keys. */
function aFolder() {
  const folder = temporaryFolder();
  const known = new Map<string, Uint8Array>();
  const store = (seals: boolean) =>
    createBlobStore({
      objects: createObjectFolder(join(folder, 'objects')),
      scratch: createScratch(join(folder, 'scratch')),
      keys: keysInMemory(known),
      seals,
    });
  return {
    known,
    sealing: store(true),
    plain: store(false),
    files: async (below = 'objects') =>
      (await readdir(join(folder, below), { recursive: true, withFileTypes: true }).catch(() => []))
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name)),
  };
}
const readAll = async (blobs: ReturnType<typeof aFolder>['plain'], org: string, sha256: string) =>
  buffer((await blobs.read(org, sha256)).stream);

test('R57, R34: nothing of a file can be read or told without the key of its organisation', async () => {
  const { sealing, files, known } = aFolder();
  const text = Buffer.from('Les écluses de Bellerive ferment à dix-neuf heures. '.repeat(3_000));
  const { sha256 } = await sealing.put('bellerive', text, { maxBytes });
  const [file = '', ...others] = await files();
  expect(others).toEqual([]);
  expect((await readFile(file)).includes('Bellerive')).toBe(false);
  // The name does not tell the digest either, by which somebody who has the file could look for it.
  expect(file).not.toContain(sha256.slice(0, 12));
  const again = await sealing.put('ormeval', text, { maxBytes });
  expect(again.sha256).toBe(sha256);
  const [one, two] = await Promise.all((await files()).map((path) => readFile(path)));
  expect(one?.length).toBe(two?.length);
  expect(one?.equals(two ?? Buffer.alloc(0))).toBe(false);
  // With the key, the bytes that are still there are lost.
  known.delete('bellerive');
  await expect(sealing.read('bellerive', sha256)).rejects.toEqual(missing);
  known.set('bellerive', randomBytes(32));
  await expect(sealing.read('bellerive', sha256)).rejects.toEqual(missing);
  expect(await files()).toHaveLength(2);
  expect(await sealing.removeOrganisation('bellerive')).toBe(1);
});

test('R57: an object that was put in the place of another does not open', async () => {
  const { sealing, files } = aFolder();
  const put = async (org: string, text: Buffer) => {
    const before = new Set(await files());
    const { sha256 } = await sealing.put(org, text, { maxBytes });
    const [file = ''] = (await files()).filter((path) => !before.has(path));
    return { org, sha256, file };
  };
  const long = (sign: string) => Buffer.from(sign.repeat(200_000));
  const [one, two] = [await put('bellerive', long('a')), await put('bellerive', long('b'))];
  const foreign = await put('ormeval', long('a'));
  for (const other of [two, foreign]) {
    await cp(other.file, one.file);
    await expect(readAll(sealing, one.org, one.sha256)).rejects.toEqual(damaged);
  }
});

test('chunks that were moved, dropped or taken from another object are told, in ranges too', async () => {
  const { sealing, files } = aFolder();
  const { sha256 } = await sealing.put('bellerive', randomBytes(200_000), { maxBytes });
  const [file = ''] = await files();
  const whole = await readFile(file);
  const [header, chunk] = [32, 65_536 + 16];
  const part = (index: number) => whole.subarray(header + index * chunk, header + (index + 1) * chunk);
  const swapped = Buffer.concat([whole.subarray(0, header), part(1), part(0), part(2), part(3)]);
  const short = Buffer.concat([whole.subarray(0, header), part(0), part(1), part(3)]);
  for (const bytes of [
    swapped,
    short,
    Buffer.concat([whole, part(0)]),
    whole.subarray(0, header),
    whole.subarray(0, 10),
  ]) {
    await writeFile(file, bytes);
    await expect(readAll(sealing, 'bellerive', sha256)).rejects.toEqual(damaged);
    const ranged = async () =>
      buffer((await sealing.read('bellerive', sha256, { start: 10, end: 20 })).stream);
    await expect(ranged()).rejects.toEqual(damaged);
  }
});

test('what was kept before, or sealed before, is still found; rewriting brings all into the form that is set', async () => {
  const { sealing, plain, files } = aFolder();
  const put = async (blobs: typeof plain, text: string) =>
    (await blobs.put('bellerive', Buffer.from(text), { maxBytes })).sha256;
  const [early, late] = [await put(plain, 'avant'), await put(sealing, 'après')];
  for (const blobs of [plain, sealing]) {
    expect((await readAll(blobs, 'bellerive', early)).toString()).toBe('avant');
    expect((await readAll(blobs, 'bellerive', late)).toString()).toBe('après');
    const { path, release } = await blobs.openAsFile('bellerive', late);
    expect((await readFile(path)).toString()).toBe('après');
    await release();
  }
  const clear = async () =>
    (await Promise.all((await files()).map((path) => readFile(path)))).filter((bytes) =>
      /avant|après/.test(bytes.toString()),
    );
  expect(await sealing.rewrite('bellerive')).toBe(1);
  expect(await sealing.rewrite('bellerive')).toBe(0);
  expect(await clear()).toHaveLength(0);
  expect(await plain.rewrite('bellerive')).toBe(2);
  expect(await clear()).toHaveLength(2);
  expect((await readAll(plain, 'bellerive', late)).toString()).toBe('après');
  const asked: string[] = [];
  const isUsed = async (sha256: string) => {
    asked.push(sha256);
    return sha256 === early;
  };
  await sealing.put('bellerive', Buffer.from('ni l’un ni l’autre'), { maxBytes });
  expect(await sealing.sweep('bellerive', { isUsed, unusedForMs: -60_000 })).toBe(2);
  expect(asked).toHaveLength(3);
  expect(await files()).toHaveLength(1);
});

test('a file that is read where it lies open goes when it is let go of, and nothing is left of one that cannot be read', async () => {
  const { sealing, files } = aFolder();
  const { sha256 } = await sealing.put('bellerive', Buffer.from('clair'), { maxBytes });
  const { path, release } = await sealing.openAsFile('bellerive', sha256);
  expect(await files('scratch')).toEqual([path]);
  await release();
  const [file = ''] = await files();
  await writeFile(file, Buffer.alloc(90));
  await expect(sealing.openAsFile('bellerive', sha256)).rejects.toEqual(damaged);
  expect(await files('scratch')).toEqual([]);
});
