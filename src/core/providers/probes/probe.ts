import type { AppError } from '../../errors.ts';
import type { ProbeClient } from '../probe-client.ts';
import type { ProbeFinding } from '../probe-texts.ts';
import type { ProbeResult, ProviderModels } from '../provider.ts';

export type ProbeContext = {
  readonly client: ProbeClient;
  readonly models: ProviderModels;
  readonly signal: AbortSignal;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
  /** What earlier probes found out. */
  readonly learned: { contextTokens: number | null };
};

export type Verdict = {
  readonly outcome: ProbeResult['outcome'];
  readonly finding?: ProbeFinding;
  readonly facts?: ProbeResult['facts'];
};

/** One thing to try. What it throws as `AppError` is a failure. */
export type Probe = {
  readonly name: ProbeResult['probe'];
  /** Which model it needs; absent: none. */
  readonly needs?: 'chat' | 'embeddings' | 'rerank';
  readonly run: (context: ProbeContext) => Promise<Verdict>;
};

export const passed = (facts: ProbeResult['facts'] = {}, finding?: ProbeFinding): Verdict => ({
  outcome: 'passed',
  facts,
  ...(finding && { finding }),
});

export const failed = (finding: ProbeFinding, facts: ProbeResult['facts'] = {}): Verdict => ({
  outcome: 'failed',
  finding,
  facts,
});

export const skipped = (finding: ProbeFinding): Verdict => ({ outcome: 'skipped', finding });

const findings: Readonly<Record<string, ProbeFinding>> = {
  MODEL_REFUSED_KEY: 'key-refused',
  MODEL_KEY_MISSING: 'key-missing',
  MODEL_ADDRESS_FORBIDDEN: 'address-forbidden',
  MODEL_RATE_LIMITED: 'rate-limited',
  MODEL_BUDGET_EXHAUSTED: 'budget-exhausted',
  MODEL_NOT_FOUND: 'model-not-found',
  MODEL_INPUT_TOO_LONG: 'input-too-long',
  MODEL_CONTEXT_TRUNCATED: 'context-truncated',
  MODEL_BAD_REPLY: 'bad-reply',
  EMBEDDER_UNAVAILABLE: 'bad-reply',
};

/** What an error of the provider is called; a deadline that passed is told by its detail. */
export function findingOf({ code, detail }: AppError): ProbeFinding {
  return findings[code] ?? (detail?.endsWith('time-out') ? 'too-slow' : 'unreachable');
}
