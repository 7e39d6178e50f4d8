import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { ParsedDocument } from '../../../core/parsed-document.ts';
import { readDocument } from '../read-document.ts';

const relationship = (id: string, kind: string, target: string): string =>
  `<Relationship Id="${id}" Type="http://schemas/relationships/${kind}" Target="${target}"/>`;
const relationships = (...all: string[]): string => `<Relationships>${all.join('')}</Relationships>`;

function deck(slides: readonly string[], others: Record<string, string> = {}): Uint8Array {
  const parts: Record<string, string> = {
    '[Content_Types].xml':
      '<Types><Override PartName="/ppt/presentation.xml" ContentType="application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"/></Types>',
    'ppt/presentation.xml': `<p:presentation><p:sldIdLst>${slides.map((_, at) => `<p:sldId id="${256 + at}" r:id="r${at}"/>`).join('')}</p:sldIdLst><p:sldSz cx="9000" cy="6000"/></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relationships(
      ...slides.map((_, at) => relationship(`r${at}`, 'slide', `slides/slide${at + 1}.xml`)),
      relationship('authors', 'authors', 'authors.xml'),
    ),
    ...Object.fromEntries(slides.map((xml, at) => [`ppt/slides/slide${at + 1}.xml`, xml])),
    ...others,
  };
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, Buffer.from(text)])));
}

async function read(slides: readonly string[], others?: Record<string, string>): Promise<ParsedDocument> {
  const outcome = await readDocument(deck(slides, others), { name: 'a.pptx' });
  if (outcome.outcome !== 'parsed') throw new Error(`${outcome.reason} ${outcome.detail}`);
  return outcome.document;
}

const slide = (shapes: string, attributes = ''): string =>
  `<p:sld ${attributes}><p:cSld><p:spTree>${shapes}</p:spTree></p:cSld></p:sld>`;
const run = (text: string, properties = ''): string =>
  `<a:r><a:rPr>${properties}</a:rPr><a:t>${text}</a:t></a:r>`;
const paragraph = (text: string, properties = ''): string => `<a:p>${properties}${run(text)}</a:p>`;
const shape = (body: string, kind = '', properties = '', drawing = ''): string =>
  `<p:sp><p:nvSpPr><p:cNvPr ${drawing}/><p:nvPr>${kind && `<p:ph type="${kind}"/>`}</p:nvPr></p:nvSpPr><p:spPr>${properties}</p:spPr><p:txBody>${body}</p:txBody></p:sp>`;
const at = (x: number, y: number): string =>
  `<a:xfrm><a:off x="${x}" y="${y}"/><a:ext cx="1000" cy="500"/></a:xfrm>`;
const texts = ({ blocks }: ParsedDocument): unknown[] =>
  blocks.map((block) => block.kind !== 'table' && block.text);

describe('PPTX', () => {
  test('title first, body items with depth, groups, no furniture; every block knows its slide', async () => {
    const { blocks, pages, title } = await read([
      slide(
        shape(paragraph('un') + paragraph('deux', '<a:pPr lvl="1"/>'), 'body') +
          shape(paragraph('Orientations'), 'title') +
          shape(paragraph('Service communication'), 'ftr') +
          `<p:grpSp>${shape(`<a:p>${run('dans un')}<a:br/>${run('groupe')}</a:p>`)}</p:grpSp>` +
          `<mc:AlternateContent><mc:Choice>${shape(paragraph('nouveau'))}</mc:Choice><mc:Fallback>${shape(paragraph('ancien'))}</mc:Fallback></mc:AlternateContent>`,
      ),
      slide(shape(paragraph('Sans titre'))),
    ]);
    const first = { place: { kind: 'slide', from: 1, to: 1 } };
    expect({ pages, title }).toEqual({ pages: 2, title: 'Orientations' });
    expect(blocks).toEqual([
      { kind: 'heading', level: 2, text: 'Orientations', ...first },
      { kind: 'list-item', depth: 0, text: 'un', ...first },
      { kind: 'list-item', depth: 1, text: 'deux', ...first },
      { kind: 'paragraph', text: 'dans un groupe', ...first },
      { kind: 'paragraph', text: 'nouveau', ...first },
      { kind: 'paragraph', text: 'Sans titre', place: { kind: 'slide', from: 2, to: 2 } },
    ]);
  });

  test('tables with merged cells, diagrams and charts', async () => {
    const cell = (text: string, attributes = ''): string =>
      `<a:tc ${attributes}><a:txBody>${paragraph(text)}</a:txBody></a:tc>`;
    const frame = (data: string): string =>
      `<p:graphicFrame><a:graphic><a:graphicData>${data}</a:graphicData></a:graphic></p:graphicFrame>`;
    const { blocks } = await read(
      [
        slide(
          frame(
            `<a:tbl><a:tblPr firstRow="1"/><a:tr>${cell('Pôle')}${cell('2024', 'gridSpan="2"')}${cell('', 'hMerge="1"')}</a:tr><a:tr>${cell('Nord', 'rowSpan="2"')}${cell('1')}${cell('2')}</a:tr><a:tr>${cell('', 'vMerge="1"')}${cell('3')}${cell('4')}</a:tr></a:tbl>`,
          ) +
            frame('<dgm:relIds r:dm="d"/>') +
            frame('<c:chart r:id="c"/>'),
        ),
      ],
      {
        'ppt/slides/_rels/slide1.xml.rels': relationships(
          relationship('d', 'diagramData', '../diagrams/data1.xml'),
          relationship('c', 'chart', '../charts/chart1.xml'),
        ),
        'ppt/diagrams/data1.xml': `<dgm:dataModel><dgm:ptLst><dgm:pt><dgm:t>${paragraph('Étape')}</dgm:t></dgm:pt><dgm:pt type="pres"><dgm:t>${paragraph('non')}</dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>`,
        'ppt/charts/chart1.xml':
          '<c:chartSpace><c:ser><c:tx><c:pt idx="0"><c:v>Ventes</c:v></c:pt></c:tx><c:cat><c:pt idx="0"><c:v>Mars</c:v></c:pt></c:cat><c:val><c:numCache><c:pt idx="0"><c:v>3.5</c:v></c:pt></c:numCache></c:val></c:ser></c:chartSpace>',
      },
    );
    expect(blocks).toMatchObject([
      {
        header: ['Pôle', '2024', '2024'],
        rows: [
          ['Nord', '1', '2'],
          ['Nord', '3', '4'],
        ],
      },
      { text: 'Étape' },
      { header: ['', 'Ventes'], rows: [['Mars', '3,5']] },
    ]);
  });

  test('notes and comments, old and new with answers, stand apart', async () => {
    const { blocks } = await read([slide(shape(paragraph('texte')))], {
      'ppt/slides/_rels/slide1.xml.rels': relationships(
        relationship('n', 'notesSlide', '../notesSlides/notesSlide1.xml'),
        relationship('c', 'comments', '../comments/modern.xml'),
        relationship('o', 'comments', '../comments/old.xml'),
      ),
      'ppt/notesSlides/notesSlide1.xml': slide(
        shape(paragraph('7'), 'sldNum') + shape(paragraph('À dire'), 'body'),
      ),
      'ppt/comments/modern.xml': `<p188:cmLst><p188:cm authorId="{A}" created="2024-05-02T00:00:00"><p188:replyLst><p188:reply authorId="{A}"><p188:txBody>${paragraph('Oui')}</p188:txBody></p188:reply></p188:replyLst><p188:txBody>${paragraph('D’accord ?')}</p188:txBody></p188:cm></p188:cmLst>`,
      'ppt/comments/old.xml': '<p:cmLst><p:cm authorId="9"><p:text>ancien</p:text></p:cm></p:cmLst>',
      'ppt/authors.xml': '<p188:authorLst><p188:author id="{A}" name="Ana"/></p188:authorLst>',
    });
    expect(blocks).toMatchObject([
      { text: 'texte' },
      { text: 'Ana, 02/05/2024 : D’accord ?', aside: 'comment' },
      { text: 'Ana : Oui', aside: 'comment' },
      { text: 'ancien', aside: 'comment' },
      { text: 'À dire', aside: 'speaker-notes' },
    ]);
  });

  test('R37: hidden slides and shapes, text beside the slide, white on white and dots are counted', async () => {
    const white = '<a:solidFill><a:schemeClr val="bg1"/></a:solidFill>';
    const inWhite = (text: string): string => `<a:p>${run(text, white)}</a:p>`;
    const blue = '<a:solidFill><a:srgbClr val="0000FF"/></a:solidFill>';
    const document = await read([
      slide(
        shape(paragraph('vu'), '', at(0, 0)) +
          shape(paragraph('beside'), '', at(9000, 0)) +
          shape(paragraph('off'), '', at(0, 0), 'hidden="1"') +
          shape(inWhite('white'), '', at(0, 5000)) +
          shape(`<a:p><a:r><a:rPr sz="100"/><a:t>dots</a:t></a:r></a:p>`, '', at(0, 0)) +
          shape(inWhite('sur bleu'), '', at(0, 3000) + blue) +
          shape('<a:p/>', '', at(4000, 3000) + blue) +
          shape(inWhite('devant du bleu'), '', at(4000, 3000)),
      ),
      slide(shape(paragraph('secret')), 'show="0"'),
    ]);
    expect(texts(document)).toEqual(['vu', 'sur bleu', 'devant du bleu']);
    expect(document.pages).toBe(2);
    expect(document.warnings).toEqual([{ code: 'hidden-text', count: 'besideoffwhitedotssecret'.length }]);
  });

  test('R37: white letters on a master that swaps light and dark are read', async () => {
    const white = '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>';
    const body = slide(shape(`<a:p>${run('lisible', white)}</a:p>`, '', at(0, 0)));
    const layers = (map: string): Record<string, string> => ({
      'ppt/slides/_rels/slide1.xml.rels': relationships(
        relationship('l', 'slideLayout', '../slideLayouts/l.xml'),
      ),
      'ppt/slideLayouts/l.xml': '<p:sldLayout/>',
      'ppt/slideLayouts/_rels/l.xml.rels': relationships(
        relationship('m', 'slideMaster', '../slideMasters/m.xml'),
      ),
      'ppt/slideMasters/m.xml': `<p:sldMaster><p:cSld><p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/></p:bgRef></p:bg></p:cSld><p:clrMap bg1="${map}"/></p:sldMaster>`,
    });
    expect(texts(await read([body], layers('dk1')))).toEqual(['lisible']);
    expect(texts(await read([body], layers('lt1')))).toEqual([]);
  });

  test('a title slide stands above the slides that follow', async () => {
    const { blocks } = await read(
      [slide(shape(paragraph('Séminaire'), 'ctrTitle')), slide(shape(paragraph('Budget'), 'title'))],
      {
        'ppt/slides/_rels/slide1.xml.rels': relationships(
          relationship('l', 'slideLayout', '../slideLayouts/slideLayout1.xml'),
        ),
        'ppt/slideLayouts/slideLayout1.xml': `<p:sldLayout type="title"><p:cSld><p:spTree>${shape(paragraph('Modifiez le titre'), 'title')}</p:spTree></p:cSld></p:sldLayout>`,
      },
    );
    expect(blocks).toMatchObject([
      { level: 1, text: 'Séminaire' },
      { level: 2, text: 'Budget' },
    ]);
  });

  test('macros are told; without a main part it is damaged', async () => {
    expect((await read([slide('')], { 'ppt/vbaProject.bin': 'x' })).warnings).toEqual([
      { code: 'macros-ignored', count: 1 },
    ]);
    const broken = deck([], { 'ppt/presentation.xml': '<p:presentation>' });
    expect(await readDocument(broken, { name: 'a.pptx' })).toMatchObject({
      outcome: 'failed',
      reason: 'damaged',
    });
  });
});
