import { readFileSync } from 'node:fs';
import type { BlockContent, DefinitionContent, List, PhrasingContent, Root, RootContent, Table } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { parse as parseYaml } from 'yaml';
import type {
  Attachment,
  Block,
  Cell,
  Format,
  FrontMatter,
  ListItem,
  MailFields,
  Run,
  SourceDocument,
} from './model.ts';
import { frenchSpacing, NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE } from './typography.ts';

const FORMATS: readonly Format[] = ['md', 'docx', 'odt', 'pdf', 'html', 'eml'];

/** Reads one Markdown source: its front matter, its text with French spacing, and its blocks. */
export function readSource(file: string): SourceDocument {
  const text = readFileSync(file, 'utf8').replace(/\r\n/g, '\n');
  const match = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text);
  if (match === null) throw new Error(`${file}: no front matter`);
  const [, yaml = '', body = ''] = match;
  const meta = readFrontMatter(parseYaml(yaml, { schema: 'failsafe' }), file);
  // The standard PDF fonts have no narrow no-break space, so PDFs use the ordinary one, as many real ones do.
  const narrow = meta.format === 'pdf' ? NO_BREAK_SPACE : NARROW_NO_BREAK_SPACE;
  const spaced = (value: string): string => (meta.language === 'fr' ? frenchSpacing(value, narrow) : value);
  const markdown = spaced(body.trim());
  const root: Root = unified().use(remarkParse).use(remarkGfm).parse(markdown);
  return {
    meta: { ...meta, title: spaced(meta.title) },
    markdown,
    blocks: root.children.flatMap((node) => toBlocks(node, file)),
  };
}

function readFrontMatter(value: unknown, file: string): FrontMatter {
  if (typeof value !== 'object' || value === null) throw new Error(`${file}: front matter is not a map`);
  const map = new Map<string, unknown>(Object.entries(value));
  const text = (key: string): string => {
    const found = map.get(key);
    if (typeof found !== 'string' || found === '') throw new Error(`${file}: front matter lacks « ${key} »`);
    return found;
  };
  const list = (key: string): string[] => {
    const found = map.get(key);
    if (found === undefined) return [];
    return Array.isArray(found) ? found.map(String) : [String(found)];
  };
  const format = FORMATS.find((known) => known === text('format'));
  if (format === undefined) throw new Error(`${file}: unknown format ${text('format')}`);
  const mail: MailFields | undefined =
    format === 'eml'
      ? {
          from: text('from'),
          to: list('to'),
          cc: list('cc'),
          subject: text('subject'),
          attachments: readAttachments(map.get('attachments'), file),
        }
      : undefined;
  return {
    title: map.has('title') ? text('title') : text('subject'),
    date: text('date'),
    author: map.has('author') ? text('author') : text('from'),
    format,
    language: map.get('language') === 'en' ? 'en' : 'fr',
    ...(map.has('reference') ? { reference: text('reference') } : {}),
    ...(mail === undefined ? {} : { mail }),
  };
}

function readAttachments(value: unknown, file: string): Attachment[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new Error(`${file}: attachments must be a list`);
  return value.map((entry: unknown) => {
    const fields = new Map<string, unknown>(
      Object.entries(typeof entry === 'object' && entry !== null ? entry : {}),
    );
    const name = fields.get('name');
    const source = fields.get('source');
    if (typeof name !== 'string' || typeof source !== 'string')
      throw new Error(`${file}: attachment needs name and source`);
    return { name, source };
  });
}

function toBlocks(node: RootContent | BlockContent | DefinitionContent, file: string): Block[] {
  switch (node.type) {
    case 'heading':
      return [{ kind: 'heading', level: node.depth, runs: toRuns(node.children) }];
    case 'paragraph':
      return [{ kind: 'paragraph', runs: toRuns(node.children) }];
    case 'blockquote':
      return node.children.flatMap((child): Block[] =>
        child.type === 'paragraph'
          ? [{ kind: 'quote', runs: toRuns(child.children) }]
          : toBlocks(child, file),
      );
    case 'list':
      return [toList(node, file)];
    case 'table':
      return [toTable(node)];
    default:
      throw new Error(`${file}: a Markdown « ${node.type} » is not handled`);
  }
}

function toList(node: List, file: string): Block {
  const items = node.children.map((item): ListItem => {
    const [first, ...rest] = item.children;
    if (first?.type !== 'paragraph') throw new Error(`${file}: a list item must start with text`);
    return { runs: toRuns(first.children), children: rest.flatMap((child) => toBlocks(child, file)) };
  });
  return { kind: 'list', ordered: node.ordered === true, items };
}

function toTable(node: Table): Block {
  const rows = node.children.map((row) => row.children.map((cell): Cell => toRuns(cell.children)));
  const [header = [], ...body] = rows;
  return {
    kind: 'table',
    header,
    rows: body,
    right: header.map((_, column) => node.align?.[column] === 'right'),
  };
}

function toRuns(nodes: readonly PhrasingContent[], bold = false, italic = false): Run[] {
  return nodes.flatMap((node): Run[] => {
    switch (node.type) {
      case 'text':
        return [{ text: node.value.replace(/\n/g, ' '), bold, italic }];
      case 'inlineCode':
        return [{ text: node.value, bold, italic }];
      case 'strong':
        return toRuns(node.children, true, italic);
      case 'emphasis':
        return toRuns(node.children, bold, true);
      case 'link':
        return toRuns(node.children, bold, italic);
      case 'break':
        return [{ text: ' ', bold, italic }];
      default:
        throw new Error(`An inline Markdown « ${node.type} » is not handled`);
    }
  });
}
