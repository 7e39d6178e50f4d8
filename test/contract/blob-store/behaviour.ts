import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BlobStore } from '../../../src/ports/blob-store.ts';

export type OpenBlobStore = {
  readonly blobs: BlobStore;
  /** Every byte that is kept, by name: for what must not be there. */
  kept(): Promise<ReadonlyMap<string, Buffer>>;
  /** Puts other bytes in place of what is kept under a name. */
  damage(name: string, bytes: Buffer): Promise<void>;
  close(): Promise<void>;
};

const maxBytes = 40 * 1024 * 1024;
const missing = expect.objectContaining({ code: 'NOT_FOUND' });
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** What every blob store does; `open` gives an empty one. */
export function describeBlobStore(name: string, open: () => Promise<OpenBlobStore>): void {
  describe(`blob store: ${name}`, () => {
    let opened: OpenBlobStore;
    let blobs: BlobStore;
    beforeAll(async () => {
      opened = await open();
      blobs = opened.blobs;
    });
    afterAll(() => opened.close());

    const readAll = async (org: string, sha256: string) => buffer((await blobs.read(org, sha256)).stream);
    /** An organisation of the test's own. */
    const anOrganisation = () => `org-${randomBytes(4).toString('hex')}`;

    it('gives back what was put, by its digest, whatever its size', async () => {
      const org = anOrganisation();
      for (const size of [0, 1, 65_535, 65_536, 65_537, 9 * 1024 * 1024 + 3]) {
        const bytes = randomBytes(size);
        expect(await blobs.put(org, bytes, { maxBytes })).toEqual({ sha256: digest(bytes), bytes: size });
        const { stream, bytes: total } = await blobs.read(org, digest(bytes));
        expect(total).toBe(size);
        expect((await buffer(stream)).equals(bytes)).toBe(true);
      }
    });

    it('takes a stream, and stores the same bytes once', async () => {
      const org = anOrganisation();
      const parts = Array.from({ length: 50 }, () => randomBytes(3_001));
      const before = (await opened.kept()).size;
      const [first, second] = await Promise.all([
        blobs.put(org, Readable.from(parts), { maxBytes }),
        blobs.put(org, Buffer.concat(parts), { maxBytes }),
      ]);
      expect(first).toEqual(second);
      expect((await opened.kept()).size).toBe(before + 1);
      expect(await readAll(org, first.sha256)).toEqual(Buffer.concat(parts));
    });

    it('gives ranges, both ends included', async () => {
      const org = anOrganisation();
      const bytes = randomBytes(200_000);
      const { sha256 } = await blobs.put(org, bytes, { maxBytes });
      for (const [start, end] of [
        [0, 1],
        [0, 199_999],
        [65_535, 65_536],
        [70_000, 140_000],
        [199_999, 199_999],
        [131_072, 131_072],
      ] as const) {
        const { stream, bytes: total } = await blobs.read(org, sha256, { start, end });
        expect(total).toBe(200_000);
        expect((await buffer(stream)).equals(bytes.subarray(start, end + 1)), `${start}-${end}`).toBe(true);
      }
    });

    it('keeps nothing of what is too large or breaks off', async () => {
      const org = anOrganisation();
      const before = (await opened.kept()).size;
      await expect(blobs.put(org, Buffer.alloc(101), { maxBytes: 100 })).rejects.toMatchObject({
        code: 'FILE_TOO_LARGE',
      });
      const broken = Readable.from(
        (function* () {
          yield Buffer.alloc(10);
          throw new Error('cut off');
        })(),
      );
      await expect(blobs.put(org, broken, { maxBytes: 100 })).rejects.toThrow('cut off');
      expect((await opened.kept()).size).toBe(before);
    });

    it('gives a local file for as long as it is wanted', async () => {
      const org = anOrganisation();
      const bytes = randomBytes(70_000);
      const { sha256 } = await blobs.put(org, bytes, { maxBytes });
      const file = await blobs.openAsFile(org, sha256);
      expect(readFileSync(file.path).equals(bytes)).toBe(true);
      await file.release();
      expect((await readAll(org, sha256)).equals(bytes)).toBe(true);
    });

    it('R18: knows no key of another organisation, and no name but digests', async () => {
      const [mine, theirs] = [anOrganisation(), anOrganisation()];
      const { sha256 } = await blobs.put(mine, Buffer.from('budget de Bellerive'), { maxBytes });
      for (const [org, name] of [
        [theirs, sha256],
        [mine, digest(Buffer.of(1))],
        [mine, `../${sha256}`],
        [mine, ''],
      ] as const) {
        await expect(blobs.read(org, name)).rejects.toEqual(missing);
        await expect(blobs.openAsFile(org, name)).rejects.toEqual(missing);
      }
      expect(await blobs.remove(theirs, sha256)).toBe(false);
      expect((await readAll(mine, sha256)).toString()).toBe('budget de Bellerive');
    });

    it('R70: removes one blob, and all of an organisation, and nothing of another', async () => {
      const [mine, theirs] = [anOrganisation(), anOrganisation()];
      const put = async (org: string, text: string) =>
        (await blobs.put(org, Buffer.from(text), { maxBytes })).sha256;
      const before = await opened.kept();
      const [one, , other] = [await put(mine, 'un'), await put(mine, 'deux'), await put(theirs, 'un')];
      expect(await blobs.remove(mine, one)).toBe(true);
      expect(await blobs.remove(mine, one)).toBe(false);
      await expect(blobs.read(mine, one)).rejects.toEqual(missing);
      await put(mine, 'trois');
      expect(await blobs.removeOrganisation(mine)).toBe(2);
      expect(await blobs.removeOrganisation(mine)).toBe(0);
      expect((await readAll(theirs, other)).toString()).toBe('un');
      expect((await opened.kept()).size).toBe(before.size + 1);
    });

    it('sweeps what nobody uses and nobody stored again for a time', async () => {
      const org = anOrganisation();
      const put = async (text: string) => (await blobs.put(org, Buffer.from(text), { maxBytes })).sha256;
      const [used, unused] = [await put('lu'), await put('oublié')];
      const isUsed = async (sha256: string) => sha256 === used;
      expect(await blobs.sweep(org, { isUsed, unusedForMs: 60_000 })).toBe(0);
      expect(await blobs.sweep(org, { isUsed, unusedForMs: -60_000 })).toBe(1);
      await expect(blobs.read(org, unused)).rejects.toEqual(missing);
      expect((await readAll(org, used)).toString()).toBe('lu');
    });

    it('never passes off other bytes as a whole blob', async () => {
      const org = anOrganisation();
      const before = new Set((await opened.kept()).keys());
      const { sha256 } = await blobs.put(org, randomBytes(100_000), { maxBytes });
      const [added] = [...(await opened.kept())].filter(([key]) => !before.has(key));
      if (!added) throw new Error('nothing was kept');
      const [name, bytes] = added;
      for (const changed of [
        flipped(bytes, bytes.length - 1),
        flipped(bytes, 80_000),
        bytes.subarray(0, -1),
        Buffer.alloc(1),
      ]) {
        await opened.damage(name, changed);
        await expect(readAll(org, sha256)).rejects.toMatchObject({ code: 'BLOB_DAMAGED' });
      }
    });

    it('tells whether it has the bytes', async () => {
      const [org, other] = [anOrganisation(), anOrganisation()];
      const { sha256 } = await blobs.put(org, randomBytes(10), { maxBytes });
      expect(await blobs.has(org, sha256)).toBe(true);
      expect(await blobs.has(other, sha256)).toBe(false);
      expect(await blobs.has(org, digest(randomBytes(3)))).toBe(false);
      expect(await blobs.has(org, '../secret')).toBe(false);
      await blobs.remove(org, sha256);
      expect(await blobs.has(org, sha256)).toBe(false);
    });

    it('answers', async () => {
      await blobs.check();
    });
  });
}

function flipped(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}
