import { describe, expect, test } from 'vitest';
import { findElement, readXml, textContent } from './xml-reader.ts';

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
