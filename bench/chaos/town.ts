import { randomFrom } from '../../test/simulator/disorder.ts';
import {
  aDocument,
  anEvent,
  type SmallEvent,
  type SmallWorkplace,
} from '../../test/support/small-workplace.ts';

/** The people of the town, and the spaces that each of them belongs to. */
export const spacesOf = { alice: ['1', '2', '3'], bruno: ['2', '3'], chloe: ['3'] } as const;
export type TownPerson = keyof typeof spacesOf;
export const people = Object.keys(spacesOf) as TownPerson[];

/** What is true of a document at its source. */
export type TrueDocument = {
  readonly id: string;
  /** A word that stands in the text of this version and nowhere else. */
  readonly word: string;
  /** Words of its former versions. */
  readonly formerWords: readonly string[];
  readonly title: string;
  readonly path: string;
  readonly space: string;
  /** Who may not read it although they belong to its space. */
  readonly denied: readonly TownPerson[];
  readonly isDeleted: boolean;
  readonly versions: number;
};

export const readersOf = ({ space, denied }: Pick<TrueDocument, 'space' | 'denied'>): TownPerson[] =>
  people.filter((person) => !denied.includes(person) && spacesOf[person].some((one) => one === space));

/** A town whose documents are made, edited, renamed, moved, closed to people and deleted; it knows what is true of each. */
export function createTown(workplace: Pick<SmallWorkplace, 'file'>, { seed }: { readonly seed: number }) {
  const random = randomFrom(seed);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  const documents = new Map<string, TrueDocument>();
  /** Letters alone, so that it is one term of the index, in any language. */
  const wordOf = (id: number, version: number) =>
    `mot${`${id}x${version}`.replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '')}fin`;
  let steps = 0;

  const foundation = (): SmallEvent[] => [
    ...people.map((person) =>
      anEvent('user.upserted', `user/${person}`, { name: person, role: 'administrator' }),
    ),
    ...['1', '2', '3'].flatMap((space) => [
      anEvent('space.created', `space/${space}`, { title: `Espace ${space}` }),
      anEvent('space.members.snapshot', `space/${space}`, {
        members: people
          .filter((person) => spacesOf[person].some((one) => one === space))
          .map((id) => `user:${id}`),
      }),
    ]),
  ];

  function tell(document: TrueDocument): SmallEvent {
    const { id, title, path, space, word, versions } = document;
    steps += 1;
    const sentences = Array.from(
      { length: 12 },
      (_one, at) => `Au point ${at}, le conseil examine le dossier ${id}.`,
    );
    const file = workplace.file(
      `${id}-${versions}.md`,
      `# ${title}\n\nLe mot est ${word}.\n\n${sentences.join(' ')}\n`,
    );
    const changes = { title, path, space, contentVersion: versions, aclVersion: steps, acl: aclOf(document) };
    return aDocument(id, file, changes);
  }

  const put = (document: TrueDocument): SmallEvent => {
    documents.set(document.id, document);
    return tell(document);
  };

  return {
    foundation,
    documents,
    /** A new document, and now and then something that happens to an older one. */
    next(at: number): SmallEvent[] {
      const id = `d${at}`;
      const made = put({
        ...{ id, word: wordOf(at, 1), formerWords: [], title: `Dossier ${at}`, path: `dossiers/${id}.md` },
        ...{ space: pick(['1', '2', '3']), denied: [], isDeleted: false, versions: 1 },
      });
      const there = [...documents.values()].filter(({ isDeleted }) => !isDeleted);
      const older = pick(there);
      const number = Number(older.id.slice(1));
      const chance = random();
      if (chance < 0.3) return [made, put(edited(older, wordOf(number, older.versions + 1)))];
      if (chance < 0.4) {
        const renamed = { ...older, title: `Titre ${steps}`, path: `classés/${older.id}-${steps}.md` };
        return [made, put({ ...edited(renamed, wordOf(number, older.versions + 1)) })];
      }
      if (chance < 0.5) {
        const moved = { ...older, space: pick(['1', '2', '3']), path: `déplacés/${older.id}.md` };
        documents.set(older.id, moved);
        steps += 1;
        const { space, path } = moved;
        return [
          made,
          anEvent('document.moved', `doc/${older.id}`, { space, path, acl: aclOf(moved), aclVersion: steps }),
        ];
      }
      if (chance < 0.65) {
        const closed = { ...older, denied: random() < 0.7 ? [pick(people)] : [] };
        documents.set(older.id, closed);
        steps += 1;
        return [
          made,
          anEvent('document.acl.changed', `doc/${older.id}`, { acl: aclOf(closed), aclVersion: steps }),
        ];
      }
      if (chance < 0.75) {
        documents.set(older.id, { ...older, isDeleted: true });
        return [made, anEvent('document.deleted', `doc/${older.id}`, {})];
      }
      return [made];
    },
  };
}

const edited = (document: TrueDocument, word: string): TrueDocument => ({
  ...document,
  word,
  formerWords: [...document.formerWords, document.word],
  versions: document.versions + 1,
});

const aclOf = ({ space, denied }: TrueDocument) => ({
  allow: [`space:${space}`],
  deny: denied.map((person) => `user:${person}`),
});
