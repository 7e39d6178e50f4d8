import type { Source } from '../../src/core/answer/answer.ts';
import type { PassageInContext } from '../../src/core/answer/passage.ts';

type Wishes = Omit<Partial<PassageInContext>, 'document' | 'section'> & {
  readonly document?: Partial<PassageInContext['document']>;
  readonly section?: Partial<PassageInContext['section']>;
};

/** A passage for tests: what a test does not care about is filled in; the section is the passage unless told. */
export function aPassage(wishes: Wishes = {}): PassageInContext {
  const text = wishes.text ?? 'La cantine ouvre à midi.';
  const sectionText = wishes.section?.text ?? text;
  return {
    id: 'chunk-1',
    sensitivity: 'interne',
    headings: [],
    place: null,
    aside: null,
    recognised: null,
    start: 0,
    end: text.length,
    score: 1,
    duplicates: 0,
    ...wishes,
    text,
    document: {
      id: 'document-1',
      title: 'Règlement de la cantine',
      path: 'mairie/cantine.pdf',
      space: 'mairie',
      version: 1,
      language: 'fr',
      modifiedAt: new Date('2026-09-01T08:00:00Z'),
      url: null,
      ...wishes.document,
    },
    section: { ordinal: 0, tokens: Math.ceil(sectionText.length / 4), ...wishes.section, text: sectionText },
  };
}

/** The same, numbered. */
export function aSource(wishes: Wishes & { readonly n?: number } = {}): Source {
  const { n = 1, ...others } = wishes;
  return { ...aPassage(others), n };
}
