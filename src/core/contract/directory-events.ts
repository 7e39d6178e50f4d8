import { z } from 'zod';
import { acl, aclVersion } from './acl.ts';
import { classification, contractId, envelope, sequence, tenant } from './envelope.ts';
import { contractPrincipal } from './principal.ts';

const about = (kind: string) =>
  envelope.extend({
    subject: z
      .string()
      .regex(new RegExp(`^${kind}/.`), `${kind}/ and an id`)
      .max(210),
    sequence,
  });
const nothingElse = z.strictObject({ tenant });
const members = z.array(contractPrincipal).max(10_000);

/** Who somebody is at their identity provider: there, and nowhere else, the subject means them. */
const identity = z.strictObject({ issuer: z.string().min(1).max(500), subject: z.string().min(1).max(500) });

export const userUpserted = about('user').extend({
  type: z.literal('fr.workplace.user.upserted.v1'),
  data: z.strictObject({
    tenant,
    name: z.string().min(1).max(200),
    title: z.string().max(200).optional().meta({ description: 'Their function, as shown beside the name.' }),
    identities: z
      .array(identity)
      .max(20)
      .default([])
      .meta({ description: 'How they sign in: an address is no identity.' }),
    role: z.enum(['owner', 'administrator', 'auditor', 'member']).default('member').meta({
      description:
        'What they look after in the assistant: an administrator sets it up, an owner is one who names the others, an auditor looks. None of it lets them read a document more.',
    }),
    status: z.enum(['active', 'disabled']).default('active'),
    guest: z
      .boolean()
      .default(false)
      .meta({ description: 'True for somebody from outside the organisation.' }),
  }),
});
export const userDisabled = about('user').extend({
  type: z.literal('fr.workplace.user.disabled.v1'),
  data: nothingElse,
});
export const userErased = about('user').extend({
  type: z.literal('fr.workplace.user.erased.v1'),
  data: nothingElse,
});

const spaceCard = z.strictObject({
  tenant,
  title: z.string().min(1).max(200),
  classification: classification
    .default('internal')
    .meta({ description: 'Of what stands in it, unless a document is stricter.' }),
  assistant: z.enum(['allowed', 'excluded']).default('allowed').meta({
    description: 'excluded: nothing of the space is fetched, stored, searched or sent.',
  }),
  animators: z.array(contractPrincipal).max(1_000).default([]).meta({
    description:
      'Who looks after the space: they see how much of it the assistant knows, and may close it to the assistant. It lets them read no document.',
  }),
});
export const spaceCreated = about('space').extend({
  type: z.literal('fr.workplace.space.created.v1'),
  data: spaceCard,
});
export const spaceUpdated = about('space').extend({
  type: z.literal('fr.workplace.space.updated.v1'),
  data: spaceCard,
});
export const spaceArchived = about('space').extend({
  type: z.literal('fr.workplace.space.archived.v1'),
  data: nothingElse,
});
export const spaceDeleted = about('space').extend({
  type: z.literal('fr.workplace.space.deleted.v1'),
  data: nothingElse,
});

const delta = z.strictObject({ tenant, added: members.default([]), removed: members.default([]) });
const snapshot = z.strictObject({
  tenant,
  members: members.meta({ description: 'All of them: who is not named is none.' }),
});
export const spaceMembersChanged = about('space').extend({
  type: z.literal('fr.workplace.space.members.changed.v1'),
  data: delta,
});
export const spaceMembersSnapshot = about('space').extend({
  type: z.literal('fr.workplace.space.members.snapshot.v1'),
  data: snapshot,
});
export const groupMembersChanged = about('group').extend({
  type: z.literal('fr.workplace.group.members.changed.v1'),
  data: delta,
});
export const groupMembersSnapshot = about('group').extend({
  type: z.literal('fr.workplace.group.members.snapshot.v1'),
  data: snapshot,
});

export const folderAclChanged = about('folder').extend({
  type: z.literal('fr.workplace.folder.acl.changed.v1'),
  data: z.strictObject({ tenant, space: contractId, acl, aclVersion }),
});

export const organisationPolicyChanged = envelope.extend({
  type: z.literal('fr.workplace.org.policy.changed.v1'),
  subject: z.literal('org'),
  sequence,
  data: z.strictObject({
    tenant,
    guests: z
      .enum(['allowed', 'excluded'])
      .meta({ description: 'excluded: people from outside read nothing here.' }),
  }),
});
