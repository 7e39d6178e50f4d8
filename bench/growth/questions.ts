import { seededRandom } from '../index/synthetic-corpus.ts';
import { foldersPerSpace, type Material, makeDocument, spaces } from './realistic-corpus.ts';

export const people = { everything: 'agent-partout', oneSpace: 'agent-un-espace' } as const;

export const questionKinds = [
  'ordinary',
  'names-document',
  'reference',
  'one-space',
  'one-folder',
  'one-document',
] as const;
export type QuestionKind = (typeof questionKinds)[number];

/** A search as people send them. `document`: number of the one it is limited to, whose id the store knows. */
export type MadeQuestion = {
  readonly kind: QuestionKind;
  readonly person: string;
  readonly query: string;
  readonly scope: { readonly spaces?: readonly string[]; readonly folders?: readonly string[] };
  readonly document?: number;
};

/** Real questions, half of them about everything, the others with a name, a reference or a scope; two thirds by whoever reads all. */
export function makeQuestions(material: Material, documents: number, count: number): MadeQuestion[] {
  const random = seededRandom(documents);
  const below = (most: number) => Math.floor(random() * most);
  return Array.from({ length: count }, (_, at) => {
    const kind =
      random() < 0.5 ? 'ordinary' : (questionKinds[1 + (at % (questionKinds.length - 1))] ?? 'ordinary');
    const person = random() < 0.67 ? people.everything : people.oneSpace;
    const query = material.questions[below(material.questions.length)]?.text ?? '';
    const number = below(documents);
    const made = { kind, person, query, scope: {} };
    if (kind === 'names-document')
      return { ...made, query: `Dans ${makeDocument(material, number).title}, ${query}` };
    if (kind === 'reference')
      return { ...made, query: `Que dit l'article L. ${100 + below(900)}-${1 + below(40)} ? ${query}` };
    if (kind === 'one-space') return { ...made, scope: { spaces: [spaces[below(spaces.length)] ?? ''] } };
    if (kind === 'one-folder') return { ...made, scope: { folders: [`dossier-${below(foldersPerSpace)}`] } };
    return kind === 'one-document' ? { ...made, document: number } : made;
  });
}
