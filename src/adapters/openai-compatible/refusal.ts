/** Why a provider refused. `request`: this very request, for whatever it holds. */
export type RefusalCause = 'key' | 'rate' | 'busy' | 'budget' | 'no-such-model' | 'too-long' | 'request';

/** What a provider said instead of a reply. `body` is the vendor's and never leaves this folder (R60). */
export type Refusal = { readonly status: number | null; readonly body: unknown };

/** A refusal on its way to where it is explained. */
export class ProviderRefusal extends Error {
  readonly refusal: Refusal;
  /** As `Retry-After` asks, in milliseconds. */
  readonly retryAfterMs: number | null;

  constructor(refusal: Refusal, retryAfterMs: number | null = null) {
    super('refused');
    this.refusal = refusal;
    this.retryAfterMs = retryAfterMs;
  }
}

/** What the usual words of the OpenAI wire mean; providers that differ say so in their dialect. */
export function usualCauseOf({ status, body }: Refusal): RefusalCause {
  if (status === 401 || status === 403) return 'key';
  if (status === 402) return 'budget';
  if (status === 413) return 'too-long';
  if (status === 429) return says(body, /insufficient_quota|billing/) ? 'budget' : 'rate';
  if (status === 408 || (status !== null && status >= 500)) return 'busy';
  if (says(body, /context_length_exceeded|maximum context length|exceed_context_size/)) return 'too-long';
  if (status === 404 || says(body, /model_not_found/)) return 'no-such-model';
  return 'request';
}

/** Whether a refusal's own words (not what it repeats of the request in other fields) match. They decide a code, no more. */
export function says(body: unknown, words: RegExp): boolean {
  return wordsOf(body).some((text) => words.test(text));
}

/** Texts of the fields in which vendors explain themselves, shortened: what follows is the request, repeated. */
function wordsOf(body: unknown, depth = 0): string[] {
  if (typeof body === 'string') return [body.slice(0, 300)];
  if (depth > 3) return [];
  if (Array.isArray(body)) return body.slice(0, 5).flatMap((part) => wordsOf(part, depth + 1));
  const { error, message, detail, msg, code, type, error_type } = fieldsOf(body);
  return [error, message, detail, msg, code, type, error_type].flatMap((part) => wordsOf(part, depth + 1));
}

const nothing: Readonly<Record<string, unknown>> = Object.freeze({});

export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : nothing;
}
