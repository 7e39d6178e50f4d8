import { describe, expect, test } from 'vitest';
import type { ParsedDocument } from '../../../core/parsed-document.ts';
import { readDocument } from '../read-document.ts';

async function read(name: string, content: string | Uint8Array): Promise<ParsedDocument> {
  const outcome = await readDocument(typeof content === 'string' ? Buffer.from(content) : content, {
    name: name,
  });
  if (outcome.outcome !== 'parsed') throw new Error(outcome.reason);
  return outcome.document;
}

describe('Markdown', () => {
  test('the number of an item is part of its text, as the list counts it', async () => {
    const { blocks } = await read('a.md', '4. Viser\n4. Publier\n   - au registre\n');
    expect(blocks).toEqual([
      { kind: 'list-item', depth: 0, text: '4. Viser' },
      { kind: 'list-item', depth: 0, text: '5. Publier' },
      { kind: 'list-item', depth: 1, text: 'au registre' },
    ]);
  });

  test('gives headings, nested items, tables, quotes and code', async () => {
    const { blocks, title } = await read(
      'a.md',
      '# Congés\n\nUn *court*\nparagraphe.\n\n- a\n  - b\n\n> cité\n\n|x|y|\n|-|-|\n|1|**2**|\n\n```js\na\n  b\n```\n',
    );
    expect(title).toBe('Congés');
    expect(blocks).toEqual([
      { kind: 'heading', level: 1, text: 'Congés' },
      { kind: 'paragraph', text: 'Un court paragraphe.' },
      { kind: 'list-item', depth: 0, text: 'a' },
      { kind: 'list-item', depth: 1, text: 'b' },
      { kind: 'quote', text: 'cité' },
      { kind: 'table', header: ['x', 'y'], rows: [['1', '2']] },
      { kind: 'code', text: 'a\n  b' },
    ]);
  });

  test('marks that sites add are no text', async () => {
    const document = await read(
      'a.md',
      '+++\ntitle = "Charte du télétravail"\ndate = 2024-05-02\n+++\n\n[[_TOC_]]\n\n# Objet {#objet .x}\n\n:::info À savoir\nUn **mot**\n:::\n\n> [!NOTE]\n> Une note\n',
    );
    expect(document).toMatchObject({ title: 'Charte du télétravail', modifiedAt: new Date('2024-05-02') });
    expect(document.blocks).toEqual([
      { kind: 'heading', level: 1, text: 'Objet' },
      { kind: 'paragraph', text: 'À savoir' },
      { kind: 'paragraph', text: 'Un mot' },
      { kind: 'quote', text: 'Une note' },
    ]);
  });

  test('a footnote stands at the end of the section that refers to it', async () => {
    const { blocks } = await read(
      'a.md',
      '# Un\n\nTexte[^1] et[^b].\n\n# Deux\n\nSuite.\n\n[^1]: Voir la *loi*.\n[^b]: Et ceci.\n[^c]: Personne.\n',
    );
    expect(blocks).toEqual([
      { kind: 'heading', level: 1, text: 'Un' },
      { kind: 'paragraph', text: 'Texte et.' },
      { kind: 'paragraph', text: 'Voir la loi.', aside: 'note' },
      { kind: 'paragraph', text: 'Et ceci.', aside: 'note' },
      { kind: 'heading', level: 1, text: 'Deux' },
      { kind: 'paragraph', text: 'Suite.' },
      { kind: 'paragraph', text: 'Personne.', aside: 'note' },
    ]);
  });

  test('front matter gives title and date and is not text', async () => {
    const document = await read(
      'a.md',
      '---\ntitle: Charte du télétravail\nauthor: Ana\ndate: 2024-05-02\n---\nBonjour',
    );
    expect(document).toMatchObject({
      title: 'Charte du télétravail',
      author: 'Ana',
      modifiedAt: new Date('2024-05-02'),
    });
    expect(document.blocks).toEqual([{ kind: 'paragraph', text: 'Bonjour' }]);
  });

  test('R43: front matter named __proto__ or full of aliases stays harmless', async () => {
    await read('a.md', '---\n__proto__: { title: x }\n---\nBonjour');
    expect(({} as Record<string, unknown>).title).toBeUndefined();
    const bomb = `---\na: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
      .split('')
      .map((key, index) => `${key}: &${key} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]`)
      .join('\n')}\n---\nBonjour`;
    expect((await read('a.md', bomb)).blocks.at(-1)).toMatchObject({
      text: expect.stringContaining('Bonjour'),
    });
  });

  test('HTML and site tags inside are read as text, images by their alternative text', async () => {
    const { blocks } = await read(
      'a.md',
      '{% hint style="info" %}\nÀ savoir\n{% endhint %}\n\n<details><summary>Plus</summary>\n\ndétail\n\n</details>\n\n![Plan](plan.png)\n\n<table><tr><td>a<td>b<tr><td>c<td>d</table>',
    );
    expect(blocks).toEqual([
      { kind: 'paragraph', text: 'À savoir' },
      { kind: 'paragraph', text: 'Plus' },
      { kind: 'paragraph', text: 'détail' },
      { kind: 'paragraph', text: 'Plan' },
      {
        kind: 'table',
        header: [],
        rows: [
          ['a', 'b'],
          ['c', 'd'],
        ],
      },
    ]);
  });
});

