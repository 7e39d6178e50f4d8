/**
 * Generates demo/documents from demo/sources. Running it twice gives the same bytes: no clock, no random id.
 *
 * Markdown sources say in their front matter which format they become; CSV sources are copied as they are.
 * Folders named `_pieces-jointes` hold the sources of e-mail attachments, which are not documents of their own.
 */
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceDocument } from './build/model.ts';
import { readSource } from './build/read-source.ts';
import { longDate } from './build/typography.ts';
import { writeDocx } from './build/write-docx.ts';
import { type AttachedFile, writeEml } from './build/write-eml.ts';
import { writeHtml } from './build/write-html.ts';
import { writeOdt } from './build/write-odt.ts';
import { writePdf } from './build/write-pdf.ts';

const here = dirname(fileURLToPath(import.meta.url));
const sources = join(here, 'sources');
const documents = join(here, 'documents');

const ATTACHMENT_TYPES = new Map<string, string>([
  ['pdf', 'application/pdf'],
  ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['odt', 'application/vnd.oasis.opendocument.text'],
]);

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

rmSync(documents, { recursive: true, force: true });
const counts = new Map<string, number>();
const names = readdirSync(sources, { recursive: true, encoding: 'utf8' }).sort();
for (const name of names) {
  const isAttachment = name.split(sep).includes('_pieces-jointes');
  if (isAttachment || !/\.(md|csv)$/.test(name)) continue;
  const source = join(sources, name);
  const folder = dirname(join(documents, name));
  mkdirSync(folder, { recursive: true });
  let format = 'csv';
  if (name.endsWith('.csv')) cpSync(source, join(documents, name));
  else {
    const document = readSource(source);
    format = document.meta.format;
    writeFileSync(join(folder, `${basename(name, '.md')}.${format}`), await render(document, source));
  }
  counts.set(format, (counts.get(format) ?? 0) + 1);
}
const summary = [...counts].map(([format, count]) => `${count} ${format}`).join(', ');
console.log(`${relative(process.cwd(), documents)}: ${summary}`);
