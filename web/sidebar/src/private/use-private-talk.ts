import type { Client } from '../../../shared/api/client.ts';
import { ProblemError } from '../../../shared/api/problem.ts';
import type { AskEvent } from '../../../shared/api/types.ts';
import { newTurn } from '../answer/turn.ts';
import { useTurns } from '../ask/use-turns.ts';

/** What the server says of a document that it has forgotten, which this page still shows. */
export const closedCode = 'PRIVATE_DOCUMENT_CLOSED';

/** Questions about a private document: they and their answers are on this page alone. */
export function usePrivateTalk(client: Client) {
  const { turns, isStreaming, run, stop } = useTurns(() => undefined);
  const ask = (id: string, question: string) => {
    // Only the questions count; those without an answer said nothing to lean on.
    const earlier = turns.flatMap((turn) => (turn.status === 'done' ? [turn.question] : []));
    return run(newTurn('', question, { documents: [id] }), {
      begin: (signal) => withClosed(client.askPrivateDocument(id, question, earlier.slice(-20), signal)),
    });
  };
  return { turns, isStreaming, ask, stop };
}

/** « Not found » is told as what it is here: forgotten, as after a time without questions. */
async function* withClosed(events: AsyncGenerator<AskEvent>): AsyncGenerator<AskEvent> {
  const closed = { code: closedCode, title: '' };
  try {
    for await (const event of events)
      yield event.type === 'error' && event.problem.code === 'NOT_FOUND'
        ? { type: 'error', problem: closed }
        : event;
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'NOT_FOUND') throw new ProblemError(closed);
    throw error;
  }
}
