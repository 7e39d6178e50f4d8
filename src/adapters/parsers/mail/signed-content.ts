import { fromBER } from 'asn1js';
import { ContentInfo, SignedData } from 'pkijs';
import { tunables } from '../../../../config/tunables.ts';
import { Refusal } from '../refusal.ts';

const signedData = '1.2.840.113549.1.7.2';
/** Enveloped, encrypted and authenticated enveloped data. */
const sealedTypes = new Set(['1.2.840.113549.1.7.3', '1.2.840.113549.1.7.6', '1.2.840.113549.1.9.16.1.23']);

/**
 * What stands inside a signature (CMS, in DER or BER or their PEM form); the signature is not verified.
 * Throws `Refusal`: `encrypted` for sealed content, `no-text` for a signature kept apart from what it signs, `damaged`.
 */
export async function signedContent(bytes: Uint8Array): Promise<Uint8Array> {
  const { result, offset } = fromBER(binaryOf(bytes), tunables.signedFiles);
  if (offset === -1) throw new Refusal('failed', 'damaged', 'ASN.1 syntax');
  const { contentType, content } = new ContentInfo({ schema: result });
  if (sealedTypes.has(contentType)) throw new Refusal('skipped', 'encrypted');
  if (contentType !== signedData) throw new Refusal('skipped', 'format-not-supported', 'kind of CMS');
  const inside = new SignedData({ schema: content }).encapContentInfo.eContent?.getValue();
  if (inside === undefined || inside.byteLength === 0)
    throw new Refusal('skipped', 'no-text', 'detached signature');
  return new Uint8Array(inside);
}

// PEM, or base64 alone as mail programs save it.
function binaryOf(bytes: Uint8Array): Uint8Array {
  if (bytes[0] === 0x30 && bytes.subarray(0, 64).some((byte) => byte < 0x09 || byte > 0x7e)) return bytes;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return Buffer.from(text.replace(/-----[A-Z0-9 ]{1,40}-----/g, ''), 'base64');
}
