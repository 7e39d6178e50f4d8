import type { ShownFeedback } from '../../core/conversation/list-feedback.ts';

/** What somebody said of an answer, for administrators: nothing of the answer, nor who it was. */
export function presentGivenFeedback(given: ShownFeedback) {
  const { messageId, conversationId, useful, reasons, comment, isCommentWithheld, givenAt } = given;
  return {
    messageId,
    conversationId,
    useful,
    reasons: [...reasons],
    comment,
    commentWithheld: isCommentWithheld,
    givenAt: givenAt.toISOString(),
  };
}
