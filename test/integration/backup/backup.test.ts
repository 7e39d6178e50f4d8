import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readEnvironment } from '../../../config/env.ts';
import { createKeyPair } from '../../../src/adapters/backup-file/key-pair.ts';
import { readBackupFile } from '../../../src/adapters/backup-file/read-file.ts';
import { openBlobs } from '../../../src/compose/blobs.ts';
import { type MadeBackup, makeBackup } from '../../../src/compose/make-backup.ts';
import { restoreBackup, verifyBackup } from '../../../src/compose/restore-backup.ts';
import { openStores } from '../../../src/compose/stores.ts';
import type { Sourcier } from '../../../src/compose.ts';
import { AppError } from '../../../src/core/errors.ts';
import { keysInMemory } from '../../contract/blob-store/open-stores.ts';
import {
  anOrganisation,
  aSubmission,
  classFor,
  openTestStores,
  type TestStores,
} from '../../support/test-stores.ts';

let open: TestStores;
let folder: string;
let sourcier: Pick<Sourcier, 'stores' | 'environment'>;
let recipient: string;
let locked: MadeBackup;
const key = () => join(folder, 'key');
const unreadable = { code: 'BACKUP_INVALID' };

/** Three documents: one as it should be, one whose bytes were damaged on the disk, one whose bytes are gone. */
beforeAll(async () => {
  open = await openTestStores();
  folder = await mkdtemp(join(tmpdir(), 'sourcier-backups-'));
  sourcier = {
    stores: open.stores,
    environment: readEnvironment({ SOURCIER_DATA: open.dataFolder, SOURCIER_SECRET_KEY: '' }),
  };
  const { stores } = open;
  await stores.access.applyOrganisation(anOrganisation(), stores.issuer.issuer);
  const accessClass = await classFor(stores, 'bellerive', 'org:bellerive');
  for (const name of ['whole', 'damaged', 'gone']) {
    const text = `Le texte ${name}.`;
    const { sha256 } = await stores.blobs.put('bellerive', Buffer.from(text), { maxBytes: 100 });
    await stores.documents.submit(aSubmission({ accessClass, text, externalId: `${name}.md` }));
    const { path } = await stores.blobs.openAsFile('bellerive', sha256);
    if (name === 'damaged') await writeFile(path, 'other bytes');
    if (name === 'gone') await rm(path);
  }
  ({ recipient } = await createKeyPair(key()));
  locked = await makeBackup(sourcier, folder, [recipient]);
});
afterAll(async () => {
  await open?.close();
  await rm(folder, { recursive: true, force: true });
});

test('a backup tells what it holds, and what was missing or damaged already', async () => {
  expect(locked).toMatchObject({ blobs: 2, blobsMissing: 1, keys: 2 });
  const read = await verifyBackup({ file: locked.file, identityFile: key() });
  expect(read.manifest).toMatchObject({ blobs: 2, blobsMissing: 1, keys: 2 });
  expect(read.blobsDamaged).toBe(1);
  expect(read.head.tables.map(({ name }) => name)).not.toContain('session');
});

test('R56: nobody reads an encrypted backup without its key', async () => {
  const bytes = await readFile(locked.file);
  for (const word of [
    'bellerive',
    'whole',
    (await readFile(join(open.dataFolder, 'keys', 'secrets'))).toString().trim(),
  ])
    expect(bytes.includes(word)).toBe(false);
  await expect(verifyBackup({ file: locked.file, identityFile: null })).rejects.toMatchObject({
    code: 'BACKUP_LOCKED',
  });
  const other = join(folder, 'other-key');
  await createKeyPair(other);
  await expect(verifyBackup({ file: locked.file, identityFile: other })).rejects.toMatchObject({
    code: 'BACKUP_LOCKED',
  });
  await expect(makeBackup(sourcier, join(folder, 'x'), ['age1nobody'])).rejects.toMatchObject({
    code: 'USAGE',
  });
});

test('R56: without encryption, keys are left out', async () => {
  const made = await makeBackup(sourcier, join(folder, 'plain.tar.zst'), []);
  expect(made.keys).toBe(0);
  expect((await stat(made.file)).mode & 0o777).toBe(0o600);
  const names: string[] = [];
  for await (const { name, content } of readBackupFile(made.file, null)) {
    names.push(name);
    for await (const _part of content);
  }
  expect(names.filter((name) => name.startsWith('keys/'))).toEqual([]);
  expect(names[0]).toBe('backup.json');
  expect(names.at(-1)).toBe('manifest.json');
  // Nor is one written over, nor one that another is writing.
  await writeFile(join(folder, 'busy.part'), '');
  for (const place of [made.file, join(folder, 'busy'), join(folder, 'absent', 'x')])
    await expect(makeBackup(sourcier, place, [])).rejects.toMatchObject({ code: 'USAGE' });
});

