import { type RawBuilder, sql } from 'kysely';

/**
 * SQL expression: a text without case and accents, so that « elodie » finds « Élodie » and « oeuvre » finds « Œuvre ». Letters are
 * taken apart first, since a database of the locale C knows the case of plain ones alone.
 */
export const folded = (text: RawBuilder<unknown>): RawBuilder<string> =>
  sql<string>`lower(regexp_replace(normalize(replace(replace(${text}, 'œ', 'oe'), 'Œ', 'OE'), NFD), '[\\u0300-\\u036f]', '', 'g'))`;

/** SQL condition: a text that was `folded` holds each of these words somewhere. */
export const holdsWords = (text: RawBuilder<unknown>, words: readonly string[]): RawBuilder<boolean> =>
  sql<boolean>`${text} like all (select ${folded(sql`'%' || word || '%'`)} from unnest(${words.map(literally)}::text[]) word)`;

/** SQL expression: 0 where a folded text begins with this word, 1 where a word of it does, else 2. */
export const rankOf = (text: RawBuilder<unknown>, word: string): RawBuilder<number> => {
  const start = folded(sql`${literally(word)}::text`);
  return sql<number>`case when ${text} like ${start} || '%' then 0 when ${text} like '% ' || ${start} || '%' then 1 else 2 end`;
};

/** What a person typed, without the meaning that `like` gives to some signs. */
const literally = (word: string): string => word.replace(/[\\%_]/g, '\\$&');
