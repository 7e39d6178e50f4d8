import { join } from 'node:path';
import { createChecker } from '../../src/core/check/checker.ts';
import type { Verdict } from '../../src/core/check/verdict.ts';
import { percentilesOf } from '../../src/core/percentile.ts';
import { createRandom } from '../fuzz/random.ts';
import { corruptions, extraKinds } from './corrupt.ts';
import { type Answered, goodAnswers, sayable } from './good-answers.ts';
import { type CorpusName, loadPassages, type RealPassage } from './load-passages.ts';
import { loadWrittenAnswers } from './written-answers.ts';

/**
 * `npm run bench:check [-- --seed 1 --half written --show kind]`: how many corrupted sentences checking detects, and how many untouched ones it
 * marks, on answers made from real documents. Half of the sets was looked at while checking was written, the other half was not.
 * Then the same on answers that a large language model has written in its own words, where much more is a matter of opinion.
 */
const data = join(import.meta.dirname, '../../../shared/data');
const halves: Readonly<Record<string, { readonly sets: readonly CorpusName[]; readonly seed: number }>> = {
  development: { sets: ['service-public', 'piaf', 'rgpd-en', 'crpa-odd'], seed: 1 },
  'held out': { sets: ['crpa-even', 'betagouv', 'rgpd-fr', 'mtrag-un-dev'], seed: 7_919 },
};
const goodPerSet = 240;
const wrongPerKindAndSet = 30;
const repetitions = 3;
const flag = (name: string) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
};
const only = flag('half');
const shown = flag('show');

for (const [name, { sets, seed }] of Object.entries(halves)) {
  if (only !== undefined && only !== name.replace(' ', '-')) continue;
  console.log(`\n${name}: ${sets.join(', ')}`);
  const random = createRandom(Number(flag('seed') ?? seed));
  const tally = new Map<string, Tally>();
  const times: Times = { reading: [], checking: [], processor: 0 };
  for (const set of sets) {
    const corpus = loadPassages(data, set);
    const good = goodAnswers(corpus, goodPerSet, random);
    for (const answer of good) {
      const verdict = judge(answer, times);
      // Another of the offered passages may say the same: a citation that moved is no false alarm by itself.
      count(tally, `${set}: untouched`, answer, verdict, verdict.support !== 'supported');
      count(tally, `untouched, ${answer.kind}`, answer, verdict, verdict.support !== 'supported');
    }
    for (const [kind, corrupt] of Object.entries(corruptions)) {
      let made = 0;
      for (let attempt = 0; made < wrongPerKindAndSet && attempt < good.length * 3; attempt += 1) {
        const answer = good[attempt % good.length];
        const wrong = answer && corrupt(answer, random, () => foreignTo(answer, corpus, good, random));
        if (!wrong) continue;
        made += 1;
        const verdict = judge(wrong, times);
        count(tally, kind, wrong, verdict, isDetected(wrong, verdict));
      }
    }
  }
  report(tally, times);
}

if (only === undefined || only === 'written') reportWritten();

function reportWritten(): void {
  const { answers, lost } = loadWrittenAnswers(data);
  if (lost > 0) console.log(`\n${lost} written answers left out: their passages are cut otherwise today`);
  for (const half of ['development', 'held out'] as const) {
    console.log(`\nwritten by a language model, ${half}`);
    const tally = new Map<string, Tally>();
    const times: Times = { reading: [], checking: [], processor: 0 };
    for (const { question, good, wrong } of answers.filter((one) => one.half === half)) {
      for (const answer of good) {
        const verdict = judge(answer, times, question);
        count(tally, 'written: untouched', answer, verdict, verdict.support !== 'supported');
      }
      for (const answer of wrong) {
        const verdict = judge(answer, times, question);
        count(tally, answer.kind, answer, verdict, isDetected(answer, verdict));
      }
    }
    report(tally, times);
  }
}

type Times = { readonly reading: number[]; readonly checking: number[]; processor: number };

type Tally = { count: number; marked: number; unsupported: number };

/** Marked, or freed of the citation that was wrong; never may a number of no passage stay. */
function isDetected(answer: Answered, verdict: Verdict): boolean {
  if (!verdict.citations.every((n) => answer.passages.some((passage) => passage.n === n))) return false;
  if (verdict.support !== 'supported') return true;
  return verdict.citations.length > 0 && !verdict.citations.some((n) => answer.citations.includes(n));
}

