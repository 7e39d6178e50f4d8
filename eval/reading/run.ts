/**
 * Reads a folder of documents through the parser pool and scores what was read against the expected texts beside them
 * (`NAME.expected.md` or `.txt`): `node eval/reading/run.ts ../shared/data/documents [--only PART] [--json]`.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readEnvironment } from '../../config/env.ts';
import { createEngines } from '../../src/compose/engines.ts';
import { expectedText, readText } from './expected-text.ts';
import { bigramRecall, cellRecall, type Score, wordRecall } from './scorers.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', default: '' }, json: { type: 'boolean', default: false } },
});
const folder = positionals[0] ?? '../shared/data/documents';

type Row = {
  readonly file: string;
  readonly outcome: string;
  readonly ms: number;
  readonly scores: readonly Score[];
};

const { parser, close } = await createEngines(readEnvironment());
const rows: Row[] = [];
for (const file of readdirSync(folder).toSorted()) {
  if (/\.expected\.\w+$|^MANIFEST/.test(file) || !file.includes(values.only)) continue;
  const path = join(folder, file);
  const started = performance.now();
  const read = await parser.parse({ path, name: file, bytes: statSync(path).size }, { recognise: true });
  const ms = Math.round(performance.now() - started);
  const expectedFile = ['md', 'txt'].map((extension) => `${path}.expected.${extension}`).find(existsSync);
  if (read.outcome !== 'parsed') {
    rows.push({ file, outcome: `${read.outcome}: ${read.reason}`, ms, scores: [] });
    continue;
  }
  const found = readText(read.document);
  const outcome = found.text.trim() === '' ? 'no text' : `parsed as ${read.format}`;
  const expected =
    expectedFile === undefined ? null : expectedText(readFileSync(expectedFile, 'utf8'), expectedFile);
  const scores =
    expected === null ? [] : [wordRecall, bigramRecall, cellRecall].map((score) => score(expected, found));
  rows.push({ file, outcome, ms, scores });
}
await close();

if (values.json) console.log(JSON.stringify(rows, null, 1));
else report(rows);

function report(all: readonly Row[]): void {
  for (const { file, outcome, ms, scores } of all) {
    const shown = scores.map(({ name, score }) => `${name} ${score === null ? '–' : score.toFixed(3)}`);
    console.log([file, outcome, `${ms} ms`, ...shown].join(' · '));
  }
  for (const name of ['word recall', 'bigram recall', 'cell recall']) {
    const scored = all.flatMap(({ file, scores }) =>
      scores.flatMap((score) => (score.name === name && score.score !== null ? [{ file, ...score }] : [])),
    );
    if (scored.length === 0) continue;
    const mean = scored.reduce((total, { score }) => total + (score ?? 0), 0) / scored.length;
    console.log(`\n${name}: mean ${mean.toFixed(3)} of ${scored.length} documents; the lowest:`);
    for (const { file, score, missing } of scored
      .toSorted((a, b) => (a.score ?? 0) - (b.score ?? 0))
      .slice(0, 5))
      console.log(`  ${score?.toFixed(3)} ${file}: without ${missing.join(', ') || 'nothing'}`);
  }
  const withText = all.filter(({ outcome }) => outcome.startsWith('parsed')).length;
  console.log(`\n${withText} of ${all.length} files gave text`);
}
