import type { Environment } from '../../config/env.ts';
import type { Answer } from '../core/answer/answer.ts';
import { citedNumbers } from '../core/answer/cited-numbers.ts';
import type { StreamedEvent } from '../core/conversation/event-place.ts';
import { wholeAnswer } from '../core/conversation/whole-answer.ts';
import type { PrivateMeta } from '../core/private-documents/ask-private-document.ts';
import { canBeQuoted, taskRules } from '../core/tasks/task.ts';
import { presentAnswer } from '../http/presenters/present-passage.ts';
import { placeOf } from './commands/search.ts';
import { createStrongText } from './strong-text.ts';
import { printJson, say } from './with-sourcier.ts';

type PrintedEvent = StreamedEvent | PrivateMeta;

/** Prints an answer, or the result of a task, as it comes, then its sources; with `json` the whole when it has ended. */
export async function printAnswer(
  events: AsyncIterable<PrintedEvent>,
  {
    json,
    environment,
    person,
  }: {
    readonly json: boolean | undefined;
    readonly environment: Environment;
    /** Who asked a question, which may ask for a task: the options of a command that say so. */
    readonly person?: string;
  },
): Promise<void> {
  if (json) {
    const { answer, ids } = await wholeAnswer(events);
    // What is not kept is not called by anything.
    return printJson(presentAnswer({ answer, ids: ids.messageId === '' ? {} : ids }));
  }
  const { answer } = await wholeAnswer(printed(events, environment));
  printSources(answer, environment);
  printDoubts(answer, environment);
  if (person !== undefined) printOffer(answer, person, environment);
  for (const notice of answer.notices) process.stderr.write(`${notice.text}\n`);
}

async function* printed(
  events: AsyncIterable<PrintedEvent>,
  environment: Environment,
): AsyncGenerator<PrintedEvent> {
  const strong = process.stdout.isTTY ? createStrongText() : null;
  for await (const event of events) {
    if (event.type === 'text-delta') process.stdout.write(strong?.push(event.text) ?? event.text);
    if (event.type === 'progress')
      process.stderr.write(`${say(environment, { fr: 'étape', en: 'step' })} ${event.step}/${event.of}\n`);
    yield event;
  }
  process.stdout.write(strong?.finish() ?? '');
}

/** Sources that the answer cites. */
function printSources(answer: Answer, { language }: Environment): void {
  const cited = citedNumbers(answer.sentences);
  process.stdout.write('\n');
  const sources = answer.sources.filter((source) => cited.has(source.n));
  if (sources.length > 0) process.stdout.write('\nSources\n');
  for (const source of sources) process.stdout.write(`[${source.n}] ${placeOf(source, language)}\n`);
}

/** How to have the task done that was asked for in place of a question. */
function printOffer({ offeredTask, sources, usage }: Answer, person: string, environment: Environment): void {
  if (!offeredTask) return;
  const { task, documents, instruction } = offeredTask;
  if (documents.length < taskRules[task].least || (usage.model === null && !canBeQuoted(task))) return;
  const named = documents.map(({ id }) => {
    const document = sources.find((source) => source.document.id === id)?.document;
    return document ? quoted(`${document.space}/${document.path}`) : id;
  });
  const wanted = instruction === '' ? '' : ` --instruction ${quoted(instruction)}`;
  const command = `sourcier task ${task} ${named.join(' ')}${wanted} ${person}`;
  const said = { fr: `Sur le document entier : ${command}`, en: `On the whole document: ${command}` };
  process.stdout.write(`\n${say(environment, said)}\n`);
}

/** As a shell takes it, whatever is in it. */
const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

const doubts = {
  partial: {
    fr: 'à vérifier : en partie seulement dans les sources',
    en: 'to be checked: only partly in the sources',
  },
  unsupported: {
    fr: 'à vérifier : non retrouvé dans les sources',
    en: 'to be checked: not found in the sources',
  },
} as const;

/** Sentences that their sources do not say, or only in part, and what is missing: they were printed before they were checked. */
function printDoubts(answer: Answer, environment: Environment): void {
  const doubtful = answer.sentences.flatMap(({ text, support, findings = [] }) =>
    support === 'partial' || support === 'unsupported' ? [{ text, support, findings }] : [],
  );
  if (doubtful.length > 0)
    process.stdout.write(`\n${say(environment, { fr: 'À vérifier', en: 'To be checked' })}\n`);
  for (const { text, support, findings } of doubtful) {
    process.stdout.write(`${support === 'partial' ? '?' : '!'} ${text}\n`);
    process.stdout.write(`  ${say(environment, doubts[support])}\n`);
    for (const { said, instead } of findings.filter((finding) => finding.said !== ''))
      process.stdout.write(`  ${sayFinding(environment, said, instead)}\n`);
  }
}

function sayFinding(environment: Environment, said: string, instead: string | undefined): string {
  if (instead === undefined)
    return say(environment, {
      fr: `« ${said} » ne se trouve pas dans les sources`,
      en: `“${said}” is not in the sources`,
    });
  return say(environment, {
    fr: `la phrase dit « ${said} », la source « ${instead} »`,
    en: `the sentence says “${said}”, the source “${instead}”`,
  });
}
