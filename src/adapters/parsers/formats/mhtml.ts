import type { ParsedDocument } from '../../../core/parsed-document.ts';
import { parseMime } from '../mail/parse-mime.ts';
import { Refusal } from '../refusal.ts';
import { dateOf, meaningfulTitle } from '../title.ts';
import { documentOfPage } from './html.ts';

/** Reads a web page saved with its pictures as one file: its HTML is read as any page, nothing is fetched. */
export async function readMhtml(bytes: Uint8Array): Promise<ParsedDocument> {
  const page = await parseMime(bytes);
  if (page.html === undefined) throw new Refusal('skipped', 'no-text', 'no page');
  const document = documentOfPage(page.html);
  return {
    ...document,
    title: document.title ?? meaningfulTitle(page.subject),
    modifiedAt: document.modifiedAt ?? dateOf(page.date),
  };
}
