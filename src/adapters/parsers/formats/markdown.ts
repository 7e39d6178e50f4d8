import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { parse as parseYaml } from 'yaml';
import type { ParsedBlock, ParsedDocument } from '../../../core/parsed-document.ts';
import { cleanText } from '../clean-text.ts';
import { decodeText } from '../decode-text.ts';
import { blocksOfTree } from '../mdast-blocks.ts';
import { parsedDocument } from '../parsed.ts';
import { dateOf, titleOf } from '../title.ts';

const parser = unified().use(remarkParse).use(remarkGfm);
const frontMatter = /^\uFEFF?---[ \t]*\r?\n([\s\S]{0,20000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/;

/** Reads Markdown (GFM). Front matter gives title, author and date and is not part of the text. */
export async function readMarkdown(bytes: Uint8Array): Promise<ParsedDocument> {
  const text = await decodeText(bytes);
  const matter = frontMatter.exec(text);
  const fields = matter === null ? {} : fieldsOf(matter[1] ?? '');
  const body = matter === null || fields === null ? text : text.slice(matter[0].length);
  const tree = parser.parse(body);
  // Loaded only for pages that hold HTML: the HTML parser costs more to load than the Markdown one.
  const readHtml = /<[a-z]/i.test(body) ? (await import('./html.ts')).blocksOfHtml : () => [];
  const blocks = blocksOfTree(tree.children, { readHtml: (html) => htmlBlocks(html, readHtml) });
  return parsedDocument(blocks, {
    title: titleOf(fields?.title, blocks),
    author: cleanText(fields?.author ?? '') || null,
    modifiedAt: dateOf(fields?.date),
  });
}

// Tags alone (<details>, </div>) are most of the HTML in Markdown: they need no parser.
function htmlBlocks(html: string, read: (html: string) => readonly ParsedBlock[]): readonly ParsedBlock[] {
  return /[^\s<>]/.test(html.replace(/<[^>]*>/g, '')) ? read(html) : [];
}

type Fields = { readonly title?: string; readonly author?: string; readonly date?: string };

// What does not parse as a YAML mapping is a thematic break and its text, not front matter.
function fieldsOf(yaml: string): Fields | null {
  try {
    const value: unknown = parseYaml(yaml, { maxAliasCount: 10, schema: 'failsafe' });
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    const field = (key: string): string | undefined => {
      const found = Object.getOwnPropertyDescriptor(value, key)?.value;
      return typeof found === 'string' ? found : undefined;
    };
    const title = field('title');
    const author = field('author');
    const date = field('lastmod') ?? field('date');
    return {
      ...(title === undefined ? {} : { title }),
      ...(author === undefined ? {} : { author }),
      ...(date === undefined ? {} : { date }),
    };
  } catch {
    return null;
  }
}
