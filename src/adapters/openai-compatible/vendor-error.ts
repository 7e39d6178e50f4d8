import { AppError, type ErrorCode, isAppError } from '../../core/errors.ts';
import type { Dialect } from './dialect.ts';
import { fieldsOf, ProviderRefusal, type Refusal, type RefusalCause, usualCauseOf } from './refusal.ts';

/** How a dialect explains refusals; without one they have their usual meaning. */
type Explaining = Pick<Dialect, 'causeOf'>;

/** Refusals after which a second attempt may succeed. */
const retried: ReadonlySet<RefusalCause> = new Set(['rate', 'busy']);

const modelCodes: Readonly<Record<RefusalCause, ErrorCode>> = {
  key: 'MODEL_REFUSED_KEY',
  rate: 'MODEL_RATE_LIMITED',
  busy: 'MODEL_UNAVAILABLE',
  budget: 'MODEL_BUDGET_EXHAUSTED',
  'no-such-model': 'MODEL_NOT_FOUND',
  'too-long': 'MODEL_INPUT_TOO_LONG',
  request: 'MODEL_BAD_REPLY',
};

/**
 * Turns whatever came instead of a reply into our error. Nothing of the vendor's text gets through (R60): it may echo
 * the key or the prompt. Only the HTTP status is told.
 */
export function toModelError(error: unknown, dialect: Explaining): AppError {
  const own = ownError(error);
  if (own) return own;
  const refused = explain(error, dialect);
  if (!refused) return new AppError(isBrokenReply(error) ? 'MODEL_BAD_REPLY' : 'MODEL_UNAVAILABLE');
  const { cause, ...options } = refused;
  return new AppError(modelCodes[cause], options);
}

/** The same for embeddings: always `EMBEDDER_UNAVAILABLE`, retryable as the refusal says. */
export function toEmbedderError(error: unknown, dialect: Explaining): AppError {
  return toUnavailable('EMBEDDER_UNAVAILABLE', error, dialect);
}

/** The same for reranking. */
export function toRerankerError(error: unknown): AppError {
  return toUnavailable('RERANKER_UNAVAILABLE', error, {});
}

/** What the provider asked to wait before a next attempt, in milliseconds. */
export function askedDelayMs(error: unknown): number | null {
  return thrownRefusal(error)?.retryAfterMs ?? null;
}

function toUnavailable(code: ErrorCode, error: unknown, dialect: Explaining): AppError {
  const own = ownError(error);
  if (own) return own;
  const refused = explain(error, dialect);
  if (!refused) return new AppError(code, { retryable: !isBrokenReply(error) });
  const { cause: _, ...options } = refused;
  return new AppError(code, options);
}

function explain(
  error: unknown,
  dialect: Explaining,
): { cause: RefusalCause; retryable: boolean; detail?: string } | null {
  const refusal = thrownRefusal(error)?.refusal ?? refusalInStream(error);
  if (!refusal) return null;
  const cause = dialect.causeOf?.(refusal) ?? usualCauseOf(refusal);
  const retryable = retried.has(cause);
  return { cause, retryable, ...(refusal.status !== null && { detail: `HTTP ${refusal.status}` }) };
}

function ownError(error: unknown): AppError | null {
  if (isAppError(error)) return error;
  const { cause } = fieldsOf(error);
  return isAppError(cause) ? cause : null;
}

/** The library wraps what its `fetch` throws. */
function thrownRefusal(error: unknown): ProviderRefusal | null {
  if (error instanceof ProviderRefusal) return error;
  const { cause } = fieldsOf(error);
  return cause instanceof ProviderRefusal ? cause : null;
}

/** An error object that came inside a stream, as the library throws it; `null` when it names no HTTP status. */
function refusalInStream(error: unknown): Refusal | null {
  const { error: body } = fieldsOf(error);
  const status = statusIn(body);
  return status === null ? null : { status, body };
}

/** Status that an error object tells of itself: `code: 503`, `status: "429"`. */
export function statusIn(body: unknown): number | null {
  const { status, code, http_status_code } = fieldsOf(body);
  for (const candidate of [status, code, http_status_code]) {
    const number = typeof candidate === 'string' && /^\d{3}$/.test(candidate) ? Number(candidate) : candidate;
    if (typeof number === 'number' && number >= 300 && number < 600) return number;
  }
  return null;
}

/** True for what came, but made no sense; false when the connection failed. */
function isBrokenReply(error: unknown): boolean {
  if (error instanceof SyntaxError || error instanceof RangeError) return true;
  if (error instanceof Error && error.message === 'reply too large') return true;
  const { cause, error: inner } = fieldsOf(error);
  return (inner !== undefined && inner !== null) || (cause !== undefined && isBrokenReply(cause));
}
