import type { Address, Attachment, Email } from 'postal-mime';
import { tunables } from '../../../../config/tunables.ts';
import type { ParsedAttachment, ParsedDocument } from '../../../core/parsed-document.ts';
import { addWarning } from '../add-warning.ts';
import { attachmentName } from '../mail/attachment-name.ts';
import { documentOfMail, type Person } from '../mail/mail.ts';
import { parseMime } from '../mail/parse-mime.ts';
import { Refusal } from '../refusal.ts';
import { dateOf } from '../title.ts';

const signature = /^application\/(x-)?pkcs7-signature$|^application\/pgp-signature$/i;
const sealed = /^application\/(x-)?pkcs7-mime$/i;

/**
 * Reads a mail: the subject is the title, people and date are the first paragraph, then the body, its signature and the
 * quoted mails set apart. Attached files and mails become attachments; pictures shown in the body do not. A signature is
 * not verified, a mail inside its signature (S/MIME) is opened.
 */
export async function readEml(bytes: Uint8Array): Promise<ParsedDocument> {
  if (bytes.every((byte) => byte <= 0x20)) throw new Refusal('skipped', 'empty');
  const outer = await parseMime(bytes);
  if (outer.headers.length === 0) throw new Refusal('failed', 'damaged', 'no mail header');
  const { mail, signed } = await opened(outer, tunables.parsing.attachmentDepth);
  const date = dateOf(outer.date);
  const document = await documentOfMail({
    subject: outer.subject,
    from: peopleIn(outer.from === undefined ? [] : [outer.from]),
    to: peopleIn(outer.to),
    copies: peopleIn(outer.cc),
    blindCopies: peopleIn(outer.bcc),
    date,
    text: mail.text,
    html: mail.html,
    attachments: (await filesIn(mail.attachments)).filter(({ bytes }) => bytes.length > 0),
  });
  return addWarning(document, 'signature-unchecked', signed ? 1 : 0);
}

type Opened = { readonly mail: Email; readonly signed: boolean };

// A mail signed as a whole is one attachment, in which the mail itself stands without its people.
async function opened(mail: Email, levels: number): Promise<Opened> {
  const envelope = mail.attachments.find(({ mimeType }) => sealed.test(mimeType));
  const signed = mail.attachments.some(({ mimeType }) => signature.test(mimeType));
  if (envelope === undefined || mail.text !== undefined || mail.html !== undefined) return { mail, signed };
  if (levels === 0) throw new Refusal('failed', 'nested-too-deep');
  const { signedContent } = await import('../mail/signed-content.ts');
  const inner = await opened(await parseMime(await signedContent(bytesOf(envelope))), levels - 1);
  return { mail: inner.mail, signed: true };
}

function peopleIn(addresses: readonly Address[] = []): Person[] {
  return addresses.flatMap((address) => (address.group === undefined ? [address] : address.group));
}

async function filesIn(attachments: readonly Attachment[]): Promise<ParsedAttachment[]> {
  const files: ParsedAttachment[] = [];
  for (const [index, attachment] of attachments.entries()) {
    if (isInBody(attachment) || signature.test(attachment.mimeType)) continue;
    const name = nameOf(attachment, index);
    if (/^winmail\.dat$/i.test(name) || /ms-tnef$/i.test(attachment.mimeType)) {
      const { filesOfTnef } = await import('../mail/tnef.ts');
      files.push(...filesOfTnef(bytesOf(attachment)));
    } else files.push({ name, bytes: bytesOf(attachment) });
  }
  return files;
}

function isInBody({ related, mimeType }: Attachment): boolean {
  return related === true && mimeType.startsWith('image/');
}

/** Extensions for parts that come without a name and that only a name would tell from other text. */
const extensions: Readonly<Record<string, string>> = {
  'message/rfc822': '.eml',
  'text/calendar': '.ics',
  'text/csv': '.csv',
  'text/vcard': '.vcf',
};

function nameOf({ filename, mimeType }: Attachment, index: number): string {
  const name = attachmentName(filename, `piece-jointe-${index + 1}`);
  const extension = extensions[mimeType] ?? '';
  const wanted = filename === null || mimeType === 'message/rfc822';
  return wanted && !name.toLowerCase().endsWith(extension) ? `${name}${extension}` : name;
}

function bytesOf({ content }: Attachment): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
}
