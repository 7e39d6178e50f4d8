import { describe, expect, test } from 'vitest';
import {
  decodeXml,
  findElement,
  readXml,
  revisit,
  textContent,
  visitXml,
  type XmlVisitor,
} from './xml-reader.ts';

describe('readXml', () => {
  test('reads elements, attributes, references and CDATA', () => {
    const root = readXml(
      '<?xml version="1.0"?><!-- c --><a x="1 &lt; 2"><b:c/>d&#233;&amp;<![CDATA[<e>]]></a>',
    );
    const element = findElement(root, 'a');
    expect(element?.attributes.get('x')).toBe('1 < 2');
    expect(element === undefined ? '' : textContent(element)).toBe('dé&<e>');
  });

  test('R48, R49: a document type is refused, so no entity is expanded or fetched', () => {
    const bomb = '<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z SYSTEM "file:///etc/passwd">]><a>&x;&z;</a>';
    expect(() => readXml(bomb)).toThrow('damaged');
  });

  test('R48: nesting is bounded', () => {
    expect(() => readXml('<a>'.repeat(20_000) + '</a>'.repeat(20_000))).toThrow('damaged');
  });

  test.each(['<a>', '<a></b>', '</a>', '<a x=1/>', 'a < b'])('%s is damaged', (xml) => {
    expect(() => readXml(xml)).toThrow('damaged');
  });

  test('R43: an attribute named __proto__ stays data', () => {
    const element = findElement(readXml('<a __proto__="x"/>'), 'a');
    expect(element?.attributes.get('__proto__')).toBe('x');
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});

describe('visitXml', () => {
  const recording = (seen: string[]): XmlVisitor => ({
    open: ({ name }) => (name === 'p' ? 'gather' : name === 'meta' ? 'skip' : 'enter'),
    gathered: (element) => seen.push(`p ${textContent(element)}`),
    close: ({ name }) => seen.push(`/${name}`),
  });
  const xml = '<a><meta><p>no</p></meta><b/>text<p>1<p>2</p></p><c><p/></c></a>';
  const told = ['/b', 'p 12', 'p ', '/c'];

  test('tells of what is entered and gathered, and of nothing that is skipped', () => {
    const seen: string[] = [];
    visitXml([xml], recording(seen));
    expect(seen).toEqual([...told, '/a']);
  });

  test('a visitor may scan another text meanwhile', () => {
    const seen: string[] = [];
    const outer = recording(seen);
    visitXml(['<a><b/><c/></a>'], {
      ...outer,
      open: (element) => {
        readXml('<x>y</x>');
        return outer.open(element);
      },
    });
    expect(seen).toEqual(['/b', '/c', '/a']);
  });

  test('revisit tells the same of a tree', () => {
    const seen: string[] = [];
    const [root] = readXml(xml).children;
    if (root === undefined || typeof root === 'string') throw new Error('no root');
    revisit(root, recording(seen));
    expect(seen).toEqual(told);
  });

  test.each(['<a><p></a>', '<a><meta></b></meta></a>', '<a><p>'])('%s is damaged', (damaged) => {
    expect(() => visitXml([damaged], recording([]))).toThrow('damaged');
  });
});

test('a namespace has its usual prefix, whatever the file calls it, as far as its scope goes', () => {
  const usual = new Map([['urn:word', 'w']]);
  const xml =
    '<x:a xmlns:x="urn:word" x:k="1" k="2"><b xmlns="urn:word" k="3"><c xmlns="urn:other"/></b><b/></x:a>';
  const [a] = readXml(xml, { namespaces: usual }).children;
  if (a === undefined || typeof a === 'string') throw new Error('no root');
  expect([...a.attributes].slice(1)).toEqual([
    ['w:k', '1'],
    ['k', '2'],
  ]);
  expect(a).toMatchObject({
    name: 'w:a',
    children: [{ name: 'w:b', children: [{ name: 'c' }] }, { name: 'b' }],
  });
});

test('decodeXml reads UTF-16 by its byte order mark', () => {
  const text = '<a>é</a>';
  expect(decodeXml(Buffer.from(text))).toBe(text);
  expect(decodeXml(Buffer.from(`\uFEFF${text}`, 'utf16le'))).toBe(text);
  expect(decodeXml(Buffer.from(`\uFEFF${text}`, 'utf16le').swap16())).toBe(text);
});
