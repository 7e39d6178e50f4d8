import PostalMime, { type Address, type Attachment } from 'postal-mime';
import type { ParsedAttachment, ParsedBlock, ParsedDocument } from '../../../core/parsed-document.ts';
import { cleanText } from '../clean-text.ts';
import { parsedDocument } from '../parsed.ts';
import { Refusal } from '../refusal.ts';
import { dateOf, meaningfulTitle } from '../title.ts';
import { blocksOfText } from './text.ts';

const maxNameCharacters = 120;

/**
 * Reads a mail: the subject is the title, people and date are the first paragraph, then the body. Attached files and attached mails become attachments; pictures shown in the body do not.
 */
export async function readEml(bytes: Uint8Array): Promise<ParsedDocument> {
  if (bytes.every((byte) => byte <= 0x20)) throw new Refusal('skipped', 'empty');
  const mail = await PostalMime.parse(bytes, {
    forceRfc822Attachments: true,
    attachmentEncoding: 'arraybuffer',
  });
  if (mail.headers.length === 0) throw new Refusal('failed', 'damaged', 'no mail header');
  const date = dateOf(mail.date);
  const people = [
    line('De', mail.from === undefined ? [] : [mail.from]),
    line('À', mail.to ?? []),
    line('Copie', mail.cc ?? []),
    date === null ? '' : `Date : ${date.toISOString().slice(0, 16).replace('T', ' ')}`,
  ].filter((part) => part !== '');
  const body = await bodyOf(mail.text, mail.html);
  const opening: ParsedBlock[] = people.length > 0 ? [{ kind: 'paragraph', text: people.join('. ') }] : [];
  return parsedDocument([...opening, ...body], {
    title: meaningfulTitle(mail.subject),
    author: mail.from === undefined ? null : cleanText(mail.from.name || (mail.from.address ?? '')) || null,
    modifiedAt: date,
    attachments: mail.attachments.filter((attachment) => !isInBody(attachment)).map(attachmentOf),
  });
}

/** The text body is what the sender wrote; the HTML one is taken when it alone has text, or holds tables. */
async function bodyOf(text: string | undefined, html: string | undefined): Promise<ParsedBlock[]> {
  const plain = blocksOfText(text ?? '');
  if (html === undefined || (plain.length > 0 && !/<table\b/i.test(html))) return plain;
  const { blocksOfHtml } = await import('./html.ts');
  const rich = blocksOfHtml(html);
  return plain.length === 0 || rich.some((block) => block.kind === 'table') ? rich : plain;
}

function line(label: string, addresses: readonly Address[]): string {
  const people = addresses.flatMap((address) =>
    'group' in address && address.group ? address.group : [address],
  );
  const shown = people
    .map(({ name, address }) =>
      cleanText(address === undefined ? name : name ? `${name} <${address}>` : address),
    )
    .filter((person) => person !== '');
  return shown.length > 0 ? `${label} : ${shown.join(', ')}` : '';
}

function isInBody(attachment: Attachment): boolean {
  return attachment.related === true && attachment.mimeType.startsWith('image/');
}

function attachmentOf(attachment: Attachment, index: number): ParsedAttachment {
  const isMail = attachment.mimeType === 'message/rfc822';
  const name = labelOf(attachment.filename ?? '') || `piece-jointe-${index + 1}`;
  const content = attachment.content;
  return {
    name: isMail && !/\.eml$/i.test(name) ? `${name}.eml` : name,
    bytes: typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content),
  };
}

// A name is a label: separators of paths have no meaning in it, its length is bounded, its extension is kept.
function labelOf(name: string): string {
  const label = cleanText(name)
    .replace(/[/\\\u2215\u2044\u29F5]/g, '_')
    .replace(/^\.+/, '');
  if (label.length <= maxNameCharacters) return label;
  const extension = /\.[a-z0-9]{1,10}$/i.exec(label)?.[0] ?? '';
  return label.slice(0, maxNameCharacters - extension.length) + extension;
}
