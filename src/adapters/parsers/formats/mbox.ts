import { tunables } from '../../../../config/tunables.ts';
import type { ParsedAttachment, ParsedDocument } from '../../../core/parsed-document.ts';
import { addWarning } from '../add-warning.ts';
import { cleanText } from '../clean-text.ts';
import { attachmentName } from '../mail/attachment-name.ts';
import { parseMime } from '../mail/parse-mime.ts';
import { splitMailbox } from '../mail/split-mailbox.ts';
import { parsedDocument } from '../parsed.ts';
import { dateOf } from '../title.ts';

const { mailboxMessages } = tunables.mail;
const { outputAttachmentBytes } = tunables.parsing;

/**
 * Reads a mailbox: each message becomes a document of its own, the mailbox itself lists date, sender and subject of each.
 * Messages beyond the permitted number or size are left out, with a warning.
 */
export async function readMbox(bytes: Uint8Array): Promise<ParsedDocument> {
  const attachments: ParsedAttachment[] = [];
  const rows: string[][] = [];
  let total = 0;
  let unread = 0;
  for (const message of splitMailbox(bytes)) {
    if (attachments.length >= mailboxMessages || total + message.length > outputAttachmentBytes) {
      unread += 1;
      continue;
    }
    const { day, sender, subject } = await listed(message);
    const name = attachmentName(
      [day, subject].filter((part) => part !== '').join(' '),
      `message-${rows.length + 1}`,
    );
    attachments.push({ name: `${name}.eml`, bytes: message });
    rows.push([day, sender, subject]);
    total += message.length;
  }
  const document = parsedDocument([{ kind: 'table', header: ['Date', 'Expéditeur', 'Objet'], rows }], {
    attachments,
  });
  return addWarning(document, 'members-unread', unread);
}

/** Headers alone say what the list shows; bodies are read when the message is. */
async function listed(message: Uint8Array): Promise<{ day: string; sender: string; subject: string }> {
  const { from, subject, date } = await parseMime(headersOf(message));
  return {
    day: dateOf(date)?.toISOString().slice(0, 10) ?? '',
    sender: cleanText(from === undefined ? '' : from.name || (from.address ?? '')),
    subject: cleanText(subject ?? ''),
  };
}

const longestHeaderBytes = 256 * 1024;

function headersOf(message: Uint8Array): Uint8Array {
  const opening = Buffer.from(
    message.buffer,
    message.byteOffset,
    Math.min(message.length, longestHeaderBytes),
  );
  const end = /\r?\n\r?\n/.exec(opening.toString('latin1'))?.index;
  return opening.subarray(0, end ?? opening.length);
}
