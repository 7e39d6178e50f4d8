import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { z } from 'zod';
import type { question, suiteHeader } from '../../src/core/evaluation/suite.ts';

type Header = z.input<typeof suiteHeader>;

/** A suite as a converter gives it, before it is written. */
export type NewSuite = {
  readonly header: Header;
  readonly questions: Iterable<z.input<typeof question>>;
};

/** A document of a corpus: a passage of a JSONL file, or a file of its own. */
export type NewPassage = { readonly id: string; readonly title: string; readonly text: string };

/** Writes a suite into a folder, as `NAME.jsonl` unless told otherwise, and gives the number of questions. */
export function writeSuite(
  folder: string,
  { header, questions }: NewSuite,
  name = `${header.suite}.jsonl`,
): number {
  const lines = [...questions].map((question) => JSON.stringify(question));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), `${[JSON.stringify(header), ...lines].join('\n')}\n`);
  return lines.length;
}

/** Writes the passages of a corpus, and gives their number. The suite names the file relative to its own folder. */
export function writePassages(file: string, passages: Iterable<NewPassage>): number {
  const lines = [...passages].map((passage) => JSON.stringify(passage));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${lines.join('\n')}\n`);
  return lines.length;
}