describe('HTML', () => {
  test('reads the main part, without scripts, navigation or hidden text', async () => {
    const document = await read(
      'a.html',
      `<!doctype html><html><head><title>Aide sociale</title><meta name=author content=Ana></head><body>
      <nav>Menu</nav><header>Site</header><main><h1>Aide</h1><p>Une<br>ligne<script>alert(1)</script>
      <p style="display:none">caché<p hidden>caché<ul><li>un<ul><li>deux</ul></ul>
      <table><thead><tr><th>Nom<th>Âge<tbody><tr><td>Ana<td>41</table></main><footer>Pied</footer>`,
    );
    expect(document).toMatchObject({ title: 'Aide sociale', author: 'Ana' });
    expect(document.blocks).toEqual([
      { kind: 'heading', level: 1, text: 'Aide' },
      { kind: 'paragraph', text: 'Une ligne' },
      { kind: 'list-item', depth: 0, text: 'un' },
      { kind: 'list-item', depth: 1, text: 'deux' },
      { kind: 'table', header: ['Nom', 'Âge'], rows: [['Ana', '41']] },
    ]);
  });

  test('believes the charset that the page declares', async () => {
    const page = Buffer.from('<meta charset="iso-8859-1"><p>\xe9t\xe9', 'latin1');
    expect((await read('a.html', page)).blocks).toEqual([{ kind: 'paragraph', text: 'été' }]);
  });

  test('R48: nesting that overflows the tree builders is read flat', async () => {
    const { blocks } = await read('a.html', `${'<div>'.repeat(50_000)}fond &amp; forme`);
    expect(blocks).toEqual([{ kind: 'paragraph', text: 'fond & forme' }]);
  });
});

test('text: paragraphs and items', async () => {
  const { blocks } = await read(
    'a.txt',
    'Ordre du jour\r\nsuite\r\n\r\nPoints :\r\n- budget\r\n  annexe\r\n- écoles\r\n',
  );
  expect(blocks).toEqual([
    { kind: 'paragraph', text: 'Ordre du jour suite' },
    { kind: 'paragraph', text: 'Points :' },
    { kind: 'list-item', depth: 0, text: 'budget annexe' },
    { kind: 'list-item', depth: 0, text: 'écoles' },
  ]);
});

