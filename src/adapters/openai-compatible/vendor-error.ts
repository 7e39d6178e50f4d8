import { AppError, type ErrorCode, isAppError } from '../../core/errors.ts';

type Blame = { readonly code: ErrorCode; readonly retryable?: boolean; readonly detail?: string };

/**
 * Turns whatever a vendor's library threw into our error. Nothing of the vendor's text gets through (R60): it may echo
 * the key or the prompt. Only the HTTP status is told.
 */
export function toModelError(error: unknown): AppError {
  return isAppError(error) ? error : toAppError(blameModel(error));
}

/** The same for embeddings: always `EMBEDDER_UNAVAILABLE`, retryable as the status says. */
export function toEmbedderError(error: unknown): AppError {
  return toUnavailable('EMBEDDER_UNAVAILABLE', error);
}

/** The same for reranking. */
export function toRerankerError(error: unknown): AppError {
  return toUnavailable('RERANKER_UNAVAILABLE', error);
}

function toUnavailable(unavailable: ErrorCode, error: unknown): AppError {
  if (isAppError(error)) return error;
  const { code, detail, retryable } = blameModel(error);
  return toAppError({
    code: unavailable,
    retryable: retryable ?? (code === 'MODEL_UNAVAILABLE' || code === 'MODEL_RATE_LIMITED'),
    ...(detail !== undefined && { detail }),
  });
}

function blameModel(error: unknown): Blame {
  const status = statusOf(error);
  const detail = status === null ? {} : { detail: `HTTP ${status}` };
  if (status === null) return { code: isBrokenReply(error) ? 'MODEL_BAD_REPLY' : 'MODEL_UNAVAILABLE' };
  if (status === 401 || status === 403) return { code: 'MODEL_REFUSED_KEY', ...detail };
  if (status === 429) return { code: 'MODEL_RATE_LIMITED', ...detail };
  if (status >= 500 || status === 408) return { code: 'MODEL_UNAVAILABLE', ...detail };
  return { code: 'MODEL_BAD_REPLY', ...detail };
}

/** HTTP status of a refusal, also when it comes as an error object inside a stream that began with 200. */
function statusOf(error: unknown): number | null {
  const { status, code, error: inner } = fieldsOf(error);
  const { status: innerStatus, code: innerCode } = fieldsOf(inner);
  for (const candidate of [status, innerStatus, innerCode, code]) {
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
  return fieldsOf(inner) !== nothing || (cause !== undefined && isBrokenReply(cause));
}

const nothing: Readonly<Record<string, unknown>> = Object.freeze({});

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : nothing;
}

function toAppError({ code, ...options }: Blame): AppError {
  return new AppError(code, options);
}
