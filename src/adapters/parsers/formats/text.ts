import type { ParsedBlock, ParsedDocument } from '../../../core/parsed-document.ts';
import { cleanText } from '../clean-text.ts';
import { decodeText } from '../decode-text.ts';
import { parsedDocument } from '../parsed.ts';

const bullet = /^\s*(?:[-*•‣◦–—]|\d{1,3}[.)])\s+/;

/** Reads plain text in any charset: blank lines part paragraphs, lines that open with a bullet are list items. */
export async function readText(bytes: Uint8Array): Promise<ParsedDocument> {
  return parsedDocument(blocksOfText(await decodeText(bytes)));
}

/** The blocks of a plain text (also of a mail's body). */
export function blocksOfText(text: string): ParsedBlock[] {
  return text
    .replace(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n|\f/)
    .flatMap(blocksOfParagraph)
    .filter((block) => block.kind === 'table' || block.text !== '');
}

function blocksOfParagraph(paragraph: string): ParsedBlock[] {
  const lines = paragraph.split('\n').filter((line) => line.trim() !== '');
  if (!lines.some((line) => bullet.test(line))) return [{ kind: 'paragraph', text: cleanText(paragraph) }];
  const blocks: { kind: 'paragraph' | 'list-item'; text: string }[] = [];
  for (const line of lines) {
    const last = blocks.at(-1);
    if (bullet.test(line)) blocks.push({ kind: 'list-item', text: line.replace(bullet, '') });
    else if (last !== undefined) last.text += ` ${line}`;
    else blocks.push({ kind: 'paragraph', text: line });
  }
  return blocks.map(({ kind, text }) =>
    kind === 'paragraph' ? { kind, text: cleanText(text) } : { kind, depth: 0, text: cleanText(text) },
  );
}
