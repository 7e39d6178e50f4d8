import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadSet } from '../retrieval/load-set.ts';
import { overrideTunable } from '../retrieval/override-tunable.ts';

/**
 * `npm run bench:quotes [-- --every 8 --from 0 --model FOLDER answering.quoting.passageWeight=0.6]`: whether what is quoted without a model holds the
 * answer, on the questions of piaf, whose answers stand in their passages. Sources are found by words, the gold one among
 * them or not; with an embedding model, its meaning of pieces counts too. Assignments change tunables for this run; `--every n --from m` asks each n-th question, the m-th first;
 * `--unsure` quotes as where it is not sure that the sources answer.
 */
const folder = join(import.meta.dirname, '../../../shared/data/retrieval');
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    every: { type: 'string', default: '8' },
    from: { type: 'string', default: '0' },
    model: { type: 'string' },
    cache: { type: 'string' },
    unsure: { type: 'boolean', default: false },
  },
});
for (const assignment of positionals) overrideTunable(assignment);
// Loaded only now: many modules read the tunables once.
const { tunables } = await import('../../config/tunables.ts');
const { chooseQuotes } = await import('../../src/core/answer/choose-quotes.ts');
const { createLikeness } = await import('../../src/core/answer/likeness.ts');
const { rateQuotes } = await import('../../src/core/answer/rate-quotes.ts');
const { weighByMeaning } = await import('../../src/core/answer/weigh-by-meaning.ts');
const { createCachedEmbedder } = await import('../retrieval/cached-embedder.ts');
const { ingestSet } = await import('../retrieval/measure.ts');

const embedder =
  values.model === undefined ? undefined : await createCachedEmbedder(values.model, values.cache);
const likeness = createLikeness(embedder, { earlier: [], signal: new AbortController().signal });

const set = loadSet(folder, 'piaf');
const questions = set.questions.filter((_, at) => at % Number(values.every) === Number(values.from));
const ingested = ingestSet(set);
const plain = (text: string) => text.normalize('NFKC').replace(/\s+/g, ' ').toLowerCase();
const sum = { found: 0, said: 0, saidFirst: 0, quotations: 0, saying: 0, characters: 0 };
for (const question of questions) {
  const passages = (await ingested.retrieve(question)).slice(0, tunables.answering.sources);
  const sources = passages.map((passage, at) => ({ ...passage, n: at + 1 }));
  const rated = rateQuotes(question.text, sources);
  const quotes = chooseQuotes(await weighByMeaning(question.text, rated, likeness), {
    isSure: !values.unsure,
  });
  const saying = quotes.filter(({ unit }) => plain(unit.text).includes(plain(question.answer ?? '')));
  const best = Math.max(...quotes.map(({ score }) => score));
  sum.found += sources.some(({ document }) => question.relevant.has(document.id)) ? 1 : 0;
  sum.said += saying.length > 0 ? 1 : 0;
  sum.saidFirst += saying.some(({ score }) => score === best) ? 1 : 0;
  sum.quotations += quotes.length;
  sum.saying += saying.length;
  sum.characters += quotes.reduce((total, { unit }) => total + unit.text.length, 0);
}
const share = (part: number, whole: number) => Math.round((part / whole) * 1_000) / 1_000;
console.log(
  JSON.stringify({
    questions: questions.length,
    passageFound: share(sum.found, questions.length),
    answerQuoted: share(sum.said, questions.length),
    answerInBestQuotation: share(sum.saidFirst, questions.length),
    quotationsWithAnswer: share(sum.saying, sum.quotations),
    quotations: share(sum.quotations, questions.length),
    characters: Math.round(sum.characters / questions.length),
  }),
);
await embedder?.close();
