import { expect, test } from 'vitest';
import { decompressRtf } from './decompress-rtf.ts';
import { readRtfBody } from './rtf-body.ts';

test('the HTML that Outlook wraps in RTF comes out whole', () => {
  const rtf =
    '{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 \\deff0{\\fonttbl{\\f0 Arial;}}{\\*\\generator x;}\\uc1\\pard{\\*\\htmltag64 <p class="a\\{b\\}">}\\htmlrtf {\\htmlrtf0 \\\'e9t\\\'e9 \\u8364?5\\htmlrtf\\par\\htmlrtf0 {\\*\\htmltag72 </p>}\\htmlrtf }\\htmlrtf0 }';
  expect(readRtfBody(rtf)).toEqual({ kind: 'html', content: '<p class="a{b}">été €5</p>' });
});

test('a text in RTF keeps its lines', () => {
  const rtf =
    "{\\rtf1\\ansi\\ansicpg1250\\fromtext{\\colortbl;\\red0;}{\\*\\bkmkstart x}\\pard Bonjour,\\line\n\\'b9 \\endash  fin\\par\nAna}";
  expect(readRtfBody(rtf)).toEqual({ kind: 'text', content: 'Bonjour,\r\ną – fin\r\nAna' });
});

test('braces that never close, or close too often, end the text', () => {
  expect(readRtfBody('{\\rtf1 a{{{b').content).toBe('ab');
  expect(readRtfBody('{\\rtf1 a}}}}b').content).toBe('a');
});

test('compressed RTF ([MS-OXRTFCP] 3.1): literals, references and the end mark', () => {
  const simple = Buffer.from(
    '2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232 0af3 2068656c090020627705b06c647d0a800fa0'.replace(
      / /g,
      '',
    ),
    'hex',
  );
  expect(decompressRtf(simple)).toBe('{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n');
  const crossing = Buffer.from('1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0', 'hex');
  expect(decompressRtf(crossing)).toBe('{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}');
});

test('R48: a size that lies allocates nothing', () => {
  const lying = Buffer.from('ffffff7fffffff7f4c5a467500000000000041', 'hex');
  expect(decompressRtf(lying).length).toBeLessThan(100);
  expect(() => decompressRtf(Buffer.alloc(4))).toThrow('damaged');
});
