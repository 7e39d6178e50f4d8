import { createWriteStream } from 'node:fs';
import { pipeline as throughStream } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BlobForm } from './blob-form.ts';
import { expectDigest, measure } from './measure.ts';

/** The bytes as they are, under their digest. */
export const plainForm: BlobForm = {
  nameOf: (sha256) => sha256,
  digestOf: (name) => (/^[0-9a-f]{64}$/.test(name) ? name : null),
  isPlain: true,

  write: async (source, file, maxBytes) => {
    const measured = measure(maxBytes);
    await pipeline(source, measured.stream, createWriteStream(file, { mode: 0o600 }));
    return measured.result();
  },

  read: async (objects, name, sha256, range) => {
    const { stream, bytes } = await objects.read(name, range);
    return { stream: range ? stream : throughStream(stream, expectDigest(sha256), () => {}), bytes };
  },
};
