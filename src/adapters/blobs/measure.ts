import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import { AppError } from '../../core/errors.ts';

/** Lets bytes through and tells at their end how many there were, and their digest. `FILE_TOO_LARGE` above `maxBytes`. */
export function measure(maxBytes: number): {
  readonly stream: Transform;
  result(): { readonly sha256: string; readonly bytes: number };
} {
  const hash = createHash('sha256');
  let bytes = 0;
  const stream = new Transform({
    transform(part: Buffer, _encoding, done) {
      bytes += part.length;
      if (bytes > maxBytes) return done(new AppError('FILE_TOO_LARGE'));
      hash.update(part);
      done(null, part);
    },
  });
  return { stream, result: () => ({ sha256: hash.digest('hex'), bytes }) };
}

/** Lets bytes through and fails at their end with `BLOB_DAMAGED` when their digest is another one. */
export function expectDigest(sha256: string): Transform {
  const hash = createHash('sha256');
  return new Transform({
    transform(part: Buffer, _encoding, done) {
      hash.update(part);
      done(null, part);
    },
    flush(done) {
      done(hash.digest('hex') === sha256 ? null : new AppError('BLOB_DAMAGED'));
    },
  });
}
