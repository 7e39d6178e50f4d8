import { Document, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from 'docx';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { ParsedDocument } from '../../../core/parsed-document.ts';
import { readDocument } from '../read-document.ts';

async function read(name: string, content: Uint8Array): Promise<ParsedDocument> {
  const outcome = await readDocument(content, { name: name });
  if (outcome.outcome !== 'parsed') throw new Error(outcome.reason);
  return outcome.document;
}

describe('DOCX', () => {
  test('headings, bold lines, lists and tables', async () => {
    const cell = (text: string): TableCell => new TableCell({ children: [new Paragraph(text)] });
    const source = new Document({
      title: 'Règlement intérieur',
      creator: 'Service juridique',
      sections: [
        {
          children: [
            new Paragraph({ text: 'Règlement', heading: HeadingLevel.HEADING_1 }),
            new Paragraph({ children: [new TextRun({ text: 'Objet', bold: true })] }),
            new Paragraph('Le présent règlement.'),
            new Paragraph({ text: 'un', bullet: { level: 0 } }),
            new Paragraph({ text: 'deux', bullet: { level: 1 } }),
            new Table({
              rows: [
                new TableRow({ children: [cell('Libellé'), cell('Jours')] }),
                new TableRow({ children: [cell('Congés annuels'), cell('25')] }),
              ],
            }),
          ],
        },
      ],
    });
    const document = await read('a.docx', await Packer.toBuffer(source));
    expect(document).toMatchObject({
      title: 'Règlement intérieur',
      author: 'Service juridique',
      pages: null,
    });
    expect(document.blocks).toEqual([
      { kind: 'heading', level: 1, text: 'Règlement' },
      { kind: 'heading', level: 2, text: 'Objet' },
      { kind: 'paragraph', text: 'Le présent règlement.' },
      { kind: 'list-item', depth: 0, text: 'un' },
      { kind: 'list-item', depth: 1, text: 'deux' },
      { kind: 'table', header: ['Libellé', 'Jours'], rows: [['Congés annuels', '25']] },
    ]);
  });
});

describe('ODT', () => {
  const odt = (body: string, parts: Record<string, Uint8Array> = {}): Uint8Array =>
    zipSync({
      mimetype: [Buffer.from('application/vnd.oasis.opendocument.text'), { level: 0 }],
      'content.xml': Buffer.from(
        `<?xml version="1.0"?><office:document-content><office:automatic-styles><style:style style:name="P1" style:parent-style-name="Title"/></office:automatic-styles><office:body><office:text>${body}</office:text></office:body></office:document-content>`,
      ),
      ...parts,
    });

  test('title, headings, lists, tables, notes; indexes, comments and deletions stay out', async () => {
    const document = await read(
      'a.odt',
      odt(`<text:tracked-changes><text:p>supprimé</text:p></text:tracked-changes>
        <text:p text:style-name="P1">Plan <text:span>climat</text:span></text:p>
        <text:table-of-content><text:index-body><text:p>Sommaire</text:p></text:index-body></text:table-of-content>
        <text:h text:outline-level="2">Énergie</text:h>
        <text:p>Un<text:s text:c="3"/>texte<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>La note.</text:p></text:note-body></text:note>.<office:annotation><text:p>commentaire</text:p></office:annotation></text:p>
        <text:list><text:list-item><text:p>a</text:p><text:list><text:list-item><text:p>b</text:p></text:list-item></text:list></text:list-item></text:list>
        <table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Nom</text:p></table:table-cell><table:table-cell><text:p>Rôle</text:p></table:table-cell></table:table-row></table:table-header-rows><table:table-row><table:table-cell><text:p>Ana</text:p></table:table-cell><table:table-cell><text:p>maire</text:p></table:table-cell></table:table-row></table:table>`),
    );
    expect(document.title).toBe('Plan climat');
    expect(document.blocks).toEqual([
      { kind: 'heading', level: 1, text: 'Plan climat' },
      { kind: 'heading', level: 2, text: 'Énergie' },
      { kind: 'paragraph', text: 'Un texte.' },
      { kind: 'paragraph', text: 'La note.' },
      { kind: 'list-item', depth: 0, text: 'a' },
      { kind: 'list-item', depth: 1, text: 'b' },
      { kind: 'table', header: ['Nom', 'Rôle'], rows: [['Ana', 'maire']] },
    ]);
  });

  test('with encryption data, it is encrypted', async () => {
    const manifest = Buffer.from('<manifest:manifest><manifest:encryption-data/></manifest:manifest>');
    expect(
      await readDocument(odt('', { 'META-INF/manifest.xml': manifest }), { name: 'a.odt' }),
    ).toMatchObject({
      outcome: 'skipped',
      reason: 'encrypted',
    });
  });
});
