import { expect, test } from 'vitest';
import type { Picture } from './picture.ts';
import { tiltOf } from './tilt.ts';

/** A page with lines of dashes that fall by so many degrees, or lie on their side. */
function linedPage({ degrees = 0, isSideways = false } = {}): Picture {
  const [width, height] = [600, 600];
  const pixels = Buffer.alloc(width * height, 255);
  const slope = Math.tan((degrees * Math.PI) / 180);
  for (let line = 100; line < 500; line += 20) {
    for (let along = 50; along < 550; along += 1) {
      if (along % 9 > 5) continue;
      for (let thick = 0; thick < 5; thick += 1) {
        const across = Math.round(line + thick + (along - 300) * slope);
        const [x, y] = isSideways ? [across, along] : [along, across];
        pixels[y * width + x] = 0;
      }
    }
  }
  return { pixels, width, height };
}

test.each([0, 2.5, -4, 10, -10])('lines that fall by %d degrees', async (degrees) => {
  const tilt = await tiltOf(linedPage({ degrees }));
  expect(tilt?.isSideways).toBe(false);
  expect(tilt?.skewDegrees).toBeCloseTo(degrees, 0);
});

test('lines that run down the page', async () => {
  const tilt = await tiltOf(linedPage({ degrees: 3, isSideways: true }));
  expect(tilt?.isSideways).toBe(true);
  expect(tilt?.skewDegrees).toBeCloseTo(-3, 0);
});

test('a blank page has no direction', async () => {
  expect(await tiltOf({ pixels: Buffer.alloc(250_000, 240), width: 500, height: 500 })).toBeNull();
});
