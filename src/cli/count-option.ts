import { InvalidArgumentError } from 'commander';

/** Reads an option that says how many: a whole number from 1. */
export function countOption(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('1, 2, 3…');
  return count;
}
