type LogMethod = (fields: Readonly<Record<string, unknown>>, message: string) => void;

/** Structured log: codes, ids and numbers; never a question, a title or text of a document (R75). */
export type Logger = {
  readonly error: LogMethod;
  readonly warn: LogMethod;
  readonly info: LogMethod;
  readonly debug: LogMethod;
};