function judge({ passages, text, language, citations }: Answered, times: Times, question = ''): Verdict {
  const checker = createChecker({ passages, question, language });
  const started = performance.now();
  // The passages are read with the first sentence.
  checker.check({ text: '', citations: [] });
  const read = performance.now();
  times.reading.push(read - started);
  const ticks = processorMs();
  const tries = Array.from({ length: repetitions }, () => {
    const from = performance.now();
    return { verdict: checker.check({ text, citations }), ms: performance.now() - from };
  });
  times.processor += (processorMs() - ticks) / repetitions;
  // The best of a few: on a busy machine a pause says nothing of checking.
  times.checking.push(Math.min(...tries.map(({ ms }) => ms)));
  const [first] = tries;
  if (!first) throw new Error('nothing was checked');
  const { verdict } = first;
  return verdict;
}

/** Time of this thread alone, in ticks of a few milliseconds: other work on the machine does not count, so its mean tells. */
function processorMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** A sentence of a document that is not offered. */
function foreignTo(
  answer: Answered,
  corpus: readonly RealPassage[],
  good: readonly Answered[],
  random: ReturnType<typeof createRandom>,
): Answered {
  const titles = new Set(answer.passages.map(({ title }) => title));
  for (;;) {
    const passage = random.pick(corpus);
    const text = titles.has(passage.title) ? undefined : sayable(passage)[0];
    if (text !== undefined) return { ...(good[0] ?? answer), text, language: passage.language };
  }
}

function count(
  tally: Map<string, Tally>,
  kind: string,
  answer: Answered,
  verdict: Verdict,
  isMarked: boolean,
): void {
  const { count: seen, marked, unsupported } = tally.get(kind) ?? { count: 0, marked: 0, unsupported: 0 };
  tally.set(kind, {
    count: seen + 1,
    marked: marked + (isMarked ? 1 : 0),
    unsupported: unsupported + (verdict.support === 'unsupported' ? 1 : 0),
  });
  const isWorthSeeing = kind.includes('untouched') ? isMarked : !isMarked;
  if (shown !== undefined && kind === shown && isWorthSeeing) {
    const source = answer.passages.find(({ n }) => n === answer.sources[0]);
    console.log(
      `  ${answer.kind} · ${answer.text}\n    ${verdict.support} ${JSON.stringify(verdict.findings)} [${answer.citations}] → [${verdict.citations}]`,
    );
    if (process.argv.includes('--source')) console.log(`    ${source?.excerpt.replace(/\n/g, ' ⏎ ')}\n`);
  }
}

function report(tally: ReadonlyMap<string, Tally>, times: Times): void {
  const percent = (part: number, whole: number) =>
    `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`.padStart(8);
  const line = (name: string, { count: whole, marked, unsupported }: Tally) =>
    console.log(
      `  ${name.padEnd(34)} ${String(whole).padStart(5)} ${percent(marked, whole)}  unsupported ${percent(unsupported, whole)}`,
    );
  const sum = (keep: (kind: string) => boolean) =>
    [...tally]
      .filter(([kind]) => keep(kind))
      .reduce(
        (total, [, one]) => ({
          count: total.count + one.count,
          marked: total.marked + one.marked,
          unsupported: total.unsupported + one.unsupported,
        }),
        { count: 0, marked: 0, unsupported: 0 },
      );
  for (const [kind, one] of tally) line(kind, one);
  line(
    'ALL corrupted: detected',
    sum((kind) => !kind.includes('untouched') && !extraKinds.has(kind)),
  );
  line(
    'ALL untouched: false alarms',
    sum((kind) => kind.endsWith(': untouched')),
  );
  const quantiles = (some: readonly number[]) => {
    const { p50, p95, max } = percentilesOf(some, 2);
    return `p50 ${p50}, p95 ${p95}, most ${max}`;
  };
  const mean = (times.processor / times.checking.length).toFixed(2);
  console.log(
    `  milliseconds per sentence, best of ${repetitions}: ${quantiles(times.checking)}; of processor time, on average ${mean}`,
  );
  console.log(`  milliseconds to read the six passages, once per answer: ${quantiles(times.reading)}`);
}
