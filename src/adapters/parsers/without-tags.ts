import type { ParsedBlock, ParsedDocument } from '../../core/parsed-document.ts';
import { addWarning } from './add-warning.ts';

// The tags that spell a region's flag after a black flag are drawn; all others are letters that nobody sees.
const tagged = /(\u{1F3F4}[\u{E0020}-\u{E007E}]+\u{E007F})|([\u{E0000}-\u{E007F}]+)/gu;

/** Takes out the letters of Unicode's tag block, with which words can be hidden inside others, and says how many (R37). */
export function withoutTags(document: ParsedDocument): ParsedDocument {
  let hidden = 0;
  const clean = (text: string): string =>
    text.replace(tagged, (whole, flag: string | undefined) => {
      if (flag === undefined) hidden += [...whole].length;
      return flag === undefined ? '' : '\u{1F3F4}';
    });
  const blocks = document.blocks.map(
    (block): ParsedBlock =>
      block.kind === 'table'
        ? { ...block, header: block.header.map(clean), rows: block.rows.map((row) => row.map(clean)) }
        : { ...block, text: clean(block.text) },
  );
  const title = document.title === null ? null : clean(document.title);
  const author = document.author === null ? null : clean(document.author);
  const attachments = document.attachments.map(({ name, bytes }) => ({ name: clean(name), bytes }));
  return addWarning({ ...document, blocks, title, author, attachments }, 'hidden-text', hidden);
}
