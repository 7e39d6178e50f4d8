import type { Environment } from '../../config/env.ts';
import type { Answer } from '../core/answer/answer.ts';
import { citedNumbers } from '../core/answer/cited-numbers.ts';
import type { StreamedEvent } from '../core/conversation/event-place.ts';
import { wholeAnswer } from '../core/conversation/whole-answer.ts';
import type { PrivateMeta } from '../core/private-documents/ask-private-document.ts';
import { presentAnswer } from '../http/presenters/present-passage.ts';
import { placeOf } from './commands/search.ts';
import { printJson, say } from './with-sourcier.ts';

type PrintedEvent = StreamedEvent | PrivateMeta;

/** Prints an answer, or the result of a task, as it comes, then its sources; with `json` the whole when it has ended. */
export async function printAnswer(
  events: AsyncIterable<PrintedEvent>,
  { json, environment }: { readonly json: boolean | undefined; readonly environment: Environment },
): Promise<void> {
  if (json) {
    const { answer, ids } = await wholeAnswer(events);
    // What is not kept is not called by anything.
    return printJson(presentAnswer({ answer, ids: ids.messageId === '' ? {} : ids }));
  }
  const { answer } = await wholeAnswer(printed(events, environment));
  printSources(answer, environment);
}

async function* printed(
  events: AsyncIterable<PrintedEvent>,
  environment: Environment,
): AsyncGenerator<PrintedEvent> {
  for await (const event of events) {
    if (event.type === 'text-delta') process.stdout.write(event.text);
    if (event.type === 'progress')
      process.stderr.write(`${say(environment, { fr: 'étape', en: 'step' })} ${event.step}/${event.of}\n`);
    yield event;
  }
}

/** Sources that the answer cites, then its notices. */
function printSources(answer: Answer, { language }: Environment): void {
  const cited = citedNumbers(answer.sentences);
  process.stdout.write('\n');
  const sources = answer.sources.filter((source) => cited.has(source.n));
  if (sources.length > 0) process.stdout.write('\nSources\n');
  for (const source of sources) process.stdout.write(`[${source.n}] ${placeOf(source, language)}\n`);
  for (const notice of answer.notices) process.stderr.write(`${notice.text}\n`);
}
