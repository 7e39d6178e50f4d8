import { describe, expect, test } from 'vitest';
import type { ParsedBlock, ParsedDocument } from '../../../core/parsed-document.ts';
import { readDocument } from '../read-document.ts';

async function read(name: string, content: string): Promise<ParsedDocument> {
  const outcome = await readDocument(Buffer.from(content), { name });
  if (outcome.outcome !== 'parsed') throw new Error(`${outcome.reason} ${outcome.detail}`);
  return outcome.document;
}
const blocksOf = async (name: string, content: string): Promise<readonly ParsedBlock[]> =>
  (await read(name, content)).blocks;
const paragraph = (text: string): ParsedBlock => ({ kind: 'paragraph', text });
const heading = (level: number, text: string): ParsedBlock => ({ kind: 'heading', level, text });

describe('JSON', () => {
  test('groups are headings, values are lines, series of like records are tables', async () => {
    const document = await read(
      'a.json',
      '{"titre":"Plan","lieu":{"ville":"Vichy","code":"03200"},"annee":2026,"mots":["a","b"],"contacts":[{"nom":"Ana","age":41},{"nom":"Bob","age":7}],"parties":[{"titre":"Objet","x":{"y":"z"}},{"autre":1}]}',
    );
    expect(document.title).toBe('Plan');
    expect(document.blocks).toEqual([
      heading(1, 'Plan'),
      paragraph('annee : 2026'),
      paragraph('mots : a, b'),
      heading(2, 'lieu'),
      paragraph('ville : Vichy'),
      paragraph('code : 03200'),
      heading(2, 'contacts'),
      {
        kind: 'table',
        header: ['nom', 'age'],
        rows: [
          ['Ana', '41'],
          ['Bob', '7'],
        ],
      },
      heading(2, 'parties'),
      heading(3, 'Objet'),
      heading(4, 'x'),
      paragraph('y : z'),
      paragraph('autre : 1'),
    ]);
  });

  test('numbers stay as written, encoded data goes, long series of numbers are cut', async () => {
    expect(
      await blocksOf(
        'a.json',
        `{"id":12345678901234567890,"taux":1.10,"image":"data:image/png;base64,AAAA","points":[[1,2],[3,4],[5,6],[7,8],[9,10],[11,12],[13,14],[15,16],[17,18]]}`,
      ),
    ).toEqual([
      paragraph('id : 12345678901234567890'),
      paragraph('taux : 1.10'),
      paragraph('points : 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, …'),
    ]);
  });

  test('a map by key is a table too; fields within fields become columns', async () => {
    expect(
      await blocksOf(
        'a.geojson',
        '{"a":{"p":{"nom":"x"},"q":{"nom":"y","ville":"V"}},"b":{"p":{"nom":"z"},"q":{"nom":"t","ville":"W"}},"c":{"p":{"nom":"u"},"q":{"nom":"v","ville":"X"}}}',
      ),
    ).toEqual([
      {
        kind: 'table',
        header: ['', 'p.nom', 'q.nom', 'ville'],
        rows: [
          ['a', 'x', 'y', 'V'],
          ['b', 'z', 't', 'W'],
          ['c', 'u', 'v', 'X'],
        ],
      },
    ]);
  });

  test('one value per line is a series', async () => {
    expect(await blocksOf('a.jsonl', '{"nom":"Ana","age":41}\n{"nom":"Bob","age":7}\n')).toEqual([
      {
        kind: 'table',
        header: ['nom', 'age'],
        rows: [
          ['Ana', '41'],
          ['Bob', '7'],
        ],
      },
    ]);
  });

  test('R43: fields named __proto__ and constructor are fields', async () => {
    expect(await blocksOf('a.json', '{"__proto__":{"pollue":"oui"},"constructor":"x"}')).toEqual([
      paragraph('constructor : x'),
      heading(1, '__proto__'),
      paragraph('pollue : oui'),
    ]);
    expect(({} as Record<string, unknown>).pollue).toBeUndefined();
  });

  test('R48: what is no JSON, or lies too deep, is plain text', async () => {
    expect(await blocksOf('a.json', '{"a": 1, bonjour')).toEqual([paragraph('{"a": 1, bonjour')]);
    const deep = await blocksOf('a.json', `${'[{"a":'.repeat(100_000)}"fond"`);
    expect(deep).toMatchObject([{ text: expect.stringContaining('fond') }]);
  });
});

