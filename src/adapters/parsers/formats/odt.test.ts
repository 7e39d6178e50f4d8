import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { ParsedDocument } from '../../../core/parsed-document.ts';
import { readDocument } from '../read-document.ts';

const automatic = `
  <style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>
  <style:style style:name="Cache" style:family="text"><style:text-properties text:display="none"/></style:style>
  <style:style style:name="Blanc" style:family="text"><style:text-properties fo:color="#ffffff"/></style:style>
  <style:style style:name="Clair" style:family="text"><style:text-properties fo:color="#000000" loext:opacity="0%"/></style:style>
  <style:style style:name="Auto" style:family="text"><style:text-properties fo:color="#000000" style:use-window-font-color="true" loext:opacity="0%"/></style:style>
  <style:style style:name="Petit" style:family="text"><style:text-properties fo:font-size="1pt"/></style:style>
  <style:style style:name="Gras" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
  <style:style style:name="Sombre" style:family="table-cell"><style:table-cell-properties fo:background-color="#000091"/></style:style>
  <text:list-style style:name="L1">
    <text:list-level-style-number text:level="1" style:num-format="I" style:num-suffix="."/>
    <text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/>
    <text:list-level-style-bullet text:level="3"/>
  </text:list-style>`;
const outline = `<office:styles>
  <style:style style:name="Cache_20_2" style:family="paragraph" style:parent-style-name="Cache_20_1"/>
  <style:style style:name="Cache_20_1" style:family="paragraph"><style:text-properties text:display="none"/></style:style>
  <text:outline-style>
    <text:outline-level-style text:level="1" style:num-format="1" style:num-prefix="Article "/>
    <text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>
    <text:outline-level-style text:level="3" style:num-format="a" loext:num-list-format="%1%.%2%.%3%)"/>
  </text:outline-style></office:styles>`;

function odt(body: string, parts: Readonly<Record<string, string>> = {}): Uint8Array {
  const files = {
    'content.xml': `<?xml version="1.0"?><office:document-content><office:automatic-styles>${automatic}</office:automatic-styles><office:body><office:text>${body}</office:text></office:body></office:document-content>`,
    ...parts,
  };
  return zipSync({
    mimetype: [Buffer.from('application/vnd.oasis.opendocument.text'), { level: 0 }],
    ...Object.fromEntries(Object.entries(files).map(([name, content]) => [name, Buffer.from(content)])),
  });
}

async function read(body: string, parts?: Readonly<Record<string, string>>): Promise<ParsedDocument> {
  const outcome = await readDocument(odt(body, parts), { name: 'a.odt' });
  if (outcome.outcome !== 'parsed') throw new Error(outcome.reason);
  return outcome.document;
}

const p = (text: string, style = ''): string => `<text:p text:style-name="${style}">${text}</text:p>`;
const span = (text: string, style: string): string =>
  `<text:span text:style-name="${style}">${text}</text:span>`;
const item = (content: string, more = ''): string => `<text:list-item ${more}>${content}</text:list-item>`;
const list = (items: string, more = 'text:style-name="L1"'): string =>
  `<text:list ${more}>${items}</text:list>`;
const cell = (text: string, more = ''): string =>
  `<table:table-cell ${more}>${text.startsWith('<') ? text : p(text)}</table:table-cell>`;
const row = (cells: string, more = ''): string => `<table:table-row ${more}>${cells}</table:table-row>`;
const covered = '<table:covered-table-cell/>';
const texts = ({ blocks }: ParsedDocument): string[] =>
  blocks.flatMap((block) => (block.kind === 'table' ? [] : [block.text]));

