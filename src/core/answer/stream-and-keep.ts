import type { RightsWatch } from '../access/watch-rights.ts';
import type { Language } from '../document.ts';
import type { Account } from '../spend/open-account.ts';
import type { Answer, AnswerEvent } from './answer.ts';
import { unfinishedAnswer } from './unfinished-answer.ts';

/**
 * Hands out the events of an answer as they come, as long as what it rests on is the caller's (R06), and keeps it: whole
 * before `done` goes out, and as unfinished when it ended before.
 * @throws what `events` and `keep` throw, the reason of `signal`, what `watch.look` throws
 */
export async function* streamAndKeep(
  events: AsyncIterable<AnswerEvent>,
  {
    language,
    account,
    watch,
    keep,
    signal,
  }: {
    readonly language: Language;
    readonly account: Pick<Account, 'complete'>;
    readonly watch: Pick<RightsWatch, 'current' | 'replace' | 'look'>;
    readonly keep: (answer: Answer, complete: boolean) => Promise<void>;
    readonly signal: AbortSignal;
  },
): AsyncGenerator<AnswerEvent, void> {
  const streamed: AnswerEvent[] = [];
  let kept = false;
  try {
    for await (const event of events) {
      await watch.current(signal);
      signal.throwIfAborted();
      if (event.type === 'sources') watch.replace(event.sources.map(({ document }) => document));
      if (event.type === 'done') {
        const answer = account.complete(event.answer);
        await keep(answer, true);
        kept = true;
        // After all that takes time: what was lost meanwhile is not handed out.
        await watch.look();
        yield { type: 'done', answer };
      } else {
        streamed.push(event);
        yield event;
      }
    }
  } finally {
    if (!kept && streamed.length > 0)
      await keep(account.complete(unfinishedAnswer(streamed, language)), false);
  }
}
