import { createHash } from 'node:crypto';
import { z } from 'zod';
import { contractId, sequence } from './envelope.ts';

/** What a space holds, short enough to be compared each hour. */
export const spaceDigest = z.strictObject({
  space: contractId,
  count: z.int().nonnegative().meta({ description: 'Documents that are there, encrypted ones too.' }),
  digest: z
    .string()
    .regex(/^[0-9a-f]{16}$/, '16 hexadecimal digits')
    .meta({
      description:
        'Exclusive or, over its documents, of the first 8 bytes of SHA-256("id\\ncontentVersion\\naclVersion"), in hexadecimal.',
    }),
});

/** The answer to `GET {export}/digest`: all spaces that hold something. */
export const digestReply = z.looseObject({ maxSequence: sequence, spaces: z.array(spaceDigest) });

export type SpaceDigest = z.infer<typeof spaceDigest>;

/** What one document adds to the digest of its space: 8 bytes as a number. */
export function digestOfItem(item: { id: string; contentVersion: number; aclVersion: number }): bigint {
  const hash = createHash('sha256').update(`${item.id}\n${item.contentVersion}\n${item.aclVersion}`).digest();
  return hash.readBigUInt64BE(0);
}

/** The digest of a space from its documents, in any order. */
export function digestOf(
  items: Iterable<{ id: string; contentVersion: number; aclVersion: number }>,
): string {
  let digest = 0n;
  for (const item of items) digest ^= digestOfItem(item);
  return digest.toString(16).padStart(16, '0');
}