describe('YAML', () => {
  test('values stay as written, tags make nothing, several documents follow each other', async () => {
    expect(
      await blocksOf(
        'a.yaml',
        'version: 1.10\nactif: no\ninfo: {titre: Congés}\nserveurs:\n  - {url: a, role: prod}\n  - {url: b, role: test}\ntag: !!js/function "rm"\n---\nautre: oui\n',
      ),
    ).toEqual([
      paragraph('version : 1.10'),
      paragraph('actif : no'),
      paragraph('tag : rm'),
      heading(1, 'Congés'),
      heading(1, 'serveurs'),
      {
        kind: 'table',
        header: ['url', 'role'],
        rows: [
          ['a', 'prod'],
          ['b', 'test'],
        ],
      },
      paragraph('autre : oui'),
    ]);
  });

  test('R43, R48: aliases are bounded, __proto__ is a field, what is no YAML is plain text', async () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
      .split('')
      .map((key, index) => `${key}: &${key} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]`)
      .join('\n')}`;
    expect((await blocksOf('a.yaml', bomb)).length).toBeLessThan(20);
    expect(await blocksOf('a.yml', '__proto__: {pollue: oui}')).toEqual([
      heading(1, '__proto__'),
      paragraph('pollue : oui'),
    ]);
    expect(await blocksOf('a.yml', 'a: [1, 2\nb: "')).toEqual([paragraph('a: [1, 2 b: "')]);
    expect((await blocksOf('a.yml', '['.repeat(50_000))).length).toBe(1);
  });
});

describe('XML', () => {
  test('a feed gives its entries with the words of their HTML', async () => {
    const document = await read(
      'flux.rss',
      '<?xml version="1.0"?><rss version="2.0"><channel><title>Actualités</title><item><title>Budget</title><link>https://a.fr</link><description><![CDATA[<p>Voté <b>hier</b>.</p><p>À l’unanimité.</p>]]></description><category>finances publiques</category></item><item><title>École</title><description>Rentrée</description></item></channel></rss>',
    );
    expect(document.title).toBe('Actualités');
    expect(document.blocks).toEqual([
      heading(1, 'Actualités'),
      heading(2, 'item'),
      heading(3, 'Budget'),
      paragraph('link : https://a.fr'),
      paragraph('description :'),
      paragraph('Voté hier.'),
      paragraph('À l’unanimité.'),
      paragraph('category : finances publiques'),
      heading(3, 'École'),
      paragraph('description : Rentrée'),
    ]);
  });

  test('a document keeps its paragraphs in order and the attributes that hold words', async () => {
    expect(
      await blocksOf(
        'a.xml',
        '<doc xmlns="urn:x"><chapitre titre="Congés" id="c1"><p>Les agents ont <b>25</b> jours.</p><p>Ils les posent.</p></chapitre><chapitre titre="Absences"><p>Voir.</p></chapitre></doc>',
      ),
    ).toEqual([
      heading(1, 'chapitre'),
      heading(2, 'Congés'),
      paragraph('Les agents ont 25 jours.'),
      paragraph('Ils les posent.'),
      heading(2, 'Absences'),
      paragraph('Voir.'),
    ]);
  });

  test('R48, R49: a document type is left out, its entities are never expanded', async () => {
    const xml = (subset: string, body: string) =>
      `<?xml version="1.0"?><!DOCTYPE a ${subset}><a><b>${body}</b><c>d</c></a>`;
    expect(await blocksOf('a.xml', xml('SYSTEM "http://example.org/a.dtd"', 'oui'))).toEqual([
      paragraph('b : oui'),
      paragraph('c : d'),
    ]);
    expect(
      await blocksOf('a.xml', xml('[<!ENTITY x SYSTEM "file:///etc/passwd"><!-- ]> -->]', '&x;')),
    ).toEqual([paragraph('b : &x;'), paragraph('c : d')]);
    expect(await blocksOf('a.xml', xml('[<!ENTITY l "ha"><!ENTITY m "&l;&l;]>">]', '&m;'))).toEqual([
      paragraph('b : &m;'),
      paragraph('c : d'),
    ]);
  });

  test('what is not well formed is the text between its tags', async () => {
    expect(await blocksOf('a.xml', '<a><b>un</a>\n<c>deux')).toEqual([paragraph('un'), paragraph('deux')]);
    expect(await blocksOf('a.xml', `${'<a>'.repeat(50_000)}fond`)).toEqual([paragraph('fond')]);
    expect(await blocksOf('a.xml', `<a>${'<'.repeat(50_000)}`)).toHaveLength(1);
  });

  test('believes the charset that it declares', async () => {
    const latin = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a><b>\xe9t\xe9</b></a>', 'latin1');
    expect(await readDocument(latin, { name: 'a.xml' })).toMatchObject({
      document: { blocks: [paragraph('b : été')] },
    });
  });
});
