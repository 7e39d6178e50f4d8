/**
 * What a question asks for, the kinds that help most first: questions that the text itself asks, numbers, days, what things
 * are, what stands under a heading, what an acronym means.
 */
export const suggestionKinds = [
  'asked',
  'amount',
  'day',
  'rule',
  'definition',
  'topic',
  'heading',
  'acronym',
] as const;
export type SuggestionKind = (typeof suggestionKinds)[number];

/** A question that was made of a text, before anybody looked whether the text answers it. */
export type MadeQuestion = { readonly kind: SuggestionKind; readonly text: string };

/** How one form of sentence becomes a question; `ask` gives `null` where the words that it found make none. */
export type SentenceRule = {
  readonly kind: SuggestionKind;
  readonly pattern: RegExp;
  ask(found: Readonly<Record<string, string>>): string | null;
};

/** What turns the texts of one language into questions. All of it gives whole questions, mark included. */
export type QuestionMaker = {
  /** Tried in this order on a sentence; the first one that asks something is taken. */
  readonly sentences: readonly SentenceRule[];
  /** `title` is that of the document, in quotation marks; `null` where it is no name that people would say. */
  heading(heading: string, title: string | null): MadeQuestion | null;
  /** `column` is what is counted there, in the words of the table. */
  number(found: { readonly column: string; readonly row: string }): string;
  acronym(acronym: string): string;
  /** A question that says too little by itself, told from which document it is asked. */
  within(title: string, question: string): string;
  quote(title: string): string;
};
