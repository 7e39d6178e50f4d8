import type { ServerResponse } from 'node:http';

/** Ways in which the test server misbehaves; each is what some real server or network does. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  | { readonly kind: 'redirect'; readonly to: string }
  /** Takes the request and never answers. */
  | { readonly kind: 'silence' }
  /** Sends headers and `words` pieces, then nothing more, keeping the line open. */
  | { readonly kind: 'stall'; readonly words: number }
  /** Breaks the connection in the middle of an event, after `words` pieces. */
  | { readonly kind: 'cut'; readonly words: number }
  | { readonly kind: 'huge-line' }
  /** Ends cleanly without `[DONE]`, with or without a finish reason. */
  | { readonly kind: 'no-done'; readonly finished: boolean }
  | { readonly kind: 'invalid-utf8' }
  | { readonly kind: 'malformed-json' }
  /** Mixes tool calls, reasoning, unknown events and text that is not a string into the stream. */
  | { readonly kind: 'unknown-events' }
  | { readonly kind: 'html' }
  | { readonly kind: 'error-in-stream'; readonly code?: number }
  | { readonly kind: 'finish'; readonly reason: string }
  | { readonly kind: 'empty' };

/** Text that a vendor's error carries and that must never reach people or logs. */
export const vendorSecret = 'VENDOR-ECHO sk-test-key prompt text';

export function vendorError(status: number): string {
  return JSON.stringify({
    error: { message: vendorSecret, type: 'vendor', code: String(status), param: null },
  });
}

export function sendStatus(response: ServerResponse, fault: Extract<Fault, { kind: 'status' }>): void {
  response.writeHead(fault.status, {
    'content-type': 'application/json',
    ...(fault.retryAfter !== undefined && { 'retry-after': fault.retryAfter }),
  });
  response.end(vendorError(fault.status));
}
