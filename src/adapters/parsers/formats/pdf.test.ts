import PDFDocument from 'pdfkit';
import { describe, expect, test } from 'vitest';
import type { ParsedDocument } from '../../../core/parsed-document.ts';
import { onPage } from '../../../core/place.ts';
import { readDocument } from '../read-document.ts';

async function print(
  draw: (pdf: PDFKit.PDFDocument) => void,
  options: PDFKit.PDFDocumentOptions = {},
): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'A4', margin: 70, ...options });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise((resolve) => pdf.on('end', resolve));
  draw(pdf);
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
}

async function read(content: Uint8Array): Promise<ParsedDocument> {
  const outcome = await readDocument(content, { name: 'a.pdf' });
  if (outcome.outcome !== 'parsed') throw new Error(outcome.reason);
  return outcome.document;
}

const sentence =
  'Le conseil municipal délibère sur les affaires de la commune et vote le budget de chaque année. ';

describe('PDF', () => {
  test('headings, paragraphs, pages and metadata', async () => {
    const document = await read(
      await print(
        (pdf) => {
          pdf.fontSize(24).text('Rapport annuel');
          pdf.moveDown().fontSize(11).text(sentence.repeat(4));
          pdf.addPage().fontSize(18).text('Budget');
          pdf.moveDown().fontSize(11).text(sentence.repeat(3));
        },
        { info: { Title: 'Rapport annuel 2024', Author: 'Mairie' } },
      ),
    );
    expect(document).toMatchObject({ title: 'Rapport annuel 2024', author: 'Mairie', pages: 2 });
    expect(document.blocks.filter((block) => block.kind === 'heading')).toMatchObject([
      { text: 'Rapport annuel', place: onPage(1) },
      { text: 'Budget', place: onPage(2) },
    ]);
    expect(document.blocks.filter((block) => block.kind === 'paragraph')).toEqual([
      { kind: 'paragraph', text: sentence.repeat(4).trim(), place: onPage(1) },
      { kind: 'paragraph', text: sentence.repeat(3).trim(), place: onPage(2) },
    ]);
  });

  test('running headers and page numbers are left out', async () => {
    const document = await read(
      await print((pdf) => {
        for (let page = 1; page <= 5; page += 1) {
          if (page > 1) pdf.addPage();
          pdf.fontSize(9).text('Ville de Bellerive', 70, 40).text(`Page ${page} sur 5`, 70, 760);
          pdf.fontSize(11).text(sentence.repeat(3 + page), 70, 140);
        }
      }),
    );
    expect(document.blocks.map((block) => block.kind)).toEqual(Array(5).fill('paragraph'));
    expect(JSON.stringify(document.blocks)).not.toMatch(/Ville de Bellerive|sur 5/);
  });

  test('a ruled table is a table', async () => {
    const rows = [
      ['Direction', 'Budget', 'Agents'],
      ['Voirie et propreté', '1 200 000 €', '42'],
      ['Écoles', '900 000 €', '31'],
    ];
    const document = await read(
      await print((pdf) => {
        pdf.fontSize(11).text(sentence.repeat(2));
        pdf.moveDown().table({ data: rows });
      }),
    );
    expect(document.blocks.at(-1)).toEqual({
      kind: 'table',
      header: rows[0],
      rows: rows.slice(1),
      place: onPage(1),
    });
  });

  test('protected by a password, it is encrypted; cut short, it is damaged', async () => {
    const locked = await print((pdf) => pdf.text('secret'), { userPassword: 'secret', pdfVersion: '1.7' });
    expect(await readDocument(locked, { name: 'a.pdf' })).toEqual({
      outcome: 'skipped',
      reason: 'encrypted',
    });
    expect(await readDocument(Buffer.from('%PDF-1.7\nrien\n%%EOF'), { name: 'a.pdf' })).toMatchObject({
      reason: 'damaged',
    });
  });
});