describe('CSV', () => {
  test.each([';', ',', '\t', '|'])('finds the delimiter %j and the header', async (delimiter) => {
    const rows = [
      ['nom', 'ville', 'âge'],
      ['Ana', 'Bellerive', '41'],
      ['Bob', 'Vichy', '007'],
    ];
    const { blocks } = await read('a.csv', rows.map((row) => row.join(delimiter)).join('\n'));
    expect(blocks).toEqual([{ kind: 'table', header: rows[0], rows: rows.slice(1) }]);
  });

  test('R43: columns named __proto__ and constructor are columns', async () => {
    const { blocks } = await read('a.csv', '__proto__,constructor\npolluted,x\n');
    expect(blocks).toEqual([
      { kind: 'table', header: ['__proto__', 'constructor'], rows: [['polluted', 'x']] },
    ]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('numbers first: no header', async () => {
    expect((await read('a.csv', '1;2\n3;4')).blocks).toEqual([
      {
        kind: 'table',
        header: [],
        rows: [
          ['1', '2'],
          ['3', '4'],
        ],
      },
    ]);
  });
});

describe('CSV with more than a table', () => {
  test('lines above the header are its title and paragraphs, whatever their commas; empty lines are nothing', async () => {
    const { blocks, title } = await read(
      'a.csv',
      'Budget 2024, commune de X\n# Édité le 12/03/2024\n\nCompte;Libellé;Montant\n6011;Eau, gaz;1 200,50\n;;\n6012;Papier;300\n',
    );
    expect(title).toBe('Budget 2024, commune de X');
    expect(blocks).toEqual([
      { kind: 'heading', level: 1, text: 'Budget 2024, commune de X' },
      { kind: 'paragraph', text: 'Édité le 12/03/2024' },
      {
        kind: 'table',
        header: ['Compte', 'Libellé', 'Montant'],
        rows: [
          ['6011', 'Eau, gaz', '1 200,50'],
          ['6012', 'Papier', '300'],
        ],
      },
    ]);
  });

  test('a title without any delimiter stands above a table of amounts in euros', async () => {
    const { blocks } = await read(
      'a.csv',
      'Location des salles, pour une journée\nSalle;Habitants;Autres\nGrande salle;210,50 €;340,00 €\nFoyer;80,25 €;120,75 €\n',
    );
    expect(blocks).toEqual([
      { kind: 'heading', level: 1, text: 'Location des salles, pour une journée' },
      {
        kind: 'table',
        header: ['Salle', 'Habitants', 'Autres'],
        rows: [
          ['Grande salle', '210,50 €', '340,00 €'],
          ['Foyer', '80,25 €', '120,75 €'],
        ],
      },
    ]);
  });

  test('a remark above the header is no title', async () => {
    expect((await read('a.csv', 'Édité le 3 mai.\na;b\n1;2\n3;4\n')).blocks[0]).toEqual({
      kind: 'paragraph',
      text: 'Édité le 3 mai.',
    });
  });

  test('a first line that names the delimiter is no text; rows may be longer than the header', async () => {
    expect((await read('a.csv', 'sep=|\na|b\n1|2|3\n')).blocks).toEqual([
      { kind: 'table', header: ['a', 'b'], rows: [['1', '2', '3']] },
    ]);
  });

  test('R48: beyond a million cells it is cut, and that is told', async () => {
    const { blocks, warnings } = await read('a.csv', `a;b\n${'1;2\n'.repeat(600_000)}`);
    expect(blocks[0]?.kind === 'table' && blocks[0].rows.length).toBe(499_999);
    expect(warnings).toMatchObject([{ code: 'truncated' }]);
  });
});

describe('EML', () => {
  const mail = [
    'From: Ana Lopez <ana@bellerive.fr>',
    'To: bob@bellerive.fr, Chloé <chloe@bellerive.fr>',
    'Subject: =?utf-8?Q?R=C3=A9union_du_conseil?=',
    'Date: Thu, 02 May 2024 10:00:00 +0200',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=x',
    '',
    '--x',
    'Content-Type: text/html; charset=utf-8',
    '',
    '<p>Bonjour,</p><ul><li>budget</li></ul>',
    '--x',
    'Content-Type: message/rfc822',
    '',
    'From: zoe@bellerive.fr',
    'Subject: Dedans',
    '',
    'Le corps',
    '--x',
    'Content-Type: application/pdf',
    'Content-Disposition: attachment; filename="../../etc/ordre.pdf"',
    'Content-Transfer-Encoding: base64',
    '',
    'JVBERi0=',
    '--x--',
    '',
  ].join('\r\n');

  test('subject, people, body; attached files and mails are attachments', async () => {
    const document = await read('a.eml', mail);
    expect(document).toMatchObject({
      title: 'Réunion du conseil',
      author: 'Ana Lopez',
      modifiedAt: new Date('2024-05-02T08:00:00Z'),
    });
    expect(document.blocks).toEqual([
      {
        kind: 'paragraph',
        text: 'De : Ana Lopez <ana@bellerive.fr>. À : bob@bellerive.fr, Chloé <chloe@bellerive.fr>. Date : jeudi 2 mai 2024 (2024-05-02) à 10:00 (Europe/Paris)',
      },
      { kind: 'paragraph', text: 'Bonjour,' },
      { kind: 'list-item', depth: 0, text: 'budget' },
    ]);
    expect(document.attachments.map(({ name }) => name)).toEqual(['piece-jointe-1.eml', '_.._etc_ordre.pdf']);
    expect(Buffer.from(document.attachments[0]?.bytes ?? []).toString()).toContain('Subject: Dedans');
    expect(Buffer.from(document.attachments[1]?.bytes ?? []).toString()).toBe('%PDF-');
  });

  test('a blank mail is empty, one without any header is damaged', async () => {
    expect(await readDocument(Buffer.from('   \n\n  '), { name: 'a.eml' })).toMatchObject({
      outcome: 'skipped',
      reason: 'empty',
    });
    expect(await readDocument(Buffer.from('\n\nBonjour'), { name: 'a.eml' })).toMatchObject({
      outcome: 'failed',
      reason: 'damaged',
    });
  });
});
