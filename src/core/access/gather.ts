/**
 * Answers many questions of one organisation at once: `load` is asked at most every `windowMs` and never twice at a time, at
 * once where nobody asked before, and those that come meanwhile go to it together. It gives its answers in the order of the
 * questions; its error is everybody's.
 */
export function gather<Question, Reply>(
  load: (org: string, questions: readonly Question[]) => Promise<readonly Reply[]>,
  windowMs: number,
): (org: string, question: Question) => Promise<Reply> {
  type Waiting = { readonly question: Question; readonly answered: PromiseWithResolvers<Reply> };
  const waiting = new Map<string, Waiting[]>();

  async function answerAll(org: string): Promise<void> {
    // Those of the same moment go together.
    await null;
    for (let batch = take(org); batch.length > 0; batch = take(org)) {
      const window = sleepUnheld(windowMs);
      try {
        const replies = await load(
          org,
          batch.map(({ question }) => question),
        );
        for (const [at, { answered }] of batch.entries()) answered.resolve(replies[at] as Reply);
      } catch (error) {
        for (const { answered } of batch) answered.reject(error);
      }
      await window;
    }
    waiting.delete(org);
  }

  /** What waits now; the list stays, so that who comes meanwhile is taken next. */
  function take(org: string): Waiting[] {
    return waiting.get(org)?.splice(0) ?? [];
  }

  return (org, question) => {
    const answered = Promise.withResolvers<Reply>();
    const others = waiting.get(org);
    if (others) others.push({ question, answered });
    else {
      waiting.set(org, [{ question, answered }]);
      void answerAll(org);
    }
    return answered.promise;
  };
}

/** Keeps no process alive. */
function sleepUnheld(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms).unref());
}
