import { rarityOf } from '../../core/find/rarity.ts';
import { keepRecent } from '../../core/keep-recent.ts';
import type { DocumentHit } from '../../ports/search-index.ts';
import type { Questions } from './protocol.ts';
import type { View, ViewedDocument } from './view.ts';
import type { SeenBy } from './visibility.ts';

type Found = Pick<DocumentHit, 'score' | 'named'> & { readonly document: ViewedDocument };

/** Callers of whom is remembered how rare terms are among the cards that they may read. */
const rememberedCallers = 32;

/** Finds documents by their cards, which are all in memory. Call it like the search by words. */
export function createDocumentSearch(
  view: View,
  seenBy: SeenBy,
): (ask: Questions['searchDocuments']['ask']) => readonly DocumentHit[] {
  /** By caller, as long as nothing changes. */
  const rarities = keepRecent<Map<number, number>>(rememberedCallers);
  let revision = view.revision();

  function raritiesFor(accessClasses: readonly number[]): Map<number, number> {
    if (revision !== view.revision()) rarities.clear();
    revision = view.revision();
    return rarities.get(accessClasses.toSorted((a, b) => a - b).join(), () => new Map());
  }

  return ({ query, limit, ...sight }) => {
    const { readableDocuments, isReadable, isInScope } = seenBy(sight);
    const readable = (number: number) => {
      const document = view.documents.get(number);
      return document && isReadable(document) ? document : undefined;
    };
    const known = raritiesFor(sight.accessClasses);
    const idf = (term: number): number => {
      const told = known.get(term);
      if (told !== undefined) return told;
      let frequency = 0;
      for (const number of view.documentsNamed(term)) if (readable(number)) frequency += 1;
      const rarity = rarityOf(readableDocuments, frequency);
      known.set(term, rarity);
      return rarity;
    };
    const asked = new Map<number, number>();
    const candidates = new Set<ViewedDocument>();
    for (const [i, term] of query.ids.entries()) {
      asked.set(term, query.weights[i] ?? 0);
      for (const number of view.documentsNamed(term)) {
        const document = readable(number);
        if (document && isInScope(document)) candidates.add(document);
      }
    }
    const found: Found[] = [];
    for (const document of candidates) {
      let said = 0;
      let mass = 0;
      for (const [i, term] of document.card.ids.entries()) {
        const rarity = idf(term);
        const weight = document.card.weights[i] ?? 0;
        mass += weight * rarity;
        said += Math.min(weight, asked.get(term) ?? 0) * rarity;
      }
      if (said === 0) continue;
      found.push({ document, score: (said * said) / mass, named: said / mass });
    }
    return found
      .sort((a, b) => b.score - a.score || (a.document.id < b.document.id ? -1 : 1))
      .slice(0, Math.max(0, limit))
      .map(({ document: { id, card, slots }, score, named }) => ({
        documentId: id,
        score,
        named,
        terms: [...card.ids].filter((term) => asked.has(term)),
        chunks: slots.length,
      }));
  };
}
