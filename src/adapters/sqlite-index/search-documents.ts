import type { DocumentHit } from '../../ports/search-index.ts';
import type { Questions } from './protocol.ts';
import type { View } from './view.ts';
import { documentsSeenBy } from './visibility.ts';

/** Rarities of terms among the cards that one caller may read, as long as nothing changes. */
type Rarities = { readonly revision: number; readonly of: Map<number, number> };

/** Callers whose rarities are remembered. */
const rememberedCallers = 32;

/** Finds documents by their cards, which are all in memory. Call it like the search by words. */
export function createDocumentSearch(
  view: View,
): (ask: Questions['searchDocuments']['ask']) => readonly DocumentHit[] {
  const remembered = new Map<string, Rarities>();

  function raritiesFor(accessClasses: readonly number[]): Map<number, number> {
    const key = accessClasses.toSorted((a, b) => a - b).join();
    const known = remembered.get(key);
    if (known?.revision === view.revision()) return known.of;
    const fresh: Rarities = { revision: view.revision(), of: new Map() };
    remembered.delete(key);
    remembered.set(key, fresh);
    if (remembered.size > rememberedCallers) remembered.delete(remembered.keys().next().value ?? '');
    return fresh.of;
  }

  return ({ query, limit, ...sight }) => {
    const readable = new Map<number, boolean>();
    for (const { number, isFindable } of documentsSeenBy(sight, view)) readable.set(number, isFindable);
    const rarities = raritiesFor(sight.accessClasses);
    const idf = (term: number): number => {
      const known = rarities.get(term);
      if (known !== undefined) return known;
      let frequency = 0;
      for (const number of view.documentsNamed(term)) if (readable.has(number)) frequency += 1;
      const rarity = Math.log(1 + (readable.size - frequency + 0.5) / (frequency + 0.5));
      rarities.set(term, rarity);
      return rarity;
    };
    const asked = new Map<number, number>();
    const candidates = new Set<number>();
    for (const [i, term] of query.ids.entries()) {
      asked.set(term, query.weights[i] ?? 0);
      for (const number of view.documentsNamed(term)) if (readable.get(number)) candidates.add(number);
    }
    const hits: DocumentHit[] = [];
    for (const number of candidates) {
      const document = view.documents.get(number);
      if (!document) continue;
      let said = 0;
      let mass = 0;
      for (const [i, term] of document.card.ids.entries()) {
        const rarity = idf(term);
        const weight = document.card.weights[i] ?? 0;
        mass += weight * rarity;
        said += Math.min(weight, asked.get(term) ?? 0) * rarity;
      }
      if (said > 0) hits.push({ documentId: document.id, score: (said * said) / mass, named: said / mass });
    }
    return hits
      .sort((a, b) => b.score - a.score || (a.documentId < b.documentId ? -1 : 1))
      .slice(0, Math.max(0, limit));
  };
}
