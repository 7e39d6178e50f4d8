import { tunables } from '../../../config/tunables.ts';

/**
 * The turn of an organisation whose documents are to be read, by how many of them wait already: 0 while they are few, one more with
 * each doubling. So a note of one organisation does not wait for the fifty thousand of another (R31), and these still go on when
 * nobody else wants anything.
 */
export function rankOfBacklog(waiting: number): number {
  return Math.max(0, Math.ceil(Math.log2(Math.max(1, waiting) / tunables.background.smallBacklog)));
}
