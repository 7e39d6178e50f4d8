import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { AppError } from '../../core/errors.ts';
import type { SecretBox } from '../../ports/secret-box.ts';

const version = 1;
const keyIdBytes = 8;
const nonceBytes = 12;
const tagBytes = 16;
const headerBytes = 1 + keyIdBytes + nonceBytes;

/**
 * AES-256-GCM. A sealed secret is: version (1 byte), first bytes of the key's hash (8), nonce (12), ciphertext, tag (16);
 * version, key and context are authenticated, so that a secret moved to another tenant or host does not open (R55, R57).
 *
 * `load` gives the keys: the first one seals, the others still open what they sealed. It is asked again before sealing and
 * for a key that is not known yet, so that keys change under a running process (R59).
 * @throws AppError `CONFIGURATION_INVALID` for no key, or one that is not 32 bytes long
 */
export function createSecretBox(load: () => readonly Uint8Array[]): SecretBox {
  let known = keysFrom(load());

  function reload(): Key {
    known = keysFrom(load());
    return known[0];
  }

  function keyOf(bytes: Buffer): Key | undefined {
    const find = () => known.find(({ id }) => id.equals(bytes.subarray(1, 1 + keyIdBytes)));
    const found = find();
    if (found) return found;
    reload();
    return find();
  }

  return {
    seal(secret, context) {
      const { key, id } = reload();
      const nonce = randomBytes(nonceBytes);
      const header = Buffer.concat([Buffer.of(version), id, nonce]);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      cipher.setAAD(authenticated(header, context));
      const hidden = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return new Uint8Array(Buffer.concat([header, hidden, cipher.getAuthTag()]));
    },
    open(sealed, context) {
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
      const isWhole = bytes[0] === version && bytes.length >= headerBytes + tagBytes;
      const used = isWhole ? keyOf(bytes) : undefined;
      if (!used) throw new AppError('SECRET_UNREADABLE');
      const header = bytes.subarray(0, headerBytes);
      const decipher = createDecipheriv('aes-256-gcm', used.key, header.subarray(1 + keyIdBytes), {
        authTagLength: tagBytes,
      });
      decipher.setAAD(authenticated(header, context));
      decipher.setAuthTag(bytes.subarray(-tagBytes));
      try {
        const shown = decipher.update(bytes.subarray(headerBytes, -tagBytes));
        return Buffer.concat([shown, decipher.final()]).toString('utf8');
      } catch {
        throw new AppError('SECRET_UNREADABLE');
      }
    },
    isOld: (sealed) => !reload().id.equals(Buffer.from(sealed).subarray(1, 1 + keyIdBytes)),
  };
}

type Key = { readonly key: Uint8Array; readonly id: Buffer };

function keysFrom(keys: readonly Uint8Array[]): readonly [Key, ...Key[]] {
  const [first, ...others] = keys.map((key) => ({ key, id: keyIdOf(key) }));
  if (!first || keys.some(({ byteLength }) => byteLength !== 32))
    throw new AppError('CONFIGURATION_INVALID', {
      detail: 'SOURCIER_SECRET_KEY: keys of 32 bytes are needed.',
    });
  return [first, ...others];
}

/** Told apart by their lengths: no two contexts give the same bytes. */
function authenticated(header: Uint8Array, context: readonly string[]): Uint8Array {
  return Buffer.concat([header, Buffer.from(JSON.stringify(context))]);
}

function keyIdOf(key: Uint8Array): Buffer {
  return createHash('sha256').update('sourcier key id').update(key).digest().subarray(0, keyIdBytes);
}
