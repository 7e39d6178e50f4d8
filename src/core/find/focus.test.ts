import { describe, expect, it } from 'vitest';
import { tunables } from '../../../config/tunables.ts';
import type { DocumentHit, WordHits } from '../../ports/search-index.ts';
import { everything } from '../scope.ts';
import { encodeCard, encodeQuery, termIdOf } from './encode.ts';
import { chooseFocus, type Searched } from './focus.ts';

const words: WordHits = { hits: [], readableChunks: 1_000, documentFrequency: new Map() };
const query = encodeQuery('préavis de démission dans le sport', ['fr']);
const { longDocument } = tunables.find.focus;

function named(documentId: string, title: string, given: Partial<DocumentHit> = {}): DocumentHit {
  const terms = [...encodeCard(title, 'fr').ids].filter((id) => query.ids.includes(id));
  return { documentId, score: 1, named: 1, terms, chunks: longDocument, ...given };
}

const all = { scope: everything, documents: 1_000 };
const choose = (hits: readonly DocumentHit[], searched: Searched = all) =>
  chooseFocus(query, searched, hits, words);

describe('chooseFocus', () => {
  it('looks into a long document that the question names while it asks for something else', () => {
    const focus = choose([named('d1', 'Sport')]);
    expect(focus?.scope).toEqual({ documents: ['d1'] });
    expect(focus?.nearness).toEqual(new Map([['d1', 1]]));
    expect([focus?.isLong('d1'), focus?.isLong('d2')]).toEqual([true, false]);
    expect(focus?.query.ids).toContain(termIdOf('demiss'));
    expect(focus?.query.ids).not.toContain(termIdOf('sport'));
  });

  it('takes in documents that are meant nearly as much, within the scope', () => {
    const focus = choose(
      [named('d1', 'Sport'), named('d2', 'Sport', { score: 0.9 }), named('d3', 'Sport', { score: 0.1 })],
      { scope: { spaces: ['rh'] }, documents: 100 },
    );
    expect(focus?.scope).toEqual({ spaces: ['rh'], documents: ['d1', 'd2'] });
    expect(focus?.nearness.get('d2')).toBeCloseTo(0.9);
  });

  it('leaves short documents to their passages', () => {
    expect(choose([named('d1', 'Sport', { chunks: 1 })])).toBeNull();
  });

  it('leaves alone a question that is but a name, or hardly names anything, or nothing', () => {
    expect(choose([named('d1', 'Préavis de démission dans le sport')])).toBeNull();
    expect(choose([named('d1', 'Sport', { named: 0.01 })])).toBeNull();
    expect(choose([])).toBeNull();
  });

  it('leaves alone a name that is hardly what is asked about, sooner where documents are short', () => {
    const asked = encodeQuery('la photocopieuse du service imprime des pages blanches', ['fr']);
    const note = { score: 1, named: 1, terms: [termIdOf('servic')] };
    const among = (chunks: number) => chooseFocus(asked, all, [{ documentId: 'd1', chunks, ...note }], words);
    expect(among(longDocument - 1)).toBeNull();
    expect(among(longDocument)?.scope).toEqual({ documents: ['d1'] });
    const common = { ...words, documentFrequency: new Map([[termIdOf('servic'), 900]]) };
    expect(chooseFocus(asked, all, [{ documentId: 'd1', chunks: longDocument, ...note }], common)).toBeNull();
  });

  it('leaves alone a name that more documents share than are looked into', () => {
    const { most } = tunables.find.focus;
    const shared = Array.from({ length: most + 1 }, (_, at) => named(`d${at}`, 'Sport'));
    expect(choose(shared)).toBeNull();
    expect(choose(shared.slice(1))?.scope.documents).toHaveLength(most);
  });

  it('looks into what the caller chose, whatever the question names', () => {
    const scope = { documents: ['d7'] };
    const focus = choose([named('d1', 'Sport')], { scope, documents: 1 });
    expect(focus?.scope).toBe(scope);
    expect(focus?.query).toBe(query);
    expect([focus?.isLong('d7'), focus?.nearness.size]).toEqual([true, 0]);
  });

  it('takes a folder of many documents as it takes a space: what the question names is looked into there', () => {
    const scope = { folders: ['conventions'] };
    const { mostChosen } = tunables.find.focus;
    expect(choose([], { scope, documents: mostChosen })?.scope).toBe(scope);
    expect(choose([], { scope, documents: mostChosen + 1 })).toBeNull();
    const focus = choose([named('d1', 'Sport')], { scope, documents: mostChosen + 1 });
    expect(focus?.scope).toEqual({ folders: ['conventions'], documents: ['d1'] });
  });
});
