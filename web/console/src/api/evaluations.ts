import type { PageOf } from '../interface/use-pages.ts';
import { type Connection, segment } from './connection.ts';

export type ListedSet = {
  readonly id: string;
  readonly title: string;
  readonly savedAt: string;
  readonly questions: number;
  readonly unanswerable: number;
};

/** As the suite says it; only what the console shows or writes is named. */
export type SetQuestion = {
  readonly id: string;
  readonly question: string;
  readonly as?: string;
  readonly documents?: readonly string[];
  readonly answer?: readonly (string | readonly string[])[];
  readonly abstain?: boolean;
};

export type QuestionSet = {
  readonly id: string;
  readonly title: string;
  readonly savedAt: string;
  readonly questions: readonly SetQuestion[];
};

export const runStates = ['running', 'done', 'stopped', 'cancelled'] as const;

export type Run = {
  readonly id: string;
  readonly set: string;
  readonly title: string;
  readonly endpoint: Endpoint;
  readonly as: string;
  readonly provider: string | null;
  readonly promptVersion: number | null;
  readonly questions: number;
  readonly done: number;
  readonly state: (typeof runStates)[number];
  readonly trouble: string | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
};

export type Endpoint = 'search' | 'ask';

/** In the order of the figures of a run. */
export const metricIds = [
  'fact-recall',
  'citation-recall',
  'citation-precision',
  'support-rate',
  'refusal-precision',
  'refusal-recall',
  'obedience',
  'ndcg@10',
  'hit@1',
  'hit@5',
  'hit@10',
  'recall@5',
  'recall@20',
  'mrr',
  'passage-ndcg@10',
  'passage-hit@1',
  'passage-hit@5',
  'passage-hit@10',
  'passage-recall@5',
  'passage-recall@20',
  'passage-mrr',
] as const;
export type Metric = (typeof metricIds)[number];

export type RunDetail = {
  readonly run: Run;
  readonly withheld: number;
  readonly summary: {
    readonly questions: number;
    readonly errors: number;
    readonly leaks: number;
    /** Answered in quotations: no model wrote for them. */
    readonly quoted: number;
    readonly metrics: Readonly<Partial<Record<Metric, { readonly mean: number; readonly n: number }>>>;
    readonly abstention: Readonly<Record<string, number>>;
    readonly latencyMs: { readonly p50: number; readonly p95: number } | null;
    readonly costEuro: number | null;
  };
};

export type RunResult = {
  readonly ordinal: number;
  readonly id: string;
  readonly question: string;
  readonly as: string;
  readonly outcome: string | null;
  readonly answer: string | null;
  readonly hasChanged: boolean;
  readonly error: string | null;
  readonly leaks: readonly { readonly kind: string; readonly what: string }[];
  readonly scores: Readonly<Partial<Record<Metric, number | null>>>;
  readonly ranking: readonly { readonly document: string; readonly relevant: boolean }[];
  readonly latencyMs: number;
  readonly costEuro: number | null;
};

export type Difference = {
  readonly n: number;
  readonly before: number;
  readonly after: number;
  readonly difference: number;
  readonly low: number;
  readonly high: number;
};

export type Comparison = {
  readonly before: Run;
  readonly after: Run;
  readonly kept: boolean;
  readonly leaks: number;
  readonly main: Metric | null;
  readonly tolerance: number;
  readonly metrics: Readonly<Partial<Record<Metric, Difference>>>;
  readonly unpaired: number;
  readonly withheld: number;
};

export type Variant = { readonly provider: string | null; readonly promptVersion: number | null };

export type Launch = {
  readonly set: string;
  /** Empty: the person themself. */
  readonly as: string;
  readonly endpoint: Endpoint;
  /** `null`: all. */
  readonly questions: number | null;
  readonly variants: readonly Variant[];
};

const sets = '/v1/admin/question-sets';
const runs = '/v1/admin/evaluation-runs';

/** Sets of questions, and runs over them. */
export function evaluationsApi({ get, send, file }: Connection) {
  const api = {
    sets: async (signal: AbortSignal) => (await get<{ sets: readonly ListedSet[] }>(sets, {}, signal)).sets,
    set: (id: string, signal?: AbortSignal) => get<QuestionSet>(`${sets}/${segment(id)}`, {}, signal),
    /** `text`: a suite, in YAML or JSON lines. */
    saveSet: (id: string, text: string) => send<QuestionSet>('PUT', `${sets}/${segment(id)}`, { text }),
    removeSet: (id: string) => send('DELETE', `${sets}/${segment(id)}`),
    runs: async (signal: AbortSignal) => (await get<{ runs: readonly Run[] }>(runs, {}, signal)).runs,
    run: (id: string, signal: AbortSignal) => get<RunDetail>(`${runs}/${segment(id)}`, {}, signal),
    results: async (id: string, cursor: string | null, signal: AbortSignal): Promise<PageOf<RunResult>> => {
      const { results, nextCursor } = await get<{
        results: readonly RunResult[];
        nextCursor: string | null;
      }>(`${runs}/${segment(id)}/results`, { cursor, limit: 100 }, signal);
      return { rows: results, nextCursor };
    },
    /** All of them at once, to be set beside those of another run. */
    allResults: async (id: string, signal: AbortSignal): Promise<readonly RunResult[]> => {
      const all: RunResult[] = [];
      let cursor: string | null = null;
      do {
        const page: PageOf<RunResult> = await api.results(id, cursor, signal);
        all.push(...page.rows);
        cursor = page.nextCursor;
      } while (cursor !== null);
      return all;
    },
    launch: async ({ as, questions, ...rest }: Launch) =>
      (
        await send<{ runs: readonly Run[] }>('POST', runs, {
          ...rest,
          ...(as === '' ? {} : { as }),
          ...(questions === null ? {} : { questions }),
        })
      ).runs,
    changeRun: (id: string, action: 'cancel' | 'resume') =>
      send<Run>('POST', `${runs}/${segment(id)}/${action}`, {}),
    removeRun: (id: string) => send('DELETE', `${runs}/${segment(id)}`),
    exportRun: (id: string, format: 'csv' | 'jsonl') => file(`${runs}/${segment(id)}/export`, { format }),
    compare: (before: string, after: string, signal: AbortSignal) =>
      get<Comparison>('/v1/admin/evaluation-comparison', { before, after }, signal),
  };
  return api;
}

/** A set as the text that it is saved as. */
export function textOfSet({ id, title, questions }: Pick<QuestionSet, 'id' | 'title' | 'questions'>): string {
  return [{ suite: id, title }, ...questions].map((line) => `${JSON.stringify(line)}\n`).join('');
}
