import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSet } from '../../bench/retrieval/load-set.ts';
import { measure } from '../../bench/retrieval/measure.ts';
import type { Language } from '../../src/core/document.ts';
import { analyze } from '../../src/core/find/analyze.ts';
import { dependenceOf } from '../../src/core/understand/stands-alone.ts';
import { understandByWords } from '../../src/core/understand/understand-question.ts';
import { readFollowUps, readSecondMessages, type SecondMessage } from './read-follow-ups.ts';

/**
 * `node eval/understanding/run.ts`: how well questions that do not stand alone are told from others, and what the questions
 * before them bring to finding, one line of JSON each. The conversations of mtRAG and the questions of PIAF are in
 * `../shared/data/retrieval`, or the folder in RETRIEVAL_SETS.
 */
const print = (line: object) => console.log(JSON.stringify(line));
const round = (value: number) => Math.round(value * 10_000) / 10_000;
const mean = (values: readonly number[]) =>
  round(values.reduce((sum, value) => sum + value, 0) / values.length);

for (const language of ['fr', 'en'] as const) {
  const pairs = readFollowUps().filter((pair) => pair.language === language);
  const dependent = pairs.map(({ followUp }) => followUp);
  const alone = pairs.flatMap(({ standAlone, history }) => [standAlone, ...history]);
  print({ set: `follow-ups-${language}`, ...detect(dependent, alone, language) });
}

for (const kind of new Set(readSecondMessages().map((one) => one.kind))) {
  const ones = readSecondMessages().filter((one) => one.kind === kind);
  print({ set: 'second-messages-fr', kind, ...understand(ones) });
}

const folder = process.env.RETRIEVAL_SETS ?? join(import.meta.dirname, '../../../shared/data/retrieval');
if (existsSync(folder)) await measureConversations();
else console.error('The development sets are not there: name their folder in RETRIEVAL_SETS.');

async function measureConversations(): Promise<void> {
  const piaf = loadSet(folder, 'piaf').questions.map(({ text }) => text);
  const flagged = piaf.filter((text) => dependenceOf(text, 'fr') !== null).length;
  // Written beside a text that both could see: some do lean on it (« quelle est sa religion ? »).
  print({ set: 'piaf', questions: piaf.length, flagged });

  const set = loadSet(folder, 'mtrag-un-dev-history');
  const labels = new Set<string>(
    JSON.parse(readFileSync(join(import.meta.dirname, 'mtrag-un-dev-dependent.json'), 'utf8')),
  );
  const later = set.questions.filter(({ earlierQuestions }) => earlierQuestions.length > 0);
  const dependent = later.filter(({ id }) => labels.has(id)).map(({ text }) => text);
  const alone = later.filter(({ id }) => !labels.has(id)).map(({ text }) => text);
  print({ set: set.name, ...detect(dependent, alone, 'en') });

  const last = await measure(loadSet(folder, 'mtrag-un-dev'));
  const whole = await measure(set);
  for (const [part, belongs] of [
    ['all', () => true],
    ['not standing alone', (id: string) => labels.has(id)],
    ['standing alone', (id: string) => !labels.has(id)],
  ] as const) {
    const at = set.questions.flatMap(({ id }, index) => (belongs(id) ? [index] : []));
    const ndcg10 = (each: readonly number[]) => mean(at.map((index) => each[index] ?? 0));
    print({
      set: set.name,
      part,
      questions: at.length,
      lastQuestionOnly: ndcg10(last.each),
      withHistory: ndcg10(whole.each),
    });
  }
}

/** How many lean by the rules, and of the words that the search needs, or must not have, how many it has. */
function understand(ones: readonly SecondMessage[]) {
  const understood = ones.map(({ history, message }) =>
    understandByWords(message, history, { language: 'fr', now: new Date() }),
  );
  const has = (wanted: (one: SecondMessage) => readonly string[]) => {
    const words = ones.flatMap((one, at) => {
      const { query = '', context = [] } = understood[at] ?? {};
      const searched = new Set(analyze([query, ...context.map(({ text }) => text)].join('\n'), 'fr'));
      return analyze(wanted(one).join('\n'), 'fr').map((word) => searched.has(word));
    });
    return `${words.filter(Boolean).length} of ${words.length}`;
  };
  return {
    messages: ones.length,
    lean: understood.filter(({ searchedFor }) => searchedFor !== null).length,
    about: has(({ about }) => about),
    rejected: has(({ rejected }) => rejected),
  };
}

function detect(dependent: readonly string[], alone: readonly string[], language: Language) {
  const flagged = (questions: readonly string[]) =>
    questions.filter((question) => dependenceOf(question, language) !== null).length;
  const [right, wrong] = [flagged(dependent), flagged(alone)];
  return {
    dependent: dependent.length,
    alone: alone.length,
    precision: round(right / (right + wrong)),
    recall: round(right / dependent.length),
  };
}
