/** Questions to a server, of which not everybody waits while it is away. */
export type OneAsks = {
  /**
   * Asks, or fails at once when the server was asked and gave no answer, none since either, and somebody is asking it again already.
   */
  ask<Reply>(question: () => Promise<Reply>): Promise<Reply>;
  /** Says that the server was heard of, whoever asked. */
  heard(): void;
};

/**
 * While a server is away, one question at a time finds out whether it is back, and the others are not kept waiting: those who wait take the places
 * of others, who would wait behind them for longer than anybody may (R80). One slow reply among others is no absence.
 */
export function createOneAsks(isSilence: (error: unknown) => boolean): OneAsks {
  let heardAt = 0;
  let isAway = false;
  let isAsking = false;
  const heard = () => {
    heardAt = performance.now();
    isAway = false;
  };
  return {
    heard,
    ask: async (question) => {
      if (isAway && isAsking) throw new Error('somebody else asks');
      const asksForAll = isAway;
      if (asksForAll) isAsking = true;
      const began = performance.now();
      try {
        const reply = await question();
        heard();
        return reply;
      } catch (error) {
        if (!isSilence(error)) heard();
        else if (heardAt < began) isAway = true;
        throw error;
      } finally {
        if (asksForAll) isAsking = false;
      }
    },
  };
}
