/** Whether one of a person's answers was useful to them. `sources`: what they said of some of its sources, by number. */
export type Judgement = {
  readonly messageId: string;
  readonly useful: boolean;
  readonly sources: readonly { readonly n: number; readonly useful: boolean }[];
};

/** A judgement with the exchange it is about. */
export type JudgedExchange = Judgement & {
  /** Who asked. */
  readonly user: string;
  readonly conversationId: string;
  readonly question: string;
  /** Questions before it in the conversation, the latest last. */
  readonly earlierQuestions: readonly string[];
  readonly offered: readonly { readonly n: number; readonly documentId: string; readonly cited: boolean }[];
};

/**
 * The documents that should stand first for the question: those of the sources that were called useful; where none was, those
 * that a useful answer cites, unless they were called useless. Empty: the feedback says nothing about the order.
 */
export function wantedDocuments({ useful, sources, offered }: JudgedExchange): string[] {
  const said = new Map(sources.map((source) => [source.n, source.useful]));
  const praised = offered.filter(({ n }) => said.get(n) === true);
  const cited = useful ? offered.filter((source) => source.cited && said.get(source.n) !== false) : [];
  return [...new Set((praised.length > 0 ? praised : cited).map(({ documentId }) => documentId))];
}
