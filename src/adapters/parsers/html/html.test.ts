import { describe, expect, test } from 'vitest';
import type { ParsedDocument } from '../../../core/parsed-document.ts';
import { readDocument } from '../read-document.ts';

async function read(html: string): Promise<ParsedDocument> {
  const outcome = await readDocument(Buffer.from(html), { name: 'a.html' });
  if (outcome.outcome !== 'parsed') throw new Error(outcome.reason);
  return outcome.document;
}

const textsOf = ({ blocks }: ParsedDocument): string[] =>
  blocks.map((block) =>
    block.kind === 'table' ? JSON.stringify([block.header, ...block.rows]) : block.text,
  );

test('the number of an item of a list is part of its text', async () => {
  expect(textsOf(await read('<ol start=3><li>Poser<ul><li>Chronos</ul><li><li>Attendre</ol>'))).toEqual([
    '3. Poser',
    'Chronos',
    '5. Attendre',
  ]);
});

describe('tables', () => {
  test('a caption stands above its table, also where the table is in a cell', async () => {
    const table = (caption: string) =>
      `<table><caption>${caption}</caption><tr><th>a<th>b<tr><td>1<td>2</table>`;
    expect(textsOf(await read(`<p>Avant.</p>${table('Jours <b>selon</b> la quotité')}`))).toEqual([
      'Avant.',
      'Jours selon la quotité',
      '[["a","b"],["1","2"]]',
    ]);
    expect(textsOf(await read(`<table><tr><th>c<th>d<tr><td>e<td>${table('Bornes')}</table>`))).toEqual([
      '[["c","d"],["e","Bornes a b 1 2"]]',
    ]);
  });

  test('merged cells stand in each row and column that they cover', async () => {
    const { blocks } = await read(
      '<table><tr><th rowspan=2>Lieu<th colspan=2>Heures<tr><th>matin<th>soir<tr><td rowspan=2>Mairie<td>9 h<td>14 h<tr><td colspan=2>fermé</table>',
    );
    expect(blocks).toEqual([
      {
        kind: 'table',
        header: ['Lieu', 'Heures – matin', 'Heures – soir'],
        rows: [
          ['Mairie', '9 h', '14 h'],
          ['Mairie', 'fermé', 'fermé'],
        ],
      },
    ]);
  });

  test.each([
    [
      'rows of a head',
      '<thead><tr><td>Prêt<td colspan=2>Durée<tr><td><td>livres<td>films</thead><tr><td>École<td>30<td>7',
      [
        ['Prêt', 'Durée – livres', 'Durée – films'],
        ['École', '30', '7'],
      ],
    ],
    [
      'three rows of names',
      '<tr><th rowspan=3>Prêt<th colspan=2>Durée<tr><th colspan=2>en jours<tr><th>livres<th>films<tr><th>École<td>30<td>7',
      [
        ['Prêt', 'Durée – en jours – livres', 'Durée – en jours – films'],
        ['École', '30', '7'],
      ],
    ],
    [
      'a title across the table',
      '<tr><th colspan=2>Prêts<tr><th>Public<th>Jours<tr><td>École<td>30',
      [
        ['Prêts – Public', 'Jours'],
        ['École', '30'],
      ],
    ],
    [
      'a name of a group of rows',
      '<tr><th>Public<th>Jours<tr><th colspan=2>Enfants<tr><td>École<td>30',
      [
        ['Public', 'Jours'],
        ['Enfants', 'Enfants'],
        ['École', '30'],
      ],
    ],
    [
      'names of rows',
      '<tr><th>Public<td>École<tr><th>Jours<td>30',
      [
        ['Public', 'École'],
        ['Jours', '30'],
      ],
    ],
    [
      'names alone',
      '<tr><th>Public<th>Jours<tr><th>École<th>30',
      [
        ['Public', 'Jours'],
        ['École', '30'],
      ],
    ],
  ])('header rows: %s', async (_, rows, expected) => {
    expect(textsOf(await read(`<table>${rows}</table>`))).toEqual([JSON.stringify(expected)]);
  });

  test('a picture in a cell leaves its alternative text; twenty thousand rows are read', async () => {
    const { blocks } = await read(
      `<table><tr><th>a<th>b${'<tr><td><img alt="oui"><td>1'.repeat(20_000)}</table>`,
    );
    expect(blocks).toEqual([
      { kind: 'table', header: ['a', 'b'], rows: Array.from({ length: 20_000 }, () => ['oui', '1']) },
    ]);
  });

  test('a table inside a cell and a list inside a cell are read in it', async () => {
    expect(
      textsOf(
        await read(
          '<table><tr><th>a<th>b<tr><td><ul><li>un<li>deux</ul><td><table><tr><th>c<th>d<tr><td>e<td>f</table></table>',
        ),
      ),
    ).toEqual(['[["a","b"],["- un - deux","c d e f"]]']);
  });

  test('tables that lay out a page are blocks', async () => {
    const { blocks } = await read(
      '<table><tr><td><h1>Lettre</h1><ul><li>un</ul><td><table><tr><td>x<td>1<tr><td>y<td>2</table></table>',
    );
    expect(blocks.map(({ kind }) => kind)).toEqual(['heading', 'list-item', 'table']);
    expect(textsOf(await read('<table role=presentation><tr><td>a<td>b</table>'))).toEqual(['a', 'b']);
  });

  test('R48: merged cells cannot blow up a page', async () => {
    const bomb = `<table>${'<tr><td rowspan=65534 colspan=1000>x'.repeat(300)}</table>`;
    const { blocks } = await read(bomb);
    const cells = blocks.flatMap((block) => (block.kind === 'table' ? block.rows.flat() : []));
    expect(cells.filter((cell) => cell !== '').length).toBeLessThan(30_000);
    const nested = `${'<table><tr><th colspan=9>a<tr><td>'.repeat(60)}fond${'</table>'.repeat(60)}`;
    expect(textsOf(await read(nested)).join(' ')).toContain('fond');
  });
});

