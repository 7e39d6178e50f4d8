import type { RankedPassage } from '../answer/passage.ts';
import { understandByWords } from '../understand/understand-question.ts';
import type { OpenPrivateDocument } from './private-desk.ts';
import { retrieveFromPrivate } from './private-retrieval.ts';

/** The best passages of a private document for a query. Nothing of it is kept or told to anybody. */
export async function searchPrivateDocument(
  { document, closed }: OpenPrivateDocument,
  { query, limit, signal }: { readonly query: string; readonly limit: number; readonly signal: AbortSignal },
): Promise<readonly RankedPassage[]> {
  const { language } = document.card;
  const understood = understandByWords(query, [], { language, now: new Date() });
  const either = AbortSignal.any([signal, closed]);
  return (await retrieveFromPrivate(document, understood, { limit, signal: either })).passages;
}
