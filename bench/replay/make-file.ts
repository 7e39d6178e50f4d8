import PDFDocument from 'pdfkit';
import { officeFile, paragraphIn } from '../../test/support/files/office-files.ts';
import type { MadeDocument } from '../growth/realistic-corpus.ts';

export const formats = ['docx', 'pdf', 'odt', 'xlsx', 'html', 'md', 'eml', 'txt'] as const;
export type Format = (typeof formats)[number];

/** One part of a text: a heading has a level from 1. */
type Part = { readonly level: number; readonly text: string };

/** The document as a file of this format; the same text gives the same bytes. */
export async function makeFile(
  { title, markdown }: Pick<MadeDocument, 'title' | 'markdown'>,
  format: Format,
): Promise<Uint8Array> {
  const parts = partsOf(markdown);
  if (format === 'pdf') return pdfOf(parts);
  if (format === 'docx') return officeFile('docx', parts.map(docxParagraph).join(''));
  if (format === 'odt') return officeFile('odt', parts.map(odtParagraph).join(''));
  if (format === 'xlsx') return officeFile('xlsx', sheetRows(parts));
  return Buffer.from(textOf[format](parts, title));
}

const textOf: Readonly<
  Record<'html' | 'md' | 'eml' | 'txt', (parts: readonly Part[], title: string) => string>
> = {
  html: (parts, title) =>
    `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>${escaped(title)}</title></head><body>${parts
      .map(({ level, text }) => {
        const name = level > 0 ? `h${level}` : 'p';
        return `<${name}>${escaped(text)}</${name}>`;
      })
      .join('\n')}</body></html>`,
  md: (parts) =>
    parts.map(({ level, text }) => `${'#'.repeat(level)}${level > 0 ? ' ' : ''}${text}`).join('\n\n'),
  eml: (parts, title) =>
    [
      'From: Service <service@bellerive.example>',
      'To: Equipe <equipe@bellerive.example>',
      `Subject: =?utf-8?B?${Buffer.from(title).toString('base64')}?=`,
      'Date: Mon, 23 Nov 2026 10:00:00 +0100',
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: 8bit',
      '',
      parts.map(({ text }) => text).join('\r\n\r\n'),
    ].join('\r\n'),
  txt: (parts) => parts.map(({ text }) => text).join('\n\n'),
};

function partsOf(markdown: string): Part[] {
  return markdown.split('\n\n').map((part) => {
    const [, marks = '', text = ''] = /^(#*) ?(.*)$/s.exec(part) ?? [];
    return { level: marks.length, text };
  });
}

function docxParagraph({ level, text }: Part): string {
  const style = level > 0 ? `<w:pPr><w:pStyle w:val="Heading${level}"/></w:pPr>` : '';
  return paragraphIn.docx(escaped(text)).replace('<w:p>', `<w:p>${style}`);
}

function odtParagraph({ level, text }: Part): string {
  return level > 0
    ? `<text:h text:outline-level="${level}">${escaped(text)}</text:h>`
    : paragraphIn.odt(escaped(text));
}

/** A table with a row for each part: its number, under which heading it stands, what it says, and an amount. */
function sheetRows(parts: readonly Part[]): string {
  let heading = '';
  const rows = parts.flatMap(({ level, text }, at) => {
    if (level > 0) heading = text;
    return level > 0 ? [] : [[String(at), heading, text, `${text.length * 12},50`]];
  });
  return [['Numéro', 'Rubrique', 'Texte', 'Montant'], ...rows]
    .map((cells, row) => {
      const written = cells.map(
        (cell, column) =>
          `<c r="${'ABCD'[column]}${row + 1}" t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`,
      );
      return `<row r="${row + 1}">${written.join('')}</row>`;
    })
    .join('');
}

function pdfOf(parts: readonly Part[]): Promise<Uint8Array> {
  const document = new PDFDocument({ size: 'A4', info: { CreationDate: new Date('2026-11-23T10:00:00Z') } });
  const bytes: Buffer[] = [];
  document.on('data', (part: Buffer) => bytes.push(part));
  const ended = new Promise<Uint8Array>((resolve) => document.on('end', () => resolve(Buffer.concat(bytes))));
  for (const { level, text } of parts) {
    document.font(level > 0 ? 'Helvetica-Bold' : 'Helvetica').fontSize([11, 20, 15][level] ?? 12);
    document.text(text).moveDown(0.5);
  }
  document.end();
  return ended;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
