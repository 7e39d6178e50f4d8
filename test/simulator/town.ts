import type { Organisation } from './organisation.ts';

/** Who and what is in the town that scripted and random histories play in. */
export const town = {
  people: ['alice', 'bruno', 'chloe', 'gilles'],
  guests: ['gilles'],
  groups: ['drh', 'elus'],
  spaces: ['42', '43', '44'],
  /** Each space has a folder within a folder: `42-f` and `42-f-g`. */
  foldersOf: (space: string): readonly string[] => [`${space}-f`, `${space}-f-g`],
} as const;

/** Announces the people, groups, spaces and folders of the town; there is no document yet. */
export async function foundTown(organisation: Organisation): Promise<void> {
  for (const id of town.people)
    await organisation.putPerson(id, {
      name: id,
      guest: town.guests.includes(id as 'gilles'),
      identities: [{ issuer: 'https://identite.example', subject: `sub-${id}` }],
    });
  await organisation.setPolicy({ guests: 'allowed' });
  await organisation.changeGroup('drh', { added: ['user:alice'] });
  await organisation.changeGroup('elus', { added: ['user:bruno', 'group:drh'] });
  const members = [
    { 'user:alice': 'animateur', 'user:bruno': 'contributeur' },
    { [`org:${organisation.tenant}`]: 'visiteur' },
    { 'group:elus': 'contributeur', 'user:gilles': 'visiteur' },
  ] as const;
  for (const [at, space] of town.spaces.entries()) {
    await organisation.createSpace(space, { title: `Espace ${space}` }, members[at]);
    const [outer = '', inner = ''] = town.foldersOf(space);
    await organisation.addFolder({ id: outer, space });
    await organisation.addFolder({ id: inner, space, parent: outer });
  }
}
