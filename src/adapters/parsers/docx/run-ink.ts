import type { Ink } from '../flow/ink.ts';
import { childElement, type XmlElement } from '../xml-reader.ts';
import { numberOf, stringOf, toggleOf } from './toggles.ts';

const highlights: ReadonlyMap<string, string> = new Map([
  ['black', '000000'],
  ['blue', '0000FF'],
  ['cyan', '00FFFF'],
  ['green', '00FF00'],
  ['magenta', 'FF00FF'],
  ['red', 'FF0000'],
  ['yellow', 'FFFF00'],
  ['white', 'FFFFFF'],
  ['darkBlue', '00008B'],
  ['darkCyan', '008B8B'],
  ['darkGreen', '006400'],
  ['darkMagenta', '800080'],
  ['darkRed', '8B0000'],
  ['darkYellow', '808000'],
  ['darkGray', 'A9A9A9'],
  ['lightGray', 'D3D3D3'],
  ['none', 'auto'],
]);

/** What the properties of a run (`w:rPr`) say of its ink, and nothing of what they inherit. */
export function inkOf(properties: XmlElement | undefined): Ink {
  const hidden = toggleOf(properties, 'w:vanish');
  const bold = toggleOf(properties, 'w:b');
  const halfPoints = numberOf(properties, 'w:sz');
  const colour = stringOf(properties, 'w:color');
  const background = highlights.get(stringOf(properties, 'w:highlight') ?? '') ?? shadeOf(properties);
  return {
    ...(hidden !== undefined && { hidden }),
    ...(bold !== undefined && { bold }),
    ...(halfPoints !== undefined && { points: halfPoints / 2 }),
    ...(colour !== undefined && { colour }),
    ...(background !== undefined && { background }),
  };
}

/** The colour that `w:shd` puts behind a run, a paragraph or a cell: `RRGGBB`, `auto`, or `undefined` without shading. */
export function shadeOf(properties: XmlElement | undefined): string | undefined {
  const shading = childElement(properties, 'w:shd')?.attributes;
  if (shading === undefined) return undefined;
  const pattern = shading.get('w:val') ?? 'clear';
  if (pattern === 'nil' || pattern === 'clear') return shading.get('w:fill') ?? 'auto';
  return pattern === 'solid' ? solidColour(shading.get('w:color')) : 'unknown';
}

const solidColour = (colour: string | undefined): string =>
  colour === undefined || colour === 'auto' ? '000000' : colour;
