import { escapeXml, fixedZip } from './fixed-zip.ts';
import type { Block, Cell, Run, SourceDocument } from './model.ts';
import { longDate } from './typography.ts';

const MIME = 'application/vnd.oasis.opendocument.text';
const NAMESPACES = [
  ['office', 'office'],
  ['style', 'style'],
  ['text', 'text'],
  ['table', 'table'],
  ['fo', 'xsl-fo-compatible'],
  ['meta', 'meta'],
  ['svg', 'svg-compatible'],
]
  .map(([prefix, name]) => `xmlns:${prefix}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
  .concat('xmlns:dc="http://purl.org/dc/elements/1.1/"')
  .join(' ');
const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** Writes an OpenDocument text by hand: real heading, list and table elements, and no clock in the package. */
export function writeOdt(source: SourceDocument): Uint8Array {
  const files = new Map<string, string>([
    // The format wants the type first and uncompressed, so that tools can tell the file by its first bytes.
    ['mimetype', MIME],
    ['content.xml', contentXml(source)],
    ['styles.xml', stylesXml(source)],
    ['meta.xml', metaXml(source)],
    ['META-INF/manifest.xml', manifestXml()],
  ]);
  return fixedZip(files, ['mimetype']);
}

function contentXml(source: SourceDocument): string {
  const { meta } = source;
  const subtitle = [meta.reference, meta.author, longDate(meta.date, meta.language)].filter(
    (part) => part !== undefined,
  );
  const tables = { last: 0 };
  const body = source.blocks.map((block) => toXml(block, tables)).join('\n');
  return `${XML}<office:document-content ${NAMESPACES} office:version="1.3">
<office:automatic-styles>
<style:style style:name="Gras" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Ital" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>
<style:style style:name="GrasItal" style:family="text"><style:text-properties fo:font-weight="bold" fo:font-style="italic"/></style:style>
<style:style style:name="Cellule" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #8a93a6" fo:padding="0.1cm"/></style:style>
<style:style style:name="CelluleTitre" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #8a93a6" fo:padding="0.1cm" fo:background-color="#e6ebf4"/></style:style>
<style:style style:name="Droite" style:family="paragraph" style:parent-style-name="Table_20_Contents"><style:paragraph-properties fo:text-align="end"/></style:style>
<text:list-style style:name="Puces">${listLevels((level) => `<text:list-level-style-bullet text:level="${level}" text:bullet-char="•">${levelProperties(level)}</text:list-level-style-bullet>`)}</text:list-style>
<text:list-style style:name="Numeros">${listLevels((level) => `<text:list-level-style-number text:level="${level}" style:num-format="1" style:num-suffix=".">${levelProperties(level)}</text:list-level-style-number>`)}</text:list-style>
</office:automatic-styles>
<office:body><office:text>
<text:p text:style-name="Title">${escapeXml(meta.title)}</text:p>
<text:p text:style-name="Subtitle">${escapeXml(subtitle.join(' – '))}</text:p>
${body}
</office:text></office:body></office:document-content>`;
}

function listLevels(level: (depth: number) => string): string {
  return [1, 2, 3].map(level).join('');
}

function levelProperties(level: number): string {
  return `<style:list-level-properties text:space-before="${level * 0.6}cm" text:min-label-width="0.6cm"/>`;
}

function toXml(block: Block, tables: { last: number }): string {
  switch (block.kind) {
    case 'heading': {
      const level = Math.max(1, block.level - 1);
      return `<text:h text:style-name="Heading_20_${level}" text:outline-level="${level}">${runsXml(block.runs)}</text:h>`;
    }
    case 'paragraph':
      return `<text:p text:style-name="Text_20_body">${runsXml(block.runs)}</text:p>`;
    case 'quote':
      return `<text:p text:style-name="Quotations">${runsXml(block.runs)}</text:p>`;
    case 'list': {
      const items = block.items.map((item) => {
        const children = item.children.map((child) => toXml(child, tables)).join('');
        return `<text:list-item><text:p text:style-name="Text_20_body">${runsXml(item.runs)}</text:p>${children}</text:list-item>`;
      });
      return `<text:list text:style-name="${block.ordered ? 'Numeros' : 'Puces'}">${items.join('')}</text:list>`;
    }
    case 'table': {
      tables.last += 1;
      const header = rowXml(block.header, 'CelluleTitre', block.right);
      const rows = block.rows.map((row) => rowXml(row, 'Cellule', block.right)).join('\n');
      const columns = `<table:table-column table:number-columns-repeated="${block.header.length}"/>`;
      return (
        `<table:table table:name="Tableau${tables.last}">${columns}<table:table-header-rows>${header}` +
        `</table:table-header-rows>${rows}</table:table><text:p text:style-name="Text_20_body"/>`
      );
    }
  }
}

function rowXml(cells: readonly Cell[], style: string, right: readonly boolean[]): string {
  const xml = cells.map((cell, column) => {
    const paragraph = right[column] === true ? 'Droite' : 'Table_20_Contents';
    const text = `<text:p text:style-name="${paragraph}">${runsXml(cell)}</text:p>`;
    return `<table:table-cell table:style-name="${style}" office:value-type="string">${text}</table:table-cell>`;
  });
  return `<table:table-row>${xml.join('')}</table:table-row>`;
}

function runsXml(runs: readonly Run[]): string {
  return runs
    .map((run) => {
      const text = escapeXml(run.text);
      if (!run.bold && !run.italic) return text;
      const style = run.bold ? (run.italic ? 'GrasItal' : 'Gras') : 'Ital';
      return `<text:span text:style-name="${style}">${text}</text:span>`;
    })
    .join('');
}

function stylesXml({ meta }: SourceDocument): string {
  const [language, country] = meta.language === 'fr' ? ['fr', 'FR'] : ['en', 'GB'];
  const heading = (level: number, size: number): string =>
    `<style:style style:name="Heading_20_${level}" style:display-name="Heading ${level}" style:family="paragraph" style:parent-style-name="Standard" style:default-outline-level="${level}"><style:paragraph-properties fo:margin-top="0.4cm" fo:margin-bottom="0.2cm" fo:keep-with-next="always"/><style:text-properties fo:font-size="${size}pt" fo:font-weight="bold" fo:color="#1d3f72"/></style:style>`;
  const named = (name: string, display: string, paragraph: string, text: string): string =>
    `<style:style style:name="${name}" style:display-name="${display}" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties ${paragraph}/><style:text-properties ${text}/></style:style>`;
  return `${XML}<office:document-styles ${NAMESPACES} office:version="1.3">
<office:font-face-decls><style:font-face style:name="Liberation Sans" svg:font-family="'Liberation Sans'"/></office:font-face-decls>
<office:styles>
<style:default-style style:family="paragraph"><style:text-properties style:font-name="Liberation Sans" fo:font-size="10.5pt" fo:language="${language}" fo:country="${country}"/></style:default-style>
<style:style style:name="Standard" style:family="paragraph"/>
${named('Text_20_body', 'Text body', 'fo:margin-bottom="0.2cm"', 'fo:font-size="10.5pt"')}
${named('Title', 'Title', 'fo:margin-bottom="0.2cm"', 'fo:font-size="19pt" fo:font-weight="bold" fo:color="#1d3f72"')}
${named('Subtitle', 'Subtitle', 'fo:margin-bottom="0.5cm"', 'fo:font-size="9.5pt" fo:font-style="italic"')}
${named('Quotations', 'Quotations', 'fo:margin-left="1cm" fo:margin-bottom="0.2cm"', 'fo:font-style="italic"')}
${named('Table_20_Contents', 'Table Contents', 'fo:margin-bottom="0cm"', 'fo:font-size="9.5pt"')}
${heading(1, 14)}${heading(2, 12)}${heading(3, 11)}
</office:styles>
<office:automatic-styles><style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="2cm" fo:margin-bottom="2cm" fo:margin-left="2.2cm" fo:margin-right="2.2cm"/><style:header-style/><style:footer-style/></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4"><style:header><text:p>${escapeXml(`Ville de Bellerive – ${meta.reference ?? meta.title}`)}</text:p></style:header><style:footer><text:p>Page <text:page-number text:select-page="current">1</text:page-number> / <text:page-count>1</text:page-count></text:p></style:footer></style:master-page></office:master-styles>
</office:document-styles>`;
}

function metaXml({ meta }: SourceDocument): string {
  const stamp = `${meta.date.slice(0, 10)}T08:00:00Z`;
  return `${XML}<office:document-meta ${NAMESPACES} office:version="1.3"><office:meta><meta:generator>Sourcier demo</meta:generator><dc:title>${escapeXml(meta.title)}</dc:title><dc:creator>${escapeXml(meta.author)}</dc:creator><meta:creation-date>${stamp}</meta:creation-date><dc:date>${stamp}</dc:date><dc:language>${meta.language === 'fr' ? 'fr-FR' : 'en-GB'}</dc:language></office:meta></office:document-meta>`;
}

function manifestXml(): string {
  const entries = [
    ['/', MIME],
    ...['content.xml', 'styles.xml', 'meta.xml'].map((name) => [name, 'text/xml']),
  ]
    .map(
      ([path, type]) => `<manifest:file-entry manifest:full-path="${path}" manifest:media-type="${type}"/>`,
    )
    .join('');
  return `${XML}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">${entries}</manifest:manifest>`;
}
