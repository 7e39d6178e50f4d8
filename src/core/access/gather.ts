/**
 * Answers many questions of one organisation at once: those that come within `windowMs`, or while the ones before are being
 * answered, go to `load` together. `load` gives its answers in the order of the questions; its error is everybody's.
 */
export function gather<Question, Reply>(
  load: (org: string, questions: readonly Question[]) => Promise<readonly Reply[]>,
  windowMs: number,
): (org: string, question: Question) => Promise<Reply> {
  type Waiting = { readonly question: Question; readonly answered: PromiseWithResolvers<Reply> };
  const waiting = new Map<string, Waiting[]>();

  async function answerAll(org: string): Promise<void> {
    for (let batch = take(org); batch.length > 0; batch = take(org)) {
      try {
        const replies = await load(
          org,
          batch.map(({ question }) => question),
        );
        for (const [at, { answered }] of batch.entries()) answered.resolve(replies[at] as Reply);
      } catch (error) {
        for (const { answered } of batch) answered.reject(error);
      }
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
      setTimeout(() => void answerAll(org), windowMs);
    }
    return answered.promise;
  };
}
