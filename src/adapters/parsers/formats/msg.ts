import msgReader, { type FieldsData } from '@kenjiuno/msgreader';
import iconv from 'iconv-lite';
import type { ParsedAttachment, ParsedDocument } from '../../../core/parsed-document.ts';
import { momentInWords } from '../dates-in-words.ts';
import { attachmentName } from '../mail/attachment-name.ts';
import { decompressRtf } from '../mail/decompress-rtf.ts';
import { documentOfMail, type Person } from '../mail/mail.ts';
import { readRtfBody } from '../mail/rtf-body.ts';
import { Refusal } from '../refusal.ts';
import { dateOf } from '../title.ts';

type Message = InstanceType<typeof msgReader.default>;

// The package is CommonJS that says it is a module: Node gives its exports, loaders of test tools the class itself.
const MessageReader = ('default' in msgReader ? msgReader.default : msgReader) as typeof msgReader.default;

/**
 * Reads a mail, a meeting or a contact that Outlook saved: as a mail, with the time and place of a meeting in its first
 * paragraph. Attached files and mails become attachments; hidden ones (pictures shown in the body) do not.
 */
export async function readMsg(bytes: Uint8Array): Promise<ParsedDocument> {
  const message = new MessageReader(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const fields = message.getFileData();
  if (fields.error !== undefined) throw new Refusal('failed', 'damaged', 'compound file');
  const date = dateOf(fields.clientSubmitTime ?? fields.messageDeliveryTime ?? fields.creationTime);
  const to = (kind: FieldsData['recipType']): Person[] =>
    (fields.recipients ?? []).filter(({ recipType }) => (recipType ?? 'to') === kind).map(personOf);
  return documentOfMail({
    subject: fields.subject,
    from: senderOf(fields),
    to: to('to'),
    copies: to('cc'),
    blindCopies: to('bcc'),
    date,
    ...bodyOf(fields),
    facts: factsOf(fields),
    attachments: attachmentsOf(message, fields),
  });
}

function personOf({ name, smtpAddress, email }: FieldsData): Person {
  return { name, address: mailAddress(smtpAddress, email) };
}

function senderOf(fields: FieldsData): Person[] {
  const address = mailAddress(
    fields.senderSmtpAddress,
    fields.sentRepresentingSmtpAddress,
    fields.creatorSMTPAddress,
    fields.senderEmail,
  );
  return fields.senderName === undefined && address === undefined
    ? []
    : [{ name: fields.senderName, address }];
}

// Exchange writes paths of its directory (`/O=…/CN=…`) where people expect an address.
function mailAddress(...candidates: readonly (string | undefined)[]): string | undefined {
  return candidates.find((candidate) => candidate?.includes('@'));
}

type Body = { readonly text: string | undefined; readonly html: string | undefined };

function bodyOf(fields: FieldsData): Body {
  const text = fields.body?.trim() === '' ? undefined : fields.body;
  const html = fields.bodyHtml ?? (fields.html && decodeHtml(fields.html, fields.internetCodepage));
  if (text !== undefined || html !== undefined || fields.compressedRtf === undefined) return { text, html };
  const body = readRtfBody(decompressRtf(fields.compressedRtf));
  return body.kind === 'html' ? { text, html: body.content } : { text: body.content, html };
}

function decodeHtml(bytes: Uint8Array, codePage: number | undefined): string {
  const charset = codePage === undefined || codePage === 65001 ? 'utf-8' : `windows-${codePage}`;
  return iconv.decode(Buffer.from(bytes), iconv.encodingExists(charset) ? charset : 'windows-1252');
}

function factsOf({
  apptStartWhole,
  apptEndWhole,
  apptLocation,
  location,
  timeZoneDesc,
}: FieldsData): string[] {
  const [start, end] = [dateOf(apptStartWhole), dateOf(apptEndWhole)];
  const place = apptLocation ?? location ?? '';
  return [
    start === null ? '' : `Début : ${momentInWords(start)}`,
    end === null ? '' : `Fin : ${momentInWords(end)}`,
    start === null || timeZoneDesc === undefined ? '' : `Fuseau horaire : ${timeZoneDesc}`,
    place === '' ? '' : `Lieu : ${place}`,
  ].filter((fact) => fact !== '');
}

function attachmentsOf(message: Message, { attachments = [] }: FieldsData): ParsedAttachment[] {
  return attachments.flatMap((attachment, index) => {
    if (attachment.attachmentHidden === true) return [];
    const { content } = message.getAttachment(attachment);
    const isMessage = attachment.innerMsgContent === true;
    const name = attachmentName(
      attachment.fileName ?? attachment.fileNameShort ?? attachment.name,
      `piece-jointe-${index + 1}`,
    );
    return content.length === 0
      ? []
      : [{ name: isMessage && !/\.msg$/i.test(name) ? `${name}.msg` : name, bytes: content }];
  });
}
