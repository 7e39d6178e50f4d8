import type { ReasonCode } from '../../../../src/core/reasons.ts';

/** A file made to hurt its reader, and the ways in which reading it may end. */
export type Bomb = {
  /** Its name as a file; unique. */
  readonly name: string;
  readonly build: () => Uint8Array;
  readonly ends: readonly (ReasonCode | 'parsed')[];
  /** What may come out when it is read after all: far less than it pretends to hold. */
  readonly maxCharacters?: number;
  readonly maxAttachmentBytes?: number;
  /** Large and otherwise ordinary: megabytes of text come out, which the parent has to hold. */
  readonly givesMuch?: true;
  /** Reads its pictures too. */
  readonly recognise?: true;
};

/** The reader saw what it was, or it was ended from outside: both are sound, both have a reason that people can read. */
export const refused = ['inflates-too-much', 'damaged', 'too-large', 'nested-too-deep'] as const;
export const killed = ['parse-timeout', 'parse-memory', 'parse-crash'] as const;
/** Nothing wrong was found, and nothing in it either. */
export const empty = ['no-text', 'type-mismatch'] as const;
