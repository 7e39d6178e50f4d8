import { zipSync } from 'fflate';

/** The zipped formats that are built here. */
export type OfficeFormat = 'docx' | 'xlsx' | 'pptx' | 'odt' | 'ods' | 'odp' | 'epub';

type Parts = Readonly<Record<string, string | Uint8Array>>;

/** Where the text of a format stands, and the least that must stand beside it. */
type Shell = {
  readonly main: string;
  readonly open: string;
  readonly close: string;
  readonly others: Readonly<Record<string, string>>;
};

const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
const open = (kind: string): string => `http://schemas.openxmlformats.org/${kind}`;

function officeOpenXml(
  main: string,
  contentType: string,
  shell: Pick<Shell, 'open' | 'close'>,
  others: Readonly<Record<string, string>> = {},
): Shell {
  return {
    main,
    ...shell,
    others: {
      '[Content_Types].xml': `${declaration}<Types xmlns="${open('package/2006/content-types')}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${contentType}</Types>`,
      ...others,
    },
  };
}

const override = (part: string, type: string): string =>
  `<Override PartName="/${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}+xml"/>`;
const relationships = (...list: readonly (readonly [type: string, target: string])[]): string =>
  `${declaration}<Relationships xmlns="${open('package/2006/relationships')}">${list
    .map(
      ([type, target], at) =>
        `<Relationship Id="rId${at + 1}" Type="${open('officeDocument/2006/relationships')}/${type}" Target="${target}"/>`,
    )
    .join('')}</Relationships>`;

function openDocument(kind: string, wrapper: string): Shell {
  const names = ['office', 'text', 'table', 'draw', 'presentation']
    .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
    .join(' ');
  const type = `application/vnd.oasis.opendocument.${kind}`;
  return {
    main: 'content.xml',
    open: `<office:document-content ${names} xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:${wrapper}>`,
    close: `</office:${wrapper}></office:body></office:document-content>`,
    others: {
      mimetype: type,
      'META-INF/manifest.xml': `${declaration}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="${type}"/></manifest:manifest>`,
    },
  };
}

const drawing = `xmlns:a="${open('drawingml/2006/main')}" xmlns:r="${open('officeDocument/2006/relationships')}" xmlns:p="${open('presentationml/2006/main')}"`;

const shells: Readonly<Record<OfficeFormat, Shell>> = {
  docx: officeOpenXml(
    'word/document.xml',
    override('word/document.xml', 'wordprocessingml.document.main'),
    {
      open: `<w:document xmlns:w="${open('wordprocessingml/2006/main')}" xmlns:r="${open('officeDocument/2006/relationships')}"><w:body>`,
      close: '</w:body></w:document>',
    },
    { '_rels/.rels': relationships(['officeDocument', 'word/document.xml']) },
  ),
  xlsx: officeOpenXml(
    'xl/worksheets/sheet1.xml',
    override('xl/workbook.xml', 'spreadsheetml.sheet.main') +
      override('xl/worksheets/sheet1.xml', 'spreadsheetml.worksheet') +
      override('xl/sharedStrings.xml', 'spreadsheetml.sharedStrings'),
    { open: `<worksheet xmlns="${open('spreadsheetml/2006/main')}"><sheetData>`, close: '</worksheet>' },
    {
      '_rels/.rels': relationships(['officeDocument', 'xl/workbook.xml']),
      'xl/workbook.xml': `${declaration}<workbook xmlns="${open('spreadsheetml/2006/main')}" xmlns:r="${open('officeDocument/2006/relationships')}"><sheets><sheet name="Feuille" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      'xl/_rels/workbook.xml.rels': relationships(
        ['worksheet', 'worksheets/sheet1.xml'],
        ['sharedStrings', 'sharedStrings.xml'],
      ),
      'xl/sharedStrings.xml': `${declaration}<sst xmlns="${open('spreadsheetml/2006/main')}"><si><t>Nom</t></si><si><t>Durand</t></si></sst>`,
    },
  ),
  pptx: officeOpenXml(
    'ppt/slides/slide1.xml',
    override('ppt/presentation.xml', 'presentationml.presentation.main') +
      override('ppt/slides/slide1.xml', 'presentationml.slide'),
    {
      open: `<p:sld ${drawing}><p:cSld><p:spTree><p:sp><p:txBody>`,
      close: '</p:txBody></p:sp></p:spTree></p:cSld></p:sld>',
    },
    {
      '_rels/.rels': relationships(['officeDocument', 'ppt/presentation.xml']),
      'ppt/presentation.xml': `${declaration}<p:presentation ${drawing}><p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst></p:presentation>`,
      'ppt/_rels/presentation.xml.rels': relationships(['slide', 'slides/slide1.xml']),
    },
  ),
  odt: openDocument('text', 'text'),
  ods: openDocument('spreadsheet', 'spreadsheet'),
  odp: openDocument('presentation', 'presentation'),
  epub: {
    main: 'OEBPS/a.xhtml',
    open: '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Livre</title></head><body>',
    close: '</body></html>',
    others: {
      mimetype: 'application/epub+zip',
      'META-INF/container.xml': `${declaration}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>`,
      'OEBPS/content.opf': `${declaration}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">x</dc:identifier><dc:title>Livre</dc:title><dc:language>fr</dc:language></metadata><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>`,
    },
  },
};

