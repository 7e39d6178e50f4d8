import { tunables } from '../../../../config/tunables.ts';
import { addWarning } from '../add-warning.ts';
import { signedContent } from '../mail/signed-content.ts';
import type { Reader } from '../read-document.ts';
import { Refusal } from '../refusal.ts';

/**
 * Makes the reader of signed files: what stands inside the signature is the document, read by `readInner` under the name
 * without `.p7m` (« contrat.pdf.p7m » is a PDF). A mail saved under that name is read as a mail.
 */
export function createP7mReader(readInner: Reader): Reader {
  const read = async (
    bytes: Uint8Array,
    name: string,
    options: Parameters<Reader>[1],
    levels: number,
  ): ReturnType<Reader> => {
    if (opensWithHeader(bytes)) return readInner(bytes, { ...options, name: `${name}.eml` });
    const inside = await signedContent(bytes);
    const inner = name.replace(/\.p7[ms]$/i, '');
    if (!isSigned(inside)) return readInner(inside, { ...options, name: inner });
    if (levels === 0) throw new Refusal('failed', 'nested-too-deep');
    return read(inside, inner, options, levels - 1);
  };
  return async (bytes, options) => {
    const document = await read(bytes, options.name.trim(), options, tunables.parsing.attachmentDepth);
    return addWarning(document, 'signature-unchecked', 1);
  };
}

const opensWithHeader = (bytes: Uint8Array): boolean =>
  /^\s*(?:[a-z-]{2,40}:.*\r?\n(?:[ \t].*\r?\n)*)*content-type:/i.test(startOf(bytes));

/** The object identifier of signed data, near the start of its DER and BER forms. */
const signedMark = Buffer.from('06092a864886f70d010702', 'hex').toString('latin1');

const isSigned = (bytes: Uint8Array): boolean => {
  const at = startOf(bytes).indexOf(signedMark);
  return at !== -1 && at < 8;
};

const startOf = (bytes: Uint8Array): string => Buffer.from(bytes.subarray(0, 8_192)).toString('latin1');
