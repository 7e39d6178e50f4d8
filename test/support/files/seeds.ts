import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import type { NamedFile } from './external-files.ts';
import { officeFile, paragraphIn } from './office-files.ts';
import { entryOf, rawZip } from './raw-zip.ts';

const cell = (reference: string, text: string): string =>
  `<c r="${reference}" t="inlineStr"><is><t>${text}</t></is></c>`;
const odsRow = (...texts: readonly string[]): string =>
  `<table:table-row>${texts.map((text) => `<table:table-cell office:value-type="string"><text:p>${text}</text:p></table:table-cell>`).join('')}</table:table-row>`;

/** Formats that are written as text. */
const texts: Readonly<Record<string, string>> = {
  'a.md':
    '---\ntitle: Essai\n---\n# Titre\n\n- a\n  - b\n\n> c\n\n|a|b|\n|-|-|\n|1|2|\n\n<details><b>x</b></details>\n\n```js\ncode\n```\n[^1]\n\n[^1]: note',
  'a.html':
    '<!doctype html><title>T</title><main><h1>A</h1><ul><li>b<ul><li>c</ul></ul><table><tr><th>x<td rowspan=2 colspan=3>y</table><pre>z</pre><p style="display:none">caché',
  'a.csv': 'nom;âge;__proto__\n"Ana ""B""";41;x\nBob;;y\n',
  'a.txt': 'Bonjour à tous\n\n- un\n- deux\n\n1. premier',
  'a.rtf':
    "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}{\\info{\\title Essai}}\\pard\\b Titre\\b0\\par L'\\'e9t\\'e9 \\u233?\\par\\trowd\\cellx1000\\cellx2000\\intbl a\\cell b\\cell\\row\\pard {\\v cach\\'e9}\\bullet un\\par}",
  'a.eml':
    'From: Ana <a@example.org>\nTo: b@example.org\nSubject: =?utf-8?B?w6l0w6k=?=\nDate: Mon, 1 Jan 2024 10:00:00 +0100\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/html; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n<p>Bonjour =E9</p>\n--x\nContent-Disposition: attachment; filename="a.txt"\nContent-Transfer-Encoding: base64\n\nYQ==\n--x--\n',
  'a.mbox':
    'From a@example.org Mon Jan  1 10:00:00 2024\nFrom: a@example.org\nSubject: Un\n\nBonjour\n\n>From ici\n\nFrom b@example.org Mon Jan  1 11:00:00 2024\nFrom: b@example.org\nSubject: Deux\n\n> Bonjour\n\nRe\n',
  'a.mhtml':
    'From: <Saved>\nSubject: Page\nMIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="b"\n\n--b\nContent-Type: text/html\nContent-Location: http://example.org/\n\n<h1>Page</h1><img src="a.png">\n--b\nContent-Type: image/png\nContent-Location: a.png\nContent-Transfer-Encoding: base64\n\niVBORw==\n--b--\n',
  'a.ics':
    'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=Europe/Paris:20240101T100000\r\nDTEND;TZID=Europe/Paris:20240101T110000\r\nRRULE:FREQ=WEEKLY;COUNT=3;BYDAY=MO\r\nSUMMARY:Conseil\r\nLOCATION:Mairie\r\nATTENDEE;CN=Ana:mailto:a@example.org\r\nDESCRIPTION:Ordre\\n du jour\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n',
  'a.vcf':
    'BEGIN:VCARD\r\nVERSION:3.0\r\nN:Durand;Ana;;;\r\nFN:Ana Durand\r\nORG:Mairie\r\nTEL;TYPE=work:+33 1 23 45 67 89\r\nEMAIL:a@example.org\r\nADR:;;1 rue X;Paris;;75001;France\r\nEND:VCARD\r\n',
  'a.vtt':
    'WEBVTT - Réunion\n\nNOTE x\n\n1\n00:00:01.000 --> 00:00:02.500 align:start\n<v Marie>Bonjour <b>à tous</b>\n\n00:03.000 --> 00:04.000\nSuite &amp; fin\n',
  'a.srt': '1\n00:00:01,000 --> 00:00:02,500\nBonjour\n\n2\n00:00:03,000 --> 00:00:04,000\n<i>Suite</i>\n',
  'a.json':
    '{"titre":"Essai","__proto__":{"x":1},"liste":[1,2.5e3,null,true,"\\u00e9\\ud83d\\ude00"],"texte":"Un texte."}',
  'jigasi.json':
    '{"room_name":"conseil","events":[{"event":"JOIN","timestamp":"2024-01-01T10:00:00Z","participant":{"name":"Ana"}},{"event":"SPEECH","timestamp":"2024-01-01T10:00:05Z","participant":{"name":"Ana"},"transcript":[{"confidence":0.9,"text":"Bonjour"}]}]}',
  'a.xml':
    '<?xml version="1.0" encoding="UTF-8"?><note id="1"><a>Un</a><b><![CDATA[Deux]]></b><!-- x --><c>&amp;&#233;</c></note>',
  'a.yaml': 'titre: &t Essai\nliste:\n  - un\n  - *t\ntexte: |\n  Un\n  Deux\n',
};

