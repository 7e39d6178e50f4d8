import { z } from 'zod';
import {
  folderAclChanged,
  groupMembersChanged,
  groupMembersSnapshot,
  organisationPolicyChanged,
  spaceArchived,
  spaceCreated,
  spaceDeleted,
  spaceMembersChanged,
  spaceMembersSnapshot,
  spaceUpdated,
  userDisabled,
  userErased,
  userUpserted,
} from './directory-events.ts';
import {
  documentAclChanged,
  documentDeleted,
  documentMoved,
  documentRestored,
  documentUpserted,
} from './document-events.ts';
import { isPlainText } from './plain-text.ts';
import { sourceHeartbeat } from './source-events.ts';

/** Every event that a workplace sends; a new one is a schema, a line here, and what it does in `apply-event.ts`. */
export const workplaceEvents = [
  documentUpserted,
  documentRestored,
  documentMoved,
  documentDeleted,
  documentAclChanged,
  folderAclChanged,
  spaceCreated,
  spaceUpdated,
  spaceArchived,
  spaceDeleted,
  spaceMembersChanged,
  spaceMembersSnapshot,
  groupMembersChanged,
  groupMembersSnapshot,
  userUpserted,
  userDisabled,
  userErased,
  organisationPolicyChanged,
  sourceHeartbeat,
] as const;

export const workplaceEvent = z
  .discriminatedUnion('type', workplaceEvents, {
    error: ({ code }) =>
      code === 'invalid_union' ? 'not a type of this contract; GET /v1/contract lists them' : undefined,
  })
  // Extensions of others are not kept, so they may hold anything.
  .refine(({ id, source, subject, data }) => isPlainText([id, source, subject, data]), {
    message: 'text with a NUL or half a character',
  });
export type WorkplaceEvent = z.infer<typeof workplaceEvent>;
export type EventOf<T extends WorkplaceEvent['type']> = Extract<WorkplaceEvent, { type: T }>;

/** The id that a subject names: what stands behind its kind. */
export const idOf = (subject: string): string => subject.slice(subject.indexOf('/') + 1);
