import { z } from 'zod';
import { sensitivities } from '../document.ts';

const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/i, 'letters, digits, dots, dashes; at most 63 characters');
const principal = z
  .string()
  .regex(
    /^(org|space|group|user):[a-z0-9][a-z0-9._-]{0,62}$/i,
    'a principal such as user:alice, group:drh or org:mairie',
  );

/** As issuers write themselves, to the character: compared, never called. */
const issuerUrl = z.url({ protocol: /^https?$/, error: 'the address of an issuer, as in its tokens' });

/** The declarative description of an organisation, as `sourcier org apply FILE.yaml` reads it. */
export const organisationFile = z
  .strictObject({
    organisation: id,
    title: z.string().min(1).max(200).optional(),
    users: z.array(id),
    /** Names to show, by user id; people without an entry are shown by their id. */
    people: z
      .record(
        id,
        z.strictObject({
          name: z.string().min(1).max(200).optional(),
          role: z.string().max(200).optional(),
          /** Who the person is for trusted issuers; several, for one person may sign in by several. */
          identities: z
            .array(z.strictObject({ issuer: issuerUrl, subject: z.string().min(1).max(255) }))
            .optional(),
        }),
      )
      .default({}),
    /** Users who look after the organisation's settings. It lets them read nothing that they could not read before. */
    admins: z.array(id).default([]),
    /** Users who name administrators and auditors. It lets them do and read nothing else. */
    owners: z.array(id).default([]),
    /** Users who read the audit, the exposure report and what else administrators see of it, and change nothing. */
    auditors: z.array(id).default([]),
    /** Users from outside, named by the exposure report. It neither gives nor takes a right. */
    guests: z.array(id).default([]),
    groups: z.record(id, z.array(id)).default({}),
    spaces: z.record(
      id,
      z.strictObject({
        title: z.string().min(1).max(200),
        sensitivity: z.enum(sensitivities).default('interne'),
        members: z.array(principal),
      }),
    ),
  })
  .superRefine((file, context) => {
    const users = new Set<string>();
    const known = (value: string) => {
      const [kind, name = ''] = value.split(':');
      if (kind === 'org') return name === file.organisation;
      if (kind === 'group') return name in file.groups;
      return kind === 'user' && users.has(name);
    };
    const complain = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    for (const [at, user] of file.users.entries()) {
      if (users.has(user)) complain(['users', at], `${user} stands twice`);
      users.add(user);
    }
    for (const list of ['admins', 'owners', 'auditors', 'guests'] as const)
      for (const user of file[list]) if (!users.has(user)) complain([list], `${user} is not in users`);
    for (const [group, members] of Object.entries(file.groups))
      for (const member of members)
        if (!users.has(member)) complain(['groups', group], `${member} is not in users`);
    for (const [space, { members }] of Object.entries(file.spaces))
      for (const member of members)
        if (!known(member))
          complain(['spaces', space, 'members'], `${member} is not a user, group or this organisation`);
    for (const person of Object.keys(file.people))
      if (!users.has(person)) complain(['people', person], 'is not in users');
    const taken = new Set<string>();
    for (const [person, { identities = [] }] of Object.entries(file.people))
      for (const { issuer, subject } of identities) {
        const identity = JSON.stringify([issuer, subject]);
        if (taken.has(identity)) complain(['people', person, 'identities'], 'stands twice');
        taken.add(identity);
      }
  });

export type OrganisationFile = z.infer<typeof organisationFile>;

/** Who the people are, as rows of `user_identity`: at the installation's own issuer by their id, elsewhere as the file says. */
export function identitiesOf(
  file: OrganisationFile,
  localIssuer: string,
): { user: string; issuer: string; subject: string }[] {
  return file.users.flatMap((user) => [
    { user, issuer: localIssuer, subject: user },
    ...(file.people[user]?.identities ?? []).map((identity) => ({ user, ...identity })),
  ]);
}

/** Who belongs to what, as rows of `membership`: the container first, then its member. */
export function membershipsOf(file: OrganisationFile): { principal: string; member: string }[] {
  const groups = Object.entries(file.groups).flatMap(([group, members]) =>
    members.map((member) => ({ principal: `group:${group}`, member: `user:${member}` })),
  );
  const spaces = Object.entries(file.spaces).flatMap(([space, { members }]) =>
    members.map((member) => ({ principal: `space:${space}`, member })),
  );
  return [...groups, ...spaces];
}
