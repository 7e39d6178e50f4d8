import { uuidFrom } from '../document-id.ts';
import { analyze } from './analyze.ts';
import { fold } from './fold.ts';

/** An acronym with one of its long forms, both as people write them. */
export type AliasPair = { readonly acronym: string; readonly expansion: string };

/** A pair that holds for whoever asks; `documents` of what they may read say so, counted up to a bound. */
export type Alias = AliasPair & { readonly documents: number };

/** Both forms of each, as people write them. */
export function formsOf(pairs: readonly AliasPair[]): string[] {
  return pairs.flatMap(({ acronym, expansion }) => [acronym, expansion]);
}

/** What a pair is told from another by: all spellings of one acronym, all inflections of one long form. */
export type AliasKeys = { readonly acronym: string; readonly expansion: string };

export function keysOfAlias({ acronym, expansion }: AliasPair): AliasKeys {
  return { acronym: acronymKey(acronym), expansion: expansionKey(expansion) };
}

/** « C.P.F. », « CPF » and « cpf » are one acronym; a plural ending in lower case (« EPCIs ») is left out. */
export function acronymKey(acronym: string): string {
  return fold(acronym.replace(/(?<=[\p{Lu}\p{N}])'?s$/u, '')).replace(/[^\p{L}\p{N}]/gu, '');
}

/**
 * The stems of a long form in their order. French ones for every language: a key has to be the same wherever it is made,
 * and what a French stemmer makes of English words tells them apart as well.
 */
export function expansionKey(expansion: string): string {
  return analyze(expansion, 'fr').join(' ');
}

/** The id of a pair within its organisation, the same whether it was learned or entered. */
export function aliasId(org: string, pair: AliasPair): string {
  const { acronym, expansion } = keysOfAlias(pair);
  return uuidFrom(org, 'alias', acronym, expansion);
}
