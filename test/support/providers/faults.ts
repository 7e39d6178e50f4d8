import type { RefusalKind } from './fixture.ts';
import type { Score } from './rerank-fixtures.ts';

/** Ways in which a test server misbehaves; each is what some real server or network does. */
export type Fault =
  /** Refuses in the words of its dialect, whatever was asked. */
  | { readonly kind: 'refusal'; readonly refusal: RefusalKind; readonly retryAfter?: string }
  /** Refuses with this status in OpenAI's words. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  | { readonly kind: 'redirect'; readonly to: string }
  /** Takes the request and never answers. */
  | { readonly kind: 'silence' }
  /** Sends headers and `words` pieces (half of a reply that is no stream), then nothing more, keeping the line open. */
  | { readonly kind: 'stall'; readonly words: number }
  /** Breaks the connection in the middle of an event or reply, after `words` pieces. */
  | { readonly kind: 'cut'; readonly words: number }
  | { readonly kind: 'huge-line' }
  /** Ends cleanly without `[DONE]`, with or without a finish reason. */
  | { readonly kind: 'no-done'; readonly finished: boolean }
  | { readonly kind: 'invalid-utf8' }
  /** Sends each character of several bytes in two packets. */
  | { readonly kind: 'split-utf8' }
  | { readonly kind: 'malformed-json' }
  /** Mixes tool calls, reasoning, unknown events and text that is not a string into the stream. */
  | { readonly kind: 'unknown-events' }
  | { readonly kind: 'html' }
  /** An error of this status in a stream that began with 200, in the words of its dialect; without one it tells none. */
  | { readonly kind: 'error-in-stream'; readonly status?: number; readonly words?: number }
  | { readonly kind: 'finish'; readonly reason: string }
  /** No text in a chat, a vector too few in embeddings. */
  | { readonly kind: 'empty' }
  /** Replies to a rerank with these scores, whatever was asked. */
  | { readonly kind: 'scores'; change(scores: readonly Score[]): readonly Score[] }
  /** Replies with this text. */
  | { readonly kind: 'raw'; readonly body: string };

/** Text that a vendor's error carries and that must never reach people or logs. */
export const vendorSecret = 'VENDOR-ECHO sk-test-key prompt text';
