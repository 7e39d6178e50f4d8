import fc from 'fast-check';
import type { Organisation } from './organisation.ts';
import type { Rights } from './read-documents.ts';
import { foundTown, town } from './town.ts';

const documents = ['d1', 'd2', 'd3'] as const;

/** Something that people do in a town; what is impossible at that moment is passed over. */
export type Action =
  | {
      do: 'put';
      document: string;
      space: string;
      folder: number;
      text: number;
      title: number;
      acl: Rights | null;
      e2ee: boolean;
    }
  | { do: 'move'; document: string; space: string; folder: number; acl: Rights | null | undefined }
  | { do: 'rights'; document: string; acl: Rights | null }
  | { do: 'delete'; document: string }
  | { do: 'restore'; document: string }
  | { do: 'folder'; space: string; folder: number; acl: Rights | null }
  | { do: 'member'; space: string; member: string; joins: boolean }
  | { do: 'group'; group: string; member: string; joins: boolean }
  | { do: 'person'; person: string; to: 'active' | 'disabled' | 'erased' }
  | { do: 'guests'; are: 'allowed' | 'excluded' }
  | { do: 'assistant'; space: string; is: 'allowed' | 'excluded' }
  | { do: 'end'; space: string; by: 'archive' | 'delete' };

const user = fc.constantFrom(...town.people.map((id) => `user:${id}`));
const group = fc.constantFrom(...town.groups.map((id) => `grp:${id}`));
/** One of them more often, so that things meet there. */
const space = fc.constantFrom(...town.spaces, '42', '42');
const anyone = fc.oneof(
  user,
  group,
  space.map((id) => `space:${id}`),
);
const rights: fc.Arbitrary<Rights> = fc.record({
  allow: fc.uniqueArray(anyone, { maxLength: 2 }),
  restrictedTo: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.uniqueArray(anyone, { maxLength: 2 }) },
  ),
  deny: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.tuple(user) }),
});
/** `null`: what stands above gives them, more often than not. */
const orNone = fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: rights });
/** 0: the space itself; 1, 2: its folders, the inner one more often. */
const folder = fc.constantFrom(0, 1, 2, 2);
const document = fc.constantFrom(...documents);
const some = <T extends string>(name: T) => fc.constant(name);

const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: some('put'),
      document,
      space,
      folder,
      text: fc.nat(1),
      title: fc.nat(2),
      acl: orNone,
      e2ee: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: some('move'),
      document,
      space,
      folder,
      acl: fc.oneof(fc.constant(undefined), orNone),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: some('rights'), document, acl: orNone }) },
  { weight: 2, arbitrary: fc.record({ do: some('delete'), document }) },
  { weight: 2, arbitrary: fc.record({ do: some('restore'), document }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: some('folder'),
      space,
      folder: fc.integer({ min: 1, max: 2 }),
      acl: fc.oneof(fc.constant(null), rights),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: some('member'), space, member: anyone, joins: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: some('group'),
      group: fc.constantFrom(...town.groups),
      member: fc.oneof(user, group),
      joins: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: some('person'),
      person: fc.constantFrom(...town.people),
      to: fc.constantFrom('active', 'disabled', 'erased'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: some('guests'), are: fc.constantFrom('allowed', 'excluded') }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: some('assistant'), space, is: fc.constantFrom('allowed', 'excluded') }),
  },
  { weight: 2, arbitrary: fc.record({ do: some('end'), space, by: fc.constantFrom('archive', 'delete') }) },
);

/** Histories of a town, after its foundation. */
export const randomHistory = (options: { readonly maxLength: number }): fc.Arbitrary<Action[]> =>
  // Without a size, long histories are never drawn.
  fc.array(action, { minLength: 1, size: 'max', ...options });

/** Founds the town and lets it all happen, one thing after the other. */
export async function playHistory(organisation: Organisation, actions: readonly Action[]): Promise<void> {
  await foundTown(organisation);
  const there = new Map<string, { space: string }>();
  const binned = new Map<string, { space: string }>();
  const ended = new Map<string, 'archive' | 'delete'>();
  const erased = new Set<string>();
  const folderOf = (id: string, at: number) => (at === 0 ? null : (town.foldersOf(id)[at - 1] ?? null));

  for (const one of actions) {
    switch (one.do) {
      case 'put':
        if (ended.has(one.space)) break;
        await organisation.putDocument({
          id: one.document,
          space: one.space,
          folder: folderOf(one.space, one.folder),
          title: `Titre ${one.title}.md`,
          content: `# ${one.document}\n\nLe texte numéro ${one.text} de ${one.document}.\n`,
          acl: one.acl,
          encryption: one.e2ee ? 'e2ee' : 'none',
        });
        there.set(one.document, one);
        binned.delete(one.document);
        break;
      case 'move':
        if (!there.has(one.document) || ended.has(one.space)) break;
        await organisation.moveDocument(one.document, {
          space: one.space,
          folder: folderOf(one.space, one.folder),
          ...(one.acl !== undefined && { acl: one.acl }),
        });
        there.set(one.document, one);
        break;
      case 'rights':
        if (there.has(one.document)) await organisation.setDocumentRights(one.document, one.acl);
        break;
      case 'delete': {
        const known = there.get(one.document);
        if (!known) break;
        await organisation.deleteDocument(one.document);
        there.delete(one.document);
        binned.set(one.document, known);
        break;
      }
      case 'restore': {
        const known = binned.get(one.document);
        if (!known || ended.has(known.space)) break;
        await organisation.restoreDocument(one.document);
        binned.delete(one.document);
        there.set(one.document, known);
        break;
      }
      case 'folder': {
        const id = folderOf(one.space, one.folder);
        if (id && ended.get(one.space) !== 'delete') await organisation.setFolderRights(id, one.acl);
        break;
      }
      case 'member':
        if (ended.get(one.space) === 'delete') break;
        if (one.joins) await organisation.addMember(one.space, one.member);
        else await organisation.removeMember(one.space, one.member);
        break;
      case 'group':
        await organisation.changeGroup(
          one.group,
          one.joins ? { added: [one.member] } : { removed: [one.member] },
        );
        break;
      case 'person':
        if (erased.has(one.person)) break;
        if (one.to === 'active') {
          const guest = town.guests.includes(one.person as 'gilles');
          await organisation.putPerson(one.person, { name: one.person, guest });
        } else if (one.to === 'disabled') await organisation.disablePerson(one.person);
        else {
          await organisation.erasePerson(one.person);
          erased.add(one.person);
        }
        break;
      case 'guests':
        await organisation.setPolicy({ guests: one.are });
        break;
      case 'assistant':
        await organisation.updateSpace(one.space, { assistant: one.is });
        break;
      case 'end':
        if (ended.get(one.space) === 'delete') break;
        if (one.by === 'archive') await organisation.archiveSpace(one.space);
        else {
          await organisation.deleteSpace(one.space);
          for (const [id, { space: where }] of there) if (where === one.space) there.delete(id);
        }
        ended.set(one.space, one.by);
        break;
    }
  }
}
