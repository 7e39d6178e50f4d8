import { describe, expect, test } from 'vitest';
import { readDocument } from '../read-document.ts';

const visible = 'Le conseil municipal vote le budget de la commune chaque printemps';

/** A page drawn by hand: PDF operators say exactly what is where. */
function pdfOf(...content: string[]): Uint8Array {
  const stream = content.join('\n');
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/CropBox[0 0 595 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/ExtGState<</G0<</ca 0/CA 0>>>>>>>>',
    `<</Length ${stream.length}>>stream\n${stream}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ];
  const body = objects.map((object, index) => `${index + 1} 0 obj${object}endobj\n`).join('');
  return Buffer.from(`%PDF-1.4\n${body}trailer<</Root 1 0 R/Size 6>>\n%%EOF`);
}

const line = (text: string, y: number, state = '', { x = 70, size = 12, mode = 0 } = {}): string =>
  `q ${state} BT /F1 ${size} Tf ${mode} Tr 1 0 0 1 ${x} ${y} Tm (${text}) Tj ET Q`;
const area = (colour: string, y: number): string => `q ${colour} rg 60 ${y} 480 30 re f Q`;
/** A chequered picture of two by two dots over the whole page. */
const scan =
  'q 595 0 0 800 0 0 cm BI /W 64 /H 64 /BPC 1 /CS /G /F /AHx ID ' +
  `${'5'.repeat(16)}${'a'.repeat(16)}`.repeat(32) +
  '> EI Q';

async function read(...content: string[]): Promise<{ text: string; hidden: number }> {
  const outcome = await readDocument(pdfOf(...content), { name: 'a.pdf' });
  if (outcome.outcome !== 'parsed') throw new Error(outcome.reason);
  const { blocks, warnings } = outcome.document;
  const text = blocks.map((block) => ('text' in block ? block.text : block.rows.flat().join(' '))).join(' ');
  return { text, hidden: warnings.find(({ code }) => code === 'hidden-text')?.count ?? 0 };
}

const secret = 'instruction secrete glissee dans ce document';

describe('R37: text that nobody sees is left out and counted', () => {
  test.each([
    ['white on white', [line(secret, 600, '1 g')]],
    ['almost white', [line(secret, 600, '0.995 g')]],
    ['in the colour of the area behind it', [area('1 1 0', 590), line(secret, 600, '1 1 0 rg')]],
    ['under a white area', [line(secret, 600), area('1 1 1', 590)]],
    ['blacked out', [line(secret, 600), area('0 0 0', 590)]],
    ['transparent', [line(secret, 600, '/G0 gs')]],
    ['too small', [line(secret, 600, '', { size: 0.5 })]],
    ['in the invisible mode', [line(secret, 600, '', { mode: 3 })]],
    [
      'in the invisible mode, more than there is to see',
      [600, 580, 560].map((y) => line(secret, y, '', { mode: 3 })),
    ],
  ])('%s', async (_, content) => {
    const { text, hidden } = await read(line(visible, 700), ...content);
    expect(text).toBe(visible);
    expect(hidden).toBeGreaterThanOrEqual(secret.replaceAll(' ', '').length);
  });

  test.each([
    ['beyond the page', line(secret, 600, '', { x: 700 })],
    ['on the part that is cut off', line(secret, 830)],
  ])('%s it is left out, though not counted: no library gives it', async (_, content) => {
    expect((await read(line(visible, 700), content)).text).toBe(visible);
  });

  test.each([
    ['white on a dark banner', [area('0 0 0.4', 590), line(secret, 600, '1 g')]],
    ['light grey', [line(secret, 600, '0.8 g')]],
    ['on a shaded area', [area('0.9 0.9 0.9', 590), line(secret, 600)]],
    ['in small print', [line(secret, 600, '', { size: 5 })]],
  ])('but %s it is read', async (_, content) => {
    expect(await read(line(visible, 700), ...content)).toEqual({
      text: expect.stringContaining(secret),
      hidden: 0,
    });
  });

  test('and the recognised text under the picture of a scanned page is read', async () => {
    expect(await read(scan, line(visible, 700, '', { mode: 3 }))).toEqual({ text: visible, hidden: 0 });
  });
});
