import { type Picture, reduced } from './picture.ts';

/** Width at which lines of type can still be told apart, and hundreds of angles be tried in milliseconds. */
const reducedWidth = 620;
const maxDegrees = 12;
const coarseStep = 0.5;
const fineStep = 0.1;
/** How much darker than its surroundings a pixel of type is, at least. */
const contrast = 25;
const maxPoints = 40_000;
/** Dark pixels below which a page is blank, and below which there are too few for a direction. */
const blankPoints = 40;
const minPoints = 300;
/** Lines across the page must stand out this much more than lines along it before it is taken to lie on its side. */
const sideways = 1.4;

/** How the lines of type of a page run. */
export type Tilt = {
  /** True when they run up or down the page. */
  readonly isSideways: boolean;
  /** Degrees, clockwise, by which they are off the nearest right angle. */
  readonly skewDegrees: number;
};

/**
 * Judges the direction of the lines of type by projection: along the right angle, the dark pixels of a page fall into
 * lines with white between them. It cannot tell a page from the same page upside down. `null` for a blank page.
 */
export async function tiltOf(picture: Picture): Promise<Tilt | null> {
  const small = await reduced(picture, reducedWidth);
  const points = darkPoints(small.picture, small.light);
  if (points.length < blankPoints * 2) return null;
  if (points.length < minPoints * 2) return { isSideways: false, skewDegrees: 0 };
  const level = bestAngle(points);
  const upright = bestAngle(points.map((_, at) => points[at ^ 1] ?? 0));
  // Seen with x and y exchanged, a turn to the right is one to the left.
  if (upright.sharpness > level.sharpness * sideways)
    return { isSideways: true, skewDegrees: -upright.degrees };
  return { isSideways: false, skewDegrees: level.degrees };
}

/** Coordinates of dark pixels, x and y by turns. */
function darkPoints({ pixels, width }: Picture, light: Buffer): Float32Array {
  const found: number[] = [];
  for (let at = 0; at < pixels.length; at += 1) {
    if ((pixels[at] ?? 0) < (light[at] ?? 0) - contrast) found.push(at);
  }
  const stride = Math.max(1, found.length / maxPoints);
  const count = Math.floor(found.length / stride);
  const points = new Float32Array(count * 2);
  for (let index = 0; index < count; index += 1) {
    const at = found[Math.floor(index * stride)] ?? 0;
    points[index * 2] = at % width;
    points[index * 2 + 1] = Math.floor(at / width);
  }
  return points;
}

type Angle = { readonly degrees: number; readonly sharpness: number };

function bestAngle(points: Float32Array): Angle {
  const extent = points.reduce((far, coordinate) => Math.max(far, coordinate), 0);
  const coarse = bestOf(points, extent, 0, maxDegrees, coarseStep);
  return bestOf(points, extent, coarse.degrees, coarseStep, fineStep);
}

function bestOf(points: Float32Array, extent: number, around: number, reach: number, step: number): Angle {
  let best: Angle = { degrees: around, sharpness: sharpnessAt(points, extent, around) };
  for (let off = step; off <= reach + step / 2; off += step) {
    for (const degrees of [around - off, around + off]) {
      const sharpness = sharpnessAt(points, extent, degrees);
      if (sharpness > best.sharpness) best = { degrees, sharpness };
    }
  }
  return best;
}

// The sum of the squared steps between neighbouring rows (Postl's criterion): large when rows are either full or empty.
function sharpnessAt(points: Float32Array, extent: number, degrees: number): number {
  const slope = Math.tan((degrees * Math.PI) / 180);
  // A slope below 1 takes no point farther than the extent of the page.
  const origin = extent + 1;
  const rows = new Int32Array(3 * origin);
  for (let at = 0; at < points.length; at += 2) {
    const row = origin + Math.round((points[at + 1] ?? 0) - (points[at] ?? 0) * slope);
    rows[row] = (rows[row] ?? 0) + 1;
  }
  let sum = 0;
  for (let row = 1; row < rows.length; row += 1) sum += ((rows[row] ?? 0) - (rows[row - 1] ?? 0)) ** 2;
  return sum;
}
