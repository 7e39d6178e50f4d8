/**
 * A number with its noun, as « 1 document » and « 2 documents »: French takes the plural from two on, English for all but one.
 * `many` is the plural where it is more than an s at the end.
 */
export const countedFr = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count < 2 ? one : many}`;

/** The same in English. */
export const countedEn = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