describe('hidden text', () => {
  test.each([
    'style="display: none"',
    'style="color:red;visibility:hidden"',
    'style="opacity:0"',
    'style="font-size:0px"',
    'style="position:absolute;left:-9999px"',
    'style="text-indent:-9999px"',
    'style="color:#FFF"',
    'style="color: white; background-color: #ffffff"',
    'style="color:#ff0000;background:#ff0000"',
    'style="clip: rect(0 0 0 0)"',
    'hidden',
  ])('R37: <p %s> is counted, not read', async (attribute) => {
    const document = await read(`<main><p>Bonjour</p><p ${attribute}>ignore <b>tout</b></p></main>`);
    expect(textsOf(document)).toEqual(['Bonjour']);
    expect(document.warnings).toEqual([{ code: 'hidden-text', count: expect.any(Number) }]);
    expect(document.warnings[0]?.count).toBeGreaterThanOrEqual('ignoretout'.length);
  });

  test.each([
    '<div style="background:#003366"><p style="color:white">vu</p></div>',
    '<table><tr><td bgcolor="#000091" style="color:#fff">vu</table>',
    '<div style="font-size:0px"><p style="font-size:13px">vu</p></div>',
    '<div style="color:white"><p style="color:black">vu</p></div>',
    '<p style="opacity:0.5">vu</p>',
    '<p style="font-size:0.9em">vu</p>',
    '<p style="margin-left:-10px">vu</p>',
    '<details><summary>vu</summary></details>',
    '<p hidden="until-found">vu</p>',
  ])('%s is seen', async (html) => {
    const document = await read(html);
    expect(textsOf(document).join()).toContain('vu');
    expect(document.warnings).toEqual([]);
  });

  test('scripts and menus that are hidden too are not counted', async () => {
    const document = await read('<p>a</p><nav hidden>b</nav><div hidden><script>c</script></div>');
    expect(document.warnings).toEqual([]);
  });
});

describe('main content', () => {
  const article = '<h1>Télétravail</h1><p>Deux jours par semaine, après accord du chef de service.</p>';

  test('an intranet page without main: menus, banners and breadcrumbs go, the rest stays', async () => {
    const document = await read(
      `<div id="tarteaucitronRoot"><p>Ce site utilise des cookies.</p></div><div class="top-menu"><a href=/>Accueil</a> <a href=/rh>RH</a></div><div class="fil-ariane">Accueil &gt; RH</div><div class="content">${article}</div><div id="comments"><p>Et à temps partiel ?</p></div>`,
    );
    expect(textsOf(document)).toEqual([
      'Télétravail',
      'Deux jours par semaine, après accord du chef de service.',
      'Et à temps partiel ?',
    ]);
  });

  test('a page of many small parts loses none', async () => {
    const cards = ['État civil', 'Urbanisme', 'Écoles'].map(
      (name) => `<div class=card><h2>${name}</h2><p>Ouvert.</p></div>`,
    );
    expect(textsOf(await read(cards.join('')))).toEqual([
      'État civil',
      'Ouvert.',
      'Urbanisme',
      'Ouvert.',
      'Écoles',
      'Ouvert.',
    ]);
  });

  test('the one article is preferred, several are not', async () => {
    expect(textsOf(await read(`<div>Voir aussi</div><article>${article}</article>`))).not.toContain(
      'Voir aussi',
    );
    expect(textsOf(await read('<p>Liste</p><article>a</article><article>b</article>'))).toEqual([
      'Liste',
      'a',
      'b',
    ]);
  });

  test('a main that holds next to nothing is not believed', async () => {
    expect(textsOf(await read(`<main><p>Ici</p></main><div>${article}</div>`))).toContain('Télétravail');
  });

  test('a dish on the menu is no menu', async () => {
    expect(textsOf(await read('<div class="menu"><p>Lundi : gratin</p></div>'))).toEqual(['Lundi : gratin']);
  });

  test('definitions, details and languages', async () => {
    expect(
      textsOf(
        await read(
          '<dl><dt>Agent<dd>Qui travaille à la mairie.</dl><details><summary>Plus</summary><p>Détail</p></details><p lang="en">Hello</p>',
        ),
      ),
    ).toEqual(['Agent : Qui travaille à la mairie.', 'Plus', 'Détail', 'Hello']);
  });
});
