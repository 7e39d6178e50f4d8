/** Requests that must not be carried out twice, by the key that their sender gave them. */
export type Inbox = {
  /** What was answered the first time, or `null`. */
  find(org: string, source: string, key: string): Promise<unknown>;
  /** Keeps the first answer; a second one for the same key is ignored. */
  keep(org: string, source: string, key: string, result: unknown): Promise<void>;
};
