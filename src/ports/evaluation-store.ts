import type { EvaluationRun, QuestionSet, RunResult, RunTrouble } from '../core/evaluation/run.ts';
import type { Question } from '../core/evaluation/suite.ts';

/** A set as lists show it: how many questions, and how many of them the documents hold no answer to. */
export type ListedSet = Omit<QuestionSet, 'questions'> & {
  readonly questions: number;
  readonly unanswerable: number;
};

export type NewRun = Pick<
  EvaluationRun,
  'setId' | 'title' | 'endpoint' | 'principal' | 'people' | 'provider' | 'promptVersion'
> & { readonly questions: readonly Question[] };

/** Sets of questions and runs over them. Each change that a person makes leaves an audit record of ids. */
export type EvaluationStore = {
  listSets(org: string): Promise<readonly ListedSet[]>;
  findSet(org: string, id: string): Promise<QuestionSet | null>;
  /** Takes the place of the one with the same id. */
  saveSet(org: string, set: Omit<QuestionSet, 'savedAt'>, by: string): Promise<QuestionSet>;
  /** Runs over it stay. False when there is none. */
  removeSet(org: string, id: string, by: string): Promise<boolean>;

  /** Who belongs to a group, by id. */
  membersOf(org: string, group: string): Promise<readonly string[]>;
  /** Gives them in this order. `by` pays. */
  start(org: string, runs: readonly NewRun[], by: string): Promise<readonly EvaluationRun[]>;
  /** The latest first. */
  list(org: string, limit: number): Promise<readonly EvaluationRun[]>;
  find(org: string, id: string): Promise<EvaluationRun | null>;
  /**
   * Ends one, or goes on with it. Gives it as it is then, `null` where there is none.
   * @throws AppError `CONFLICT` when it is in no state for that
   */
  change(org: string, id: string, action: 'cancel' | 'resume', by: string): Promise<EvaluationRun | null>;
  /** With all its results. False when there is none. */
  remove(org: string, id: string, by: string): Promise<boolean>;
  /** Removes those that ended before; gives how many. */
  dropEnded(org: string, before: Date): Promise<number>;

  /** Of each organisation the running one that was launched first; the organisation whose run waited longest comes first. */
  listDue(): Promise<readonly EvaluationRun[]>;
  /** The first question without a result. */
  nextQuestion(run: EvaluationRun): Promise<{ readonly ordinal: number; readonly question: Question } | null>;
  /**
   * Keeps a result, with the audit record of what was asked and read (R63). Of documents that went meanwhile no word is kept (R70).
   * A run that is not running any more, or a question that has a result, takes none.
   */
  addResult(run: EvaluationRun, result: RunResult): Promise<void>;
  /** Ends one that is running: `null`, it is done. */
  finish(run: EvaluationRun, trouble: RunTrouble | null): Promise<void>;
  /** In the order of the questions. */
  results(org: string, id: string): Promise<readonly RunResult[]>;
};
