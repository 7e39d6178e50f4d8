import type { FeedbackPage, FeedbackRepository, GivenFeedback } from '../../ports/feedback-repository.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import { openUses, type UsesLibrary } from './open-uses.ts';

/** A feedback as an administrator is shown it: ids, codes and dates, and the comment where they may read it. */
export type ShownFeedback = Omit<GivenFeedback, 'documents'> & {
  /** There is a comment, which may repeat what the reader may not open. */
  readonly isCommentWithheld: boolean;
};

export type ShownFeedbackPage = {
  readonly feedback: readonly ShownFeedback[];
  /** There are more after these. */
  readonly hasMore: boolean;
};

type ListFeedbackDeps = {
  readonly feedback: Pick<FeedbackRepository, 'list' | 'recordReading'>;
  readonly library: UsesLibrary;
};

/**
 * What people said of their answers, the latest first. A comment may quote what the conversation rests on: it is shown to a
 * `reader` who may open all of that now, in the version that was quoted, and to nobody without one. Each that is shown is in the audit before it is.
 */
export async function listFeedback(
  { feedback, library }: ListFeedbackDeps,
  org: string,
  reader: AccessFilter | null,
  page: FeedbackPage,
): Promise<ShownFeedbackPage> {
  const found = await feedback.list(org, { ...page, limit: page.limit + 1 });
  const given = found.slice(0, page.limit);
  const uses = given.flatMap(({ comment, documents }) => (comment === null ? [] : documents));
  const sensitivityOf = reader && (await openUses(library, { within: reader, uses }));
  const shown = given.map(({ documents, ...one }): ShownFeedback => {
    const mayRead = sensitivityOf !== null && documents.every((use) => sensitivityOf(use) !== undefined);
    return {
      ...one,
      comment: mayRead ? one.comment : null,
      isCommentWithheld: !mayRead && one.comment !== null,
    };
  });
  const read = shown.filter(({ comment }) => comment !== null).map(({ messageId }) => messageId);
  if (reader && read.length > 0) await feedback.recordReading(org, reader.user, read);
  return { feedback: shown, hasMore: found.length > given.length };
}
