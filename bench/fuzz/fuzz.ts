import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createParserPool } from '../../src/adapters/parsers/parser-pool.ts';
import type { ParseOutcome } from '../../src/core/parsed-document.ts';
import { reasons } from '../../src/core/reasons.ts';
import type { NamedFile } from '../../test/support/files/external-files.ts';
import { mutate } from './mutate.ts';
import { createRandom } from './random.ts';

export type FuzzOptions = {
  readonly seeds: readonly NamedFile[];
  readonly inputs: number;
  /** Number of the first of them, where a run before this one stopped. */
  readonly from?: number;
  /** The same seed makes the same inputs. */
  readonly seed: number;
  /** Time that any input may take: all are small. */
  readonly timeoutMs: number;
  /** Where inputs are written, and those that are findings stay. */
  readonly folder: string;
  /** Told a thousand times, if there are so many, how many have been begun and what was found. */
  readonly onProgress?: (begun: number, findings: readonly Finding[]) => void;
};

/** An input that killed its parser, or ended as nothing that the rest of the program knows. */
export type Finding = { readonly name: string; readonly end: string };

export type FuzzReport = {
  readonly inputs: number;
  readonly findings: readonly Finding[];
  readonly ends: Readonly<Record<string, number>>;
  readonly inputsPerSecond: number;
};

const deaths: ReadonlySet<string> = new Set(['parse-timeout', 'parse-memory', 'parse-crash']);
const lanes = 2;

/**
 * Reads mutated files through a pool of two processes. Each input follows from `seed` and its number. Findings are kept in
 * `folder` under their number and end, ready to become fixtures (R54).
 */
export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const { seeds, inputs, from = 0, seed, timeoutMs, folder, onProgress = () => {} } = options;
  await mkdir(folder, { recursive: true });
  const pool = createParserPool({ size: lanes, timeoutMs });
  const ends: Record<string, number> = {};
  const findings: Finding[] = [];
  const started = performance.now();
  const step = Math.ceil(inputs / 1_000);
  let next = from;

  const work = async (lane: number): Promise<void> => {
    const path = join(folder, `input-${lane}`);
    while (next < from + inputs) {
      const number = next++;
      if ((number - from) % step === 0) onProgress(number - from, findings);
      const random = createRandom(seed * 1_000_003 + number);
      const { name, bytes } = random.pick(seeds);
      const input = mutate(bytes, random, random.pick(seeds).bytes);
      await writeFile(path, input);
      const end = endOf(await pool.parse({ path, name, bytes: input.length }));
      ends[end] = (ends[end] ?? 0) + 1;
      if (!deaths.has(end) && end !== 'unsound') continue;
      findings.push({ name: `${number}-${end}-${name}`, end });
      await writeFile(join(folder, `${number}-${end}-${name}`), input);
    }
  };

  try {
    await Promise.all(Array.from({ length: lanes }, (_, lane) => work(lane)));
  } finally {
    await pool.close();
  }
  const inputsPerSecond = Math.round((inputs / (performance.now() - started)) * 1_000);
  return { inputs, findings, ends, inputsPerSecond };
}

function endOf(outcome: ParseOutcome): string {
  if (outcome.outcome !== 'parsed')
    return Object.hasOwn(reasons, outcome.reason) ? outcome.reason : 'unsound';
  return outcome.document.blocks.every(isSound) ? 'parsed' : 'unsound';
}

/** Texts are Unicode that a database takes: no NUL, no half of a pair. */
function isSound(block: Extract<ParseOutcome, { outcome: 'parsed' }>['document']['blocks'][number]): boolean {
  const texts = block.kind === 'table' ? [block.header, ...block.rows].flat() : [block.text];
  return texts.every((text) => text.isWellFormed() && !text.includes('\0'));
}
