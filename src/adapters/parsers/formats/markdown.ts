import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { parse as parseYaml } from 'yaml';
import type { ParsedBlock, ParsedDocument } from '../../../core/parsed-document.ts';
import { cleanText } from '../clean-text.ts';
import { decodeText } from '../decode-text.ts';
import { markdownPieces } from '../markdown-pieces.ts';
import { blocksOfTree } from '../mdast-blocks.ts';
import { parsedDocument } from '../parsed.ts';
import { dateOf, titleOf } from '../title.ts';

const parser = unified().use(remarkParse).use(remarkGfm);
/** Longer Markdown is parsed in pieces: 700 kB of a table took all memory that a reader may have. */
const pieceCharacters = 150_000;
const tomlMatter = /^\uFEFF?\+\+\+[ \t]*\r?\n([\s\S]{0,20000}?)\r?\n\+\+\+[ \t]*(?:\r?\n|$)/;
const frontMatter = /^\uFEFF?---[ \t]*\r?\n([\s\S]{0,20000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/;

/** Reads Markdown (GFM). Front matter (YAML, or TOML between `+++`) gives title, author and date and is not part of the text. */
export async function readMarkdown(bytes: Uint8Array): Promise<ParsedDocument> {
  const text = await decodeText(bytes);
  const toml = tomlMatter.exec(text);
  const matter = toml ?? frontMatter.exec(text);
  const fields =
    matter === null ? {} : toml === null ? fieldsOf(matter[1] ?? '') : tomlFieldsOf(toml[1] ?? '');
  const body = matter === null || fields === null ? text : text.slice(matter[0].length);
  // Loaded only for pages that hold HTML: the HTML parser costs more to load than the Markdown one.
  const readHtml = /<[a-z]/i.test(body) ? (await import('./html.ts')).blocksOfHtml : () => [];
  const blocks = [...markdownPieces(withoutSiteSyntax(body), pieceCharacters)].flatMap((piece) =>
    blocksOfTree(parser.parse(piece).children, { readHtml: (html) => htmlBlocks(html, readHtml) }),
  );
  return parsedDocument(blocks, {
    title: titleOf(fields?.title, blocks),
    author: cleanText(fields?.author ?? '') || null,
    modifiedAt: dateOf(fields?.date),
  });
}

/** Opens and closes boxes (`:::info Titre`) on sites built with markdown-it or Pandoc. */
const box = /^:{3,}[ \t]*(?:\{[^}\n]{0,200}\}|[\w-]+)?[ \t]*(.*)$/gm;
/** Names the kind of a quotation that is shown as a box (`> [!NOTE]`). */
const boxedQuote = /^([ \t]{0,3}>[ \t]{0,3})\[!\w{1,20}\]/gm;
/** Where a site puts its table of contents. */
const contents = /^\[?\[_?toc_?\]\]?[ \t]*$/gim;

// Marks that sites add to Markdown; the words beside them are text.
function withoutSiteSyntax(text: string): string {
  return text.replace(box, '\n$1\n').replace(boxedQuote, '$1').replace(contents, '');
}

// Tags alone (<details>, </div>) are most of the HTML in Markdown: they need no parser.
function htmlBlocks(html: string, read: (html: string) => readonly ParsedBlock[]): readonly ParsedBlock[] {
  return /[^\s<>]/.test(html.replace(/<[^>]*>/g, '')) ? read(html) : [];
}

// Of TOML only its plainest lines are read: `title = "Congés"`.
function tomlFieldsOf(toml: string): Fields {
  const field = (key: string): string | undefined =>
    new RegExp(`^${key}[ \\t]*=[ \\t]*["']?([^"'\\n]{1,300})`, 'm').exec(toml)?.[1];
  const [title, author, date] = [field('title'), field('author'), field('lastmod') ?? field('date')];
  return { ...(title && { title }), ...(author && { author }), ...(date && { date }) };
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