test('title, headings, lists, tables, notes and comments; indexes and deletions stay out', async () => {
  const document = await read(`<text:tracked-changes><text:p>supprimé</text:p></text:tracked-changes>
    ${p('Plan <text:span>climat</text:span>', 'P1')}${p('2030', 'P1')}
    <text:table-of-content><text:index-body><text:p>Sommaire</text:p></text:index-body></text:table-of-content>
    <text:h text:outline-level="2">Énergie</text:h>
    <text:p>Un<text:s text:c="3"/>texte<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>La note.</text:p></text:note-body></text:note>.<office:annotation><dc:creator>Ana Roy</dc:creator><dc:date>2026</dc:date><text:p>commentaire</text:p></office:annotation></text:p>
    ${list(item(p('a') + list(item(p('b')), '')), '')}
    ${p(span('Budget', 'Gras'))}
    <table:table><table:table-header-rows>${row(cell('Nom') + cell('Rôle'))}</table:table-header-rows>${row(cell('Ana') + cell('maire'))}</table:table>`);
  expect(document.title).toBe('Plan climat 2030');
  expect(document.blocks).toEqual([
    { kind: 'heading', level: 1, text: 'Plan climat 2030' },
    { kind: 'heading', level: 2, text: 'Énergie' },
    { kind: 'paragraph', text: 'Un texte.' },
    { kind: 'list-item', depth: 0, text: 'a' },
    { kind: 'list-item', depth: 1, text: 'b' },
    { kind: 'paragraph', text: 'La note.', aside: 'note' },
    { kind: 'paragraph', text: 'Ana Roy : commentaire', aside: 'comment' },
    { kind: 'heading', level: 3, text: 'Budget' },
    { kind: 'table', header: ['Nom', 'Rôle'], rows: [['Ana', 'maire']] },
  ]);
});

describe('generated numbers', () => {
  test('headings by the outline, except those that are out of it', async () => {
    const h = (text: string, level: number, more = ''): string =>
      `<text:h text:outline-level="${level}" ${more}>${text}</text:h>`;
    const body = [
      h('Avant-propos', 1, 'text:is-list-header="true"'),
      h('Objet', 1),
      h('Champ', 2),
      h('Cas', 3),
      h('Durée', 1),
      h('Fin', 2),
      h('Reprise', 1, 'text:restart-numbering="true" text:start-value="9"'),
    ];
    expect(texts(await read(body.join(''), { 'styles.xml': outline }))).toEqual([
      'Avant-propos',
      'Article 1 Objet',
      '1.1 Champ',
      '1.1.a) Cas',
      'Article 2 Durée',
      '2.1 Fin',
      'Article 9 Reprise',
    ]);
  });

  test('items in their level; a list begins anew unless it continues another; only an item’s first paragraph is numbered', async () => {
    const body =
      list(
        item(p('un') + p('suite') + list(item(p('deux')) + item(p('trois') + list(item(p('puce')), '')), '')),
        'xml:id="x" text:style-name="L1"',
      ) +
      p('entre') +
      list(`${item(p('autre'))}<text:list-header><text:p>titre</text:p></text:list-header>`) +
      list(item(p('repris')), 'text:continue-list="x" text:style-name="L1"') +
      list(item(p('choisi'), 'text:start-value="6"')) +
      list(item(`<text:number>§ 8</text:number>${p('écrit')}`));
    expect((await read(body)).blocks).toEqual([
      { kind: 'list-item', depth: 0, text: 'I. un' },
      { kind: 'list-item', depth: 0, text: 'suite' },
      { kind: 'list-item', depth: 1, text: 'a) deux' },
      { kind: 'list-item', depth: 1, text: 'b) trois' },
      { kind: 'list-item', depth: 2, text: 'puce' },
      { kind: 'paragraph', text: 'entre' },
      { kind: 'list-item', depth: 0, text: 'I. autre' },
      { kind: 'list-item', depth: 0, text: 'titre' },
      { kind: 'list-item', depth: 0, text: 'II. repris' },
      { kind: 'list-item', depth: 0, text: 'VI. choisi' },
      { kind: 'list-item', depth: 0, text: '§ 8 écrit' },
    ]);
  });
});

test('the text of a merged cell stands in each cell that it covers', async () => {
  const body = `<table:table>
    ${row(cell('Site') + cell('Équipe') + cell('Agents'))}
    ${row(cell('Mairie', 'table:number-rows-spanned="2"') + cell('Accueil') + cell('4'))}
    ${row(covered + cell('Total, à confirmer', 'table:number-columns-spanned="2"') + covered)}
    ${row(cell('Halle') + cell('1', 'table:number-columns-repeated="2"'))}</table:table>`;
  expect((await read(body)).blocks).toEqual([
    {
      kind: 'table',
      header: ['Site', 'Équipe', 'Agents'],
      rows: [
        ['Mairie', 'Accueil', '4'],
        ['Mairie', 'Total, à confirmer', 'Total, à confirmer'],
        ['Halle', '1', '1'],
      ],
    },
  ]);
});