/** Elements around one text, so that it is part of what a reader of the format reads. */
export const paragraphIn: Readonly<Record<OfficeFormat, (text: string) => string>> = {
  docx: (text) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`,
  xlsx: (text) => `<row r="1"><c r="A1" t="inlineStr"><is><t>${text}</t></is></c></row>`,
  pptx: (text) => `<a:p><a:r><a:t>${text}</a:t></a:r></a:p>`,
  odt: (text) => `<text:p>${text}</text:p>`,
  ods: (text) =>
    `<table:table table:name="Feuille"><table:table-row><table:table-cell office:value-type="string"><text:p>${text}</text:p></table:table-cell></table:table-row></table:table>`,
  odp: (text) =>
    `<draw:page draw:name="p1"><draw:frame><draw:text-box><text:p>${text}</text:p></draw:text-box></draw:frame></draw:page>`,
  epub: (text) => `<p>${text}</p>`,
};

export const officeFormats = Object.keys(shells) as OfficeFormat[];

/**
 * The parts of a file of this format with this XML as its body, in the order in which they stand in the archive. A body of a
 * sheet closes its rows itself when something follows them; else that is done here.
 */
export function officeParts(
  format: OfficeFormat,
  body: string,
  more: { readonly doctype?: string; readonly parts?: Parts } = {},
): Map<string, Uint8Array> {
  const shell = shells[format];
  const closing = format === 'xlsx' && !body.includes('</sheetData>') ? '</sheetData>' : '';
  const all: Parts = {
    ...shell.others,
    [shell.main]: `${declaration}${more.doctype ?? ''}${shell.open}${body}${closing}${shell.close}`,
    ...more.parts,
  };
  return new Map(Object.entries(all).map(([name, content]) => [name, Buffer.from(content)]));
}

/** The name of the part that holds the body. */
export const mainPart = (format: OfficeFormat): string => shells[format].main;

/** A zip file of parts, the same bytes each time; `mimetype` is stored as it is, as OpenDocument and EPUB want it. */
export function zipParts(parts: ReadonlyMap<string, Uint8Array>): Uint8Array {
  return zipSync(
    Object.fromEntries(
      [...parts].map(([name, content]) => [
        name,
        name === 'mimetype' ? ([content, { level: 0 }] as const) : content,
      ]) as [string, Uint8Array][],
    ),
    { mtime: '2026-11-23T10:00:00Z' },
  );
}

/** A file of this format with this body. */
export function officeFile(...file: Parameters<typeof officeParts>): Uint8Array {
  return zipParts(officeParts(...file));
}
