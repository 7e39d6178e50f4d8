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

  test('a table over two pages is one table: its header once, each row with its page', async () => {
    const row = (number: number): string[] => [`${number}`, `Opération ${number}`, `${number} 000 €`];
    const header = ['N°', 'Intitulé', 'Montant'].map((text) => ({ text, font: { src: 'Helvetica-Bold' } }));
    const document = await read(
      await print((pdf) => {
        pdf.fontSize(11).text(sentence).moveDown();
        pdf.table({ data: [header, row(1), row(2)] });
        pdf.addPage().table({ data: [header, row(3)] });
        pdf.moveDown().text(sentence);
      }),
    );
    expect(document.blocks.filter((block) => block.kind === 'table')).toEqual([
      {
        kind: 'table',
        header: ['N°', 'Intitulé', 'Montant'],
        rows: [row(1), row(2), row(3)],
        rowNumbers: [1, 1, 2],
        place: { kind: 'page', from: 1, to: 2 },
      },
    ]);
  });

  test('a footnote and a comment stand apart, at the end of their section', async () => {
    const document = await read(
      await print((pdf) => {
        pdf.fontSize(18).text('Budget').moveDown();
        pdf.fontSize(11).text(sentence.repeat(3));
        pdf.note(300, 150, 20, 20, 'À vérifier avec la trésorerie.');
        pdf.fontSize(8).text('1 Délibération du 12 mars, affichée en mairie.', 70, 740);
        pdf.addPage().fontSize(18).text('Emploi', 70, 70).moveDown();
        pdf.fontSize(11).text(sentence.repeat(3));
      }),
    );
    expect(document.blocks.map((block) => block.aside ?? block.kind)).toEqual([
      'heading',
      'paragraph',
      'comment',
      'note',
      'heading',
      'paragraph',
    ]);
    expect(document.blocks[2]).toMatchObject({ text: 'À vérifier avec la trésorerie.' });
  });

  test('R37: what was filled in a form is read at its place; hidden fields and passwords are not', async () => {
    const printed = await print((pdf) => {
      pdf.fontSize(11).text('Nom de l’association', 70, 100).initForm();
      pdf.formText('nom', 250, 95, 200, 20, { value: 'Les Amis du canal' });
      pdf.formText('cache', 250, 195, 200, 20, { value: 'champ que personne ne voit' });
      pdf.formText('code', 250, 295, 200, 20, { value: 'motdepasse', password: true });
    });
    // Flag 4 prints an annotation, flag 2 hides it.
    const objects = printed.toString('latin1').split('endobj');
    const hiding = objects.map((object) =>
      object.includes('(cache)') ? object.replace('/F 4', '/F 2') : object,
    );
    const { blocks } = await read(Buffer.from(hiding.join('endobj'), 'latin1'));
    expect(blocks).toEqual([
      { kind: 'paragraph', text: "Nom de l'association Les Amis du canal", place: onPage(1) },
    ]);
  });

  test('a file inside becomes an attachment; R48: one that inflates too much does not', async () => {
    const inside = await print((pdf) => {
      pdf.text(sentence);
      pdf.file(Buffer.from('date;montant'), { name: 'comptes.csv' });
    });
    expect((await read(inside)).attachments).toEqual([
      { name: 'comptes.csv', bytes: new Uint8Array(Buffer.from('date;montant')) },
    ]);
    const bomb = await print((pdf) => {
      pdf.text(sentence);
      pdf.file(Buffer.alloc(40_000_000), { name: 'zeros.bin' });
    });
    expect(await read(bomb)).toMatchObject({
      attachments: [],
      warnings: [{ code: 'members-unread', count: 1 }],
    });
  });

  test('running texts are kept aside for marks of sensitivity; a page that is a picture waits', async () => {
    const picture = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const document = await read(
      await print((pdf) => {
        for (let page = 1; page <= 4; page += 1) {
          if (page > 1) pdf.addPage();
          pdf.fontSize(9).text('DIFFUSION RESTREINTE', 70, 40);
          pdf.fontSize(11).text(sentence.repeat(2 + page), 70, 140);
        }
        pdf.addPage().image(picture, 0, 0, { width: 595, height: 842 });
        pdf.addPage();
      }),
    );
    expect(document).toMatchObject({
      labels: [{ scheme: 'mention', name: 'Diffusion restreinte' }],
      pages: 6,
      pagesToRecognise: 1,
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