test('text boxes and shapes stand after their paragraph, or where they are anchored to the page', async () => {
  const box =
    '<draw:frame><svg:title>image</svg:title><draw:text-box><text:p>encadré</text:p></draw:text-box></draw:frame>';
  const shape = '<draw:g><draw:custom-shape><text:p>forme</text:p></draw:custom-shape></draw:g>';
  expect(texts(await read(`${shape}<text:p>avant ${box}après</text:p>`))).toEqual([
    'forme',
    'avant après',
    'encadré',
  ]);
});

describe('R37: hidden text is counted and stays out', () => {
  test.each([
    ['switched off', p(span('secret', 'Cache'))],
    ['by the style that its style is based on', p('secret', 'Cache_20_2')],
    ['white on white', p(span('secret', 'Blanc'))],
    ['transparent', p(span('secret', 'Clair'))],
    ['of a point', p(span('secret', 'Petit'))],
    ['in a hidden section', `<text:section text:display="none">${p('secret')}</text:section>`],
    [
      'in a section hidden by its condition',
      `<text:section text:display="condition" text:is-hidden="true">${p('secret')}</text:section>`,
    ],
    ['in a paragraph hidden by a field', p('secret<text:hidden-paragraph text:is-hidden="true"/>')],
    ['in a field', p('<text:hidden-text text:string-value="secret"/>')],
    ['in a hidden row', `<table:table>${row(cell('secret'), 'table:visibility="collapse"')}</table:table>`],
  ])('%s', async (_, body) => {
    const document = await read(body + p('visible'), { 'styles.xml': outline });
    expect(texts(document)).toEqual(['visible']);
    expect(document.warnings).toEqual([{ code: 'hidden-text', count: 6 }]);
  });

  test.each([
    [
      'white on a dark cell',
      `<table:table>${row(cell(p(span('vu', 'Blanc')), 'table:style-name="Sombre"'))}</table:table>`,
    ],
    ['of the automatic colour', p(span('vu', 'Auto'))],
    ['in a section that is shown', `<text:section text:display="condition">${p('vu')}</text:section>`],
  ])('but not text that people see: %s', async (_, body) => {
    const document = await read(body);
    expect(texts(document)).toEqual(['vu']);
    expect(document.warnings).toEqual([]);
  });
});

test('metadata, labels and macros', async () => {
  const meta = `<office:document-meta><office:meta><dc:title>Plan climat</dc:title><meta:initial-creator>Ana Roy</meta:initial-creator><dc:creator>Lou</dc:creator><meta:creation-date>2026-01-02T03:04:05</meta:creation-date><dc:date>2026-02-03T04:05:06</dc:date><meta:user-defined meta:name="MSIP_Label_1a_Name">Interne</meta:user-defined></office:meta></office:document-meta>`;
  const document = await read(p('a'), {
    'meta.xml': meta,
    'Basic/Standard/script-lb.xml': '<a/>',
    'Basic/Standard/Module1.xml': '<a/>',
  });
  expect(document).toMatchObject({
    title: 'Plan climat',
    author: 'Ana Roy',
    createdAt: new Date('2026-01-02T03:04:05'),
    modifiedAt: new Date('2026-02-03T04:05:06'),
    labels: [{ scheme: 'msip', name: 'Interne' }],
    warnings: [
      { code: 'macros-ignored', count: 1 },
      { code: 'sensitivity-label', count: 1 },
    ],
  });
});

test('with encryption data, it is encrypted', async () => {
  const manifest = '<manifest:manifest><manifest:encryption-data/></manifest:manifest>';
  expect(await readDocument(odt('', { 'META-INF/manifest.xml': manifest }), { name: 'a.odt' })).toMatchObject(
    {
      outcome: 'skipped',
      reason: 'encrypted',
    },
  );
});

test.each([
  ['R48: 20,000 lists within lists', `${'<text:list><text:list-item>'.repeat(20_000)}`],
  ['R48: 20,000 notes within notes', `${'<text:p><text:note><text:note-body>'.repeat(20_000)}`],
])('%s end as a refusal', async (_, body) => {
  expect(await readDocument(odt(body), { name: 'a.odt' })).toMatchObject({
    outcome: 'failed',
    reason: 'damaged',
  });
});
