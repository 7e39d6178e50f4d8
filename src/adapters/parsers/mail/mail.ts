import type { ParsedAttachment, ParsedBlock, ParsedDocument } from '../../../core/parsed-document.ts';
import { addWarning } from '../add-warning.ts';
import { cleanText } from '../clean-text.ts';
import { momentInWords } from '../dates-in-words.ts';
import { parsedDocument } from '../parsed.ts';
import { meaningfulTitle } from '../title.ts';
import { blocksOfPlainBody } from './blocks-of-body.ts';

/** Somebody who writes or gets a mail; either part may be missing. */
export type Person = { readonly name?: string | undefined; readonly address?: string | undefined };

/** A mail, whatever file it comes from. */
export type Mail = {
  readonly subject: string | undefined;
  readonly from: readonly Person[];
  readonly to: readonly Person[];
  readonly copies: readonly Person[];
  readonly blindCopies: readonly Person[];
  readonly date: Date | null;
  readonly text: string | undefined;
  readonly html: string | undefined;
  readonly attachments: readonly ParsedAttachment[];
  /** Further facts of the opening paragraph, as « Lieu : … ». */
  readonly facts?: readonly string[];
};

/**
 * The document that a mail makes: the subject is the title, people and date are the first paragraph, then its own words,
 * its signature and the mails before it.
 */
export async function documentOfMail(mail: Mail): Promise<ParsedDocument> {
  const opening = [
    peopleLine('De', mail.from),
    peopleLine('À', mail.to),
    peopleLine('Copie', mail.copies),
    peopleLine('Copie cachée', mail.blindCopies),
    mail.date === null ? '' : `Date : ${momentInWords(mail.date)}`,
    ...(mail.facts ?? []),
  ]
    .map((part) => part.replace(/\.$/, ''))
    .filter((part) => part !== '');
  const { blocks, hidden } = await bodyOf(mail);
  const first: ParsedBlock[] = opening.length > 0 ? [{ kind: 'paragraph', text: opening.join('. ') }] : [];
  const [sender] = mail.from;
  const document = parsedDocument([...first, ...blocks], {
    title: meaningfulTitle(mail.subject),
    author: cleanText(sender?.name || (sender?.address ?? '')) || null,
    createdAt: mail.date,
    modifiedAt: mail.date,
    attachments: mail.attachments,
  });
  return addWarning(document, 'hidden-text', hidden);
}

type Body = { readonly blocks: readonly ParsedBlock[]; readonly hidden: number };

/** The text body is what the sender wrote; the HTML one is taken when it alone has text, or holds tables. */
async function bodyOf({ text, html }: Mail): Promise<Body> {
  const plain = { blocks: blocksOfPlainBody(text ?? ''), hidden: 0 };
  if (html === undefined || (plain.blocks.length > 0 && !/<table\b/i.test(html))) return plain;
  const { readRichBody } = await import('./read-rich-body.ts');
  const rich = readRichBody(html);
  return plain.blocks.length === 0 || rich.blocks.some((block) => block.kind === 'table') ? rich : plain;
}

function peopleLine(label: string, people: readonly Person[]): string {
  const shown = people
    .map(({ name, address }) =>
      cleanText(!address ? (name ?? '') : name && name !== address ? `${name} <${address}>` : address),
    )
    .filter((person) => person !== '');
  return shown.length > 0 ? `${label} : ${shown.join(', ')}` : '';
}
