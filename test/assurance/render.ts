import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { findTests, type ProvingTest } from './find-tests.ts';

const place = (...parts: string[]) => join(import.meta.dirname, ...parts);

/** What `npm run nightly:rights` measured, by the name of its part. */
const figures = z.record(
  z.string(),
  z.object({
    requirements: z.array(z.string()),
    what: z.string(),
    figures: z.record(z.string(), z.number()),
    ok: z.boolean(),
    load: z.number(),
    date: z.string(),
    commit: z.string(),
  }),
);
export type Figures = z.infer<typeof figures>;

/** Results of tests by name, as one report of vitest gave them. */
const results = z.object({
  date: z.string(),
  commit: z.string(),
  tests: z.record(z.string(), z.enum(['passed', 'failed'])),
});
export type Results = z.infer<typeof results>;

const read = (path: string) => readFileSync(path, 'utf8');
export const readFigures = (): Figures =>
  figures.parse(JSON.parse(read(place('..', 'nightly', 'figures.json'))));
export const readResults = (): Results => results.parse(JSON.parse(read(place('results.json'))));

/** The cell of a requirement that tells its tests: what CI compares. */
export function cellOfTests(tests: readonly ProvingTest[]): string {
  if (tests.length === 0) return '**none**';
  return [...Map.groupBy(tests, ({ file }) => file)]
    .map(([file, those]) => `\`${file}\`: ${those.map(({ name }) => name).join('; ')}`)
    .join('<br>');
}

/** The page, from the sources as they are and from what was run last. */
export function renderAssurance(measured: Figures, ran: Results): string {
  const tests = findTests();
  const requirements = z.record(z.string(), z.string()).parse(parse(read(place('requirements.yaml'))));
  const rows = Object.entries(requirements).map(([number, label]) => {
    const mine = tests.get(number) ?? [];
    const parts = Object.entries(measured).filter(([, part]) => part.requirements.includes(number));
    const told = parts.map(([name, { ok }]) => `${name}: ${ok ? 'held' : '**failed**'}`).join(', ');
    return `| ${number} | ${label} | ${cellOfTests(mine)} | ${resultOf(mine, ran)} | ${told || '–'} |`;
  });
  const parts = Object.entries(measured).map(
    ([name, { what, figures: numbers, load, date, commit }]) =>
      `| ${name} | ${what} | ${Object.entries(numbers)
        .map(([key, value]) => `${key} ${value.toLocaleString('en')}`)
        .join(', ')} | ${date}, ${commit}, load ${load} |`,
  );
  const without = Object.keys(requirements).filter((number) => !tests.has(number));
  return `# What proves what

Made by \`npm run assurance\`; CI fails when the tests named here are no longer those of the sources. A requirement without a test is
not proven here, whatever the product does: ${without.join(', ') || 'none'}.

## At scale

By \`npm run nightly:rights\`, on two cores that others used too.

| part | what was looked at | figures | run |
|---|---|---|---|
${parts.join('\n')}

How soon streams end with the rights that they rest on: [rights while answers stream](performance-rights.md).

## By requirement

Results: ${ran.date}, commit ${ran.commit}, of the tests that were run then; – was not run then. Names are those of tests and of groups of tests.

| | in a few words | tests | result | at scale |
|---|---|---|---|---|
${rows.join('\n')}
`;
}

function resultOf(tests: readonly ProvingTest[], { tests: told }: Results): string {
  if (tests.length === 0) return '–';
  // A test stands with its groups before it in a report; a name with a place in it, without.
  const names = Object.entries(told);
  const mine = tests.map(({ name }) => {
    const fixed = name.split(/\$\{|\$|%[sijo]/)[0] ?? name;
    const those = names.filter(([reported]) => reported.includes(fixed));
    if (those.length === 0) return 'not run';
    return those.some(([, result]) => result === 'failed') ? 'failed' : 'passed';
  });
  const count = (result: string) => mine.filter((one) => one === result).length;
  if (count('failed') > 0) return `**${count('failed')} failed**`;
  if (count('passed') === 0) return '–';
  return count('passed') === mine.length ? 'passed' : `${count('passed')} of ${mine.length} run, passed`;
}
