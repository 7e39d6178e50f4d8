import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../errors.ts';

/** `size` random bytes. */
export type RandomBytes = (size: number) => Uint8Array;

/**
 * A mark for the fence around data that nobody can guess (128 bits, hexadecimal) and that stands in none of `texts`.
 * @throws AppError `INTERNAL` when the source of randomness keeps giving a mark that stands in them
 */
export function chooseBoundary(random: RandomBytes, texts: readonly string[]): string {
  for (let attempt = 0; attempt < 4; attempt += 1) {
    const boundary = Buffer.from(random(tunables.answering.boundaryBytes)).toString('hex');
    if (!texts.some((text) => text.includes(boundary))) return boundary;
  }
  throw new AppError('INTERNAL', { detail: 'The source of randomness repeats itself.' });
}

/** Puts data between marks, so that a model can tell it from what it is asked (R36). */
export function fenceOf(boundary: string): (text: string) => string {
  return (text) => `<<<${boundary}\n${text}\n${boundary}>>>`;
}
