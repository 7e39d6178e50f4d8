import { createHash } from 'node:crypto';
import type { Generation } from '../../ports/search-index.ts';

/** Any generation and dimension have a name that a server takes for a part of a path. */
export function vectorName(generation: Generation, dimension: number): string {
  return `${start(generation)}${dimension}`;
}

/** Of the names, those of one generation: more than one where another organisation has it with another dimension. */
export function namesOfGeneration(names: ReadonlySet<string>, generation: Generation): string[] {
  return [...names].filter((name) => name.startsWith(start(generation)));
}

export function dimensionOf(name: string): number {
  return Number(name.slice(name.lastIndexOf('-') + 1));
}

function start(generation: Generation): string {
  return `g-${createHash('sha256').update(generation).digest('hex').slice(0, 16)}-`;
}