const zipped: Readonly<Record<string, () => Uint8Array>> = {
  'a.docx': () =>
    officeFile(
      'docx',
      `<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Titre</w:t></w:r></w:p>${paragraphIn.docx('Bonjour')}<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>caché</w:t></w:r><w:ins><w:r><w:t>ajouté</w:t></w:r></w:ins><w:del><w:r><w:delText>ôté</w:delText></w:r></w:del></w:p><w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>${paragraphIn.docx('a')}</w:tc></w:tr><w:tr><w:tc>${paragraphIn.docx('b')}</w:tc><w:tc>${paragraphIn.docx('c')}</w:tc></w:tr></w:tbl>`,
    ),
  'a.xlsx': () =>
    officeFile(
      'xlsx',
      `<row r="1">${cell('A1', 'Nom')}<c r="B1" t="s"><v>1</v></c></row><row r="3">${cell('A3', 'x')}<c r="B3"><f>1+1</f><v>2</v></c><c r="D3" t="b"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:A2"/></mergeCells>`,
    ),
  'a.pptx': () =>
    officeFile('pptx', `${paragraphIn.pptx('Titre')}<a:p><a:pPr lvl="1"/><a:r><a:t>un</a:t></a:r></a:p>`),
  'a.odt': () =>
    officeFile(
      'odt',
      `<text:h text:outline-level="1">Titre</text:h>${paragraphIn.odt('Bonjour<text:s text:c="3"/>')}<text:list><text:list-item>${paragraphIn.odt('un')}</text:list-item></text:list><table:table><table:table-row><table:table-cell table:number-columns-spanned="2">${paragraphIn.odt('a')}</table:table-cell></table:table-row></table:table>`,
    ),
  'a.ods': () =>
    officeFile(
      'ods',
      `<table:table table:name="Feuille">${odsRow('Nom', 'Âge')}<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="4"/></table:table-row>${odsRow('Ana', '41')}</table:table>`,
    ),
  'a.odp': () => officeFile('odp', paragraphIn.odp('Bonjour') + paragraphIn.odp('Suite')),
  'a.epub': () => officeFile('epub', '<h1>Chapitre</h1><p>Il était une fois.</p><ul><li>un</li></ul>'),
  'a.zip': () =>
    rawZip([
      entryOf('dossier/a.txt', Buffer.from('Bonjour')),
      entryOf('b.md', Buffer.from('# Titre\n\nTexte')),
    ]),
};

const pixel = { width: 24, height: 24, channels: 3, background: '#fff' } as const;
const drawn: Readonly<Record<string, () => Promise<Uint8Array>>> = {
  'a.pdf': pdf,
  'a.png': () => sharp({ create: pixel }).png().toBuffer(),
  'a.jpg': () => sharp({ create: pixel }).jpeg().toBuffer(),
  'a.tif': () => sharp({ create: pixel }).tiff().toBuffer(),
};

/** One small sound file of each format: what is read, mutated and traced. A new format needs one line above. */
export async function seeds(): Promise<NamedFile[]> {
  return [
    ...Object.entries(texts).map(([name, text]) => ({ name, bytes: Buffer.from(text) })),
    ...Object.entries(zipped).map(([name, build]) => ({ name, bytes: build() })),
    ...(await Promise.all(
      Object.entries(drawn).map(async ([name, build]) => ({ name, bytes: await build() })),
    )),
  ];
}

function pdf(): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const document = new PDFDocument({
      compress: false,
      info: { Title: 'Essai', CreationDate: new Date(0) },
    });
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.fontSize(20).text('Titre').fontSize(11).text('Bonjour le monde, dit le maire.');
    document.addPage().text('Deuxième page').moveTo(50, 200).lineTo(250, 200).stroke();
    document.end();
  });
}
