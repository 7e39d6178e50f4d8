import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Article, LegalNode } from './articles.ts';
import { articlesOf } from './read-articles.ts';

export type Code = {
  /** `LEGITEXT…` */
  readonly id: string;
  /** « Code du travail » */
  readonly title: string;
  readonly articles: readonly Article[];
};

/** The codes of `@socialgouv/legi-data`. `packages` is the folder `node_modules/@socialgouv`. */
export function* readCodes(packages: string): Generator<Code> {
  const folder = join(packages, 'legi-data', 'data');
  for (const file of readdirSync(folder).sort()) {
    if (!file.startsWith('LEGITEXT')) continue;
    const root = JSON.parse(readFileSync(join(folder, file), 'utf8')) as LegalNode;
    yield { id: root.data.id ?? '', title: root.data.title ?? '', articles: [...articlesOf(root)] };
  }
}