/** Some bits of a compressed file mean nothing: without them it is the same backup. */
function unpacksTo(content: Buffer, bytes: Buffer): boolean {
  try {
    return zstdDecompressSync(bytes).equals(content);
  } catch {
    return false;
  }
}

test('a backup that was cut off or changed is refused, encrypted or not', async () => {
  const plain = await makeBackup(sourcier, join(folder, 'once-more.tar.zst'), []);
  for (const { file } of [plain, locked]) {
    const bytes = await readFile(file);
    // What notices a change depends on where it is: the checksum, the archive, the encryption, or the digest of it all.
    const changed = Array.from({ length: 40 }, (_none, nth) => {
      const at = Math.floor(((nth + 10) / 50) * bytes.length);
      const altered = Buffer.from(bytes);
      altered.writeUInt8(altered.readUInt8(at) ^ 1, at);
      return altered;
    }).filter((altered) => file !== plain.file || !unpacksTo(zstdDecompressSync(bytes), altered));
    expect(changed.length).toBeGreaterThan(35);
    for (const content of [
      ...changed,
      bytes.subarray(0, bytes.length >> 1),
      bytes.subarray(0, -40),
      Buffer.from('no backup'),
    ]) {
      const wrong = join(folder, 'wrong');
      await writeFile(wrong, content);
      await expect(verifyBackup({ file: wrong, identityFile: key() })).rejects.toMatchObject(unreadable);
    }
  }
  for (const file of [join(folder, 'absent'), folder])
    await expect(verifyBackup({ file, identityFile: null })).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
    });
});

test('R57, R70: a backup leaves no sealed file in the clear behind, and counts as missing what is lost alone', async () => {
  const { stores, environment } = sourcier;
  const sealed = await openBlobs({ ...environment, sealsBlobs: true }, keysInMemory());
  try {
    const text = Buffer.from('Le texte whole.');
    const { sha256 } = await sealed.put('bellerive', text, { maxBytes: 100 });
    await stores.blobs.remove('bellerive', sha256);
    const backUp = (name: string, over: Partial<typeof sealed> = {}) =>
      makeBackup(
        { environment, stores: { ...stores, blobs: { ...sealed, ...over } } },
        join(folder, name),
        [],
      );
    const incoming = () => readdir(join(open.dataFolder, 'blobs', 'incoming'));

    const made = await backUp('sealed');
    expect(made).toMatchObject({ blobs: 2, blobsMissing: 1 });
    expect((await verifyBackup({ file: made.file, identityFile: null })).blobsDamaged).toBe(1);
    expect(await incoming()).toEqual([]);

    const failing = (code: 'STORE_UNAVAILABLE' | 'BLOB_DAMAGED') => ({
      openAsFile: () => Promise.reject(new AppError(code)),
    });
    await expect(backUp('out', failing('STORE_UNAVAILABLE'))).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
    expect(await backUp('damaged', failing('BLOB_DAMAGED'))).toMatchObject({ blobs: 0, blobsMissing: 3 });
    await stores.blobs.put('bellerive', text, { maxBytes: 100 });
  } finally {
    sealed.close();
  }
});

test('R72: a restoration appears whole, with what was erased gone, or not at all', async () => {
  const target = join(folder, 'restored');
  const environment = { ...sourcier.environment, dataFolder: target };
  const place = { file: locked.file, identityFile: key() };
  await writeFile(join(folder, 'half'), (await readFile(locked.file)).subarray(0, -40));
  await expect(
    restoreBackup(environment, { ...place, file: join(folder, 'half') }, null),
  ).rejects.toMatchObject(unreadable);
  const wrongErasures = {
    [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('a list that cannot be read')) }),
  };
  await expect(restoreBackup(environment, place, wrongErasures)).rejects.toThrow('cannot be read');
  expect(await readdir(target)).toEqual([]);
  // The folder that is backed up is in use.
  await expect(restoreBackup(sourcier.environment, place, null)).rejects.toMatchObject({ code: 'CONFLICT' });

  expect(await restoreBackup(environment, place, null)).toMatchObject({
    replayed: null,
    heldBack: 1,
    blobsDamaged: 1,
  });
  const names = ['issuer.json', 'secrets'];
  for (const name of names)
    expect(await readFile(join(target, 'keys', name), 'utf8')).toBe(
      await readFile(join(open.dataFolder, 'keys', name), 'utf8'),
    );

  // What was cut off half-way is served by nobody.
  await mkdir(join(target, 'restoring'));
  await expect(openStores(environment)).rejects.toMatchObject({ code: 'CONFLICT' });
});
