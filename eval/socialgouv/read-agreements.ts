import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Article, LegalNode } from './articles.ts';
import { articlesOf } from './read-articles.ts';

/** A collective agreement with its attached texts and wages. */
export type Agreement = {
  /** `KALICONT…` */
  readonly id: string;
  /** The number that people know it by; `null` for three that have none. */
  readonly idcc: number | null;
  readonly title: string;
  /** « Industries chimiques et connexes » */
  readonly shortTitle: string;
  readonly articles: readonly Article[];
};

/**
 * The agreements of `@socialgouv/kali-data`, by id, one at a time: all together they take 600 MB.
 * `packages` is the folder `node_modules/@socialgouv`.
 */
export function* readAgreements(packages: string): Generator<Agreement> {
  const folder = join(packages, 'kali-data', 'data');
  const files = readdirSync(folder).filter((name) => name.startsWith('KALICONT'));
  for (const file of files.sort())
    yield toAgreement(JSON.parse(readFileSync(join(folder, file), 'utf8')) as LegalNode);
}

export function toAgreement(root: LegalNode): Agreement {
  const { id = '', num, title = '', shortTitle } = root.data;
  return {
    id,
    idcc: num === null || num === undefined ? null : Number(num),
    title: title.replace(/\s+/g, ' ').trim(),
    shortTitle: (shortTitle ?? title).replace(/\s+/g, ' ').trim(),
    articles: [...articlesOf(root)],
  };
}
