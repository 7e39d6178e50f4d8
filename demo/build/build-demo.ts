import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceDocument } from './model.ts';
import { readSource } from './read-source.ts';
import { longDate } from './typography.ts';
import { writeDocx } from './write-docx.ts';
import { type AttachedFile, writeEml } from './write-eml.ts';
import { writeHtml } from './write-html.ts';
import { writeOdt } from './write-odt.ts';
import { writePdf } from './write-pdf.ts';

const sources = fileURLToPath(new URL('../sources', import.meta.url));

const ATTACHMENT_TYPES = new Map<string, string>([
  ['pdf', 'application/pdf'],
  ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['odt', 'application/vnd.oasis.opendocument.text'],
]);

/**
 * Generates the documents of the demo from demo/sources into `outputFolder`, whose former content is removed.
 *
 * Markdown sources say in their front matter which format they become; CSV sources are copied as they are.
 * Folders named `_pieces-jointes` hold the sources of e-mail attachments, which are not documents of their own.
 * Running it twice gives the same bytes: no clock, no random id. Gives the number of documents by format, and throws
 * on a source that no writer can render.
 */
export async function buildDemo(outputFolder: string): Promise<ReadonlyMap<string, number>> {
  rmSync(outputFolder, { recursive: true, force: true });
  const counts = new Map<string, number>();
  for (const name of readdirSync(sources, { recursive: true, encoding: 'utf8' }).sort()) {
    const isAttachment = name.split(sep).includes('_pieces-jointes');
    if (isAttachment || !/\.(md|csv)$/.test(name)) continue;
    mkdirSync(dirname(join(outputFolder, name)), { recursive: true });
    const format = await buildOne(name, outputFolder);
    counts.set(format, (counts.get(format) ?? 0) + 1);
  }
  return counts;
}

async function buildOne(name: string, outputFolder: string): Promise<string> {
  const source = join(sources, name);
  if (name.endsWith('.csv')) {
    cpSync(source, join(outputFolder, name));
    return 'csv';
  }
  const document = readSource(source);
  const { format } = document.meta;
  const target = join(outputFolder, dirname(name), `${basename(name, '.md')}.${format}`);
  writeFileSync(target, await render(document, source));
  return format;
}

async function render(document: SourceDocument, file: string): Promise<string | Uint8Array> {
  switch (document.meta.format) {
    case 'pdf':
      return writePdf(document);
    case 'docx':
      return writeDocx(document);
    case 'odt':
      return writeOdt(document);
    case 'html':
      return writeHtml(document);
    case 'md':
      return markdownPage(document);
    case 'eml': {
      const { mail } = document.meta;
      if (mail === undefined) throw new Error(`${file}: an e-mail without its fields`);
      const files = await Promise.all(
        mail.attachments.map(({ name, source }) => attach(name, join(dirname(file), source))),
      );
      return writeEml(document, mail, files);
    }
  }
}

async function attach(name: string, file: string): Promise<AttachedFile> {
  const document = readSource(file);
  const type = ATTACHMENT_TYPES.get(document.meta.format);
  if (type === undefined) throw new Error(`${file}: not a format for an attachment`);
  const content = await render(document, file);
  return { name, type, bytes: typeof content === 'string' ? Buffer.from(content, 'utf8') : content };
}

function markdownPage({ meta, markdown }: SourceDocument): string {
  const line = [meta.reference, meta.author, longDate(meta.date, meta.language)].filter(
    (part) => part !== undefined,
  );
  return `# ${meta.title}\n\n*${line.join(' – ')}*\n\n${markdown}\n`;
}
