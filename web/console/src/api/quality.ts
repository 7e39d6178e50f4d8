import type { PageOf } from '../interface/use-pages.ts';
import { type Connection, segment } from './connection.ts';

export const feedbackReasons = [
  'wrong',
  'outdated',
  'incomplete',
  'off-topic',
  'source-does-not-say',
  'should-not-see',
] as const;
export type FeedbackReason = (typeof feedbackReasons)[number];

export type GivenFeedback = {
  readonly messageId: string;
  readonly conversationId: string;
  readonly useful: boolean;
  readonly reasons: readonly FeedbackReason[];
  readonly comment: string | null;
  readonly commentWithheld: boolean;
  readonly givenAt: string;
};

export type FeedbackAsked = {
  readonly verdict: 'useful' | 'not-useful' | '';
  readonly reason: FeedbackReason | '';
  /** A day, or empty. */
  readonly since: string;
};

export type ItemState = 'open' | 'closed';

export type SecurityItem = {
  readonly id: string;
  readonly messageId: string;
  readonly user: string | null;
  readonly documents: readonly {
    readonly documentId: string;
    readonly version: number;
    readonly cited: boolean;
  }[];
  readonly state: ItemState;
  readonly note: string | null;
  readonly openedAt: string;
  readonly changedAt: string | null;
  readonly changedBy: string | null;
};

/** What people said of their answers. */
export function qualityApi({ get, send }: Connection) {
  return {
    feedback: async (
      asked: FeedbackAsked,
      cursor: string | null,
      signal: AbortSignal,
    ): Promise<PageOf<GivenFeedback>> => {
      const { feedback, nextCursor } = await get<{
        feedback: readonly GivenFeedback[];
        nextCursor: string | null;
      }>('/v1/admin/feedback', { ...asked, cursor }, signal);
      return { rows: feedback, nextCursor };
    },
    securityItems: async (
      state: ItemState | '',
      cursor: string | null,
      signal: AbortSignal,
    ): Promise<PageOf<SecurityItem>> => {
      const { items, nextCursor } = await get<{ items: readonly SecurityItem[]; nextCursor: string | null }>(
        '/v1/admin/security-items',
        { state, cursor },
        signal,
      );
      return { rows: items, nextCursor };
    },
    changeSecurityItem: (id: string, change: { readonly state: ItemState; readonly note?: string }) =>
      send<SecurityItem>('PUT', `/v1/admin/security-items/${segment(id)}`, change),
  };
}
