import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = await readFile(join(import.meta.dirname, 'tokens.css'), 'utf8');
const colours = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, light, dark]) => [
    name ?? '',
    [light ?? '', dark ?? ''] as const,
  ]),
);

/** What is written on which grounds, with the contrast that it needs there (RGAA 3.2), and what is drawn on them (3.3). */
const pairs: readonly [least: number, front: string, grounds: readonly string[]][] = [
  [4.5, 'text', ['ground', 'surface', 'surface-raised', 'accent-ground', 'bad-ground', 'notice-ground']],
  [4.5, 'text-soft', ['ground', 'surface', 'surface-raised', 'accent-ground', 'notice-ground']],
  [4.5, 'accent', ['ground', 'surface', 'surface-raised', 'accent-ground']],
  [4.5, 'on-accent', ['accent']],
  [4.5, 'good', ['ground', 'surface']],
  [4.5, 'busy', ['ground', 'surface', 'notice-ground']],
  [4.5, 'bad', ['ground', 'surface', 'bad-ground']],
  [4.5, 'mark-text', ['mark']],
  // Frames of fields, and the ring around what has the focus.
  [3, 'line-strong', ['ground', 'surface']],
  [3, 'accent', ['notice-ground', 'bad-ground', 'mark']],
];

/** Relative luminance, as WCAG 2.2 defines it. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe('R91: colours are told apart', () => {
  it('as WCAG counts it', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
  });
  for (const [theme, at] of [
    ['light', 0],
    ['dark', 1],
  ] as const)
    it.each(pairs)(`at least %s:1, ${theme}: %s on %s`, (least, front, grounds) => {
      for (const ground of grounds) {
        const ratio = contrast(colours.get(front)?.[at] ?? '', colours.get(ground)?.[at] ?? '');
        expect(ratio, ground).toBeGreaterThanOrEqual(least);
      }
    });
});
