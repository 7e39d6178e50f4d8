/** A reply as it came: nothing of it is trusted, so nothing is taken out of it before it is looked through. */
export type WatchedReply = { readonly status: number; readonly text: string };

/** An answer, and what it is called by where the service says so. */
export type WatchedAnswer = WatchedReply & {
  readonly conversationId: string | null;
  readonly messageId: string | null;
};

/** The service that is watched, as anybody reaches it: over HTTP, in the name of one person. All calls reject when it is not reached. */
export type WatchedService = {
  search(as: string, query: string): Promise<WatchedReply>;
  ask(as: string, question: string): Promise<WatchedAnswer>;
  /** Says that this person should not have been shown the answer: opens a security item. */
  report(as: string, messageId: string): Promise<WatchedReply>;
  forget(as: string, conversationId: string): Promise<WatchedReply>;
  /** Turns the assistant of the organisation off, as leaking. */
  turnOff(as: string): Promise<WatchedReply>;
  /** Tells whoever is to be called. */
  notify(notice: object): Promise<WatchedReply>;
};
