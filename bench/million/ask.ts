import pLimit from 'p-limit';
import { encodeQuery } from '../../src/core/find/encode.ts';
import { type Percentiles, percentilesOf } from '../../src/core/percentile.ts';
import { everything } from '../../src/core/scope.ts';
import type { SearchIndex } from '../../src/ports/search-index.ts';
import { anAccessFilter } from '../../test/support/access-filter-builder.ts';
import { clusteredVectors } from '../index/synthetic-corpus.ts';
import { dimension, type Tenant } from './corpus.ts';

export const generation = 'bench@1';
/** As many as a question of the product asks for. */
const limit = 200;

export type By = 'words' | 'vectors';
/** Milliseconds of those that answered; `failed` did not within the time that the product gives an index. */
export type Asked = Percentiles & { readonly failed: number };

export type AskOptions = {
  readonly questions: readonly string[];
  readonly by: By;
  readonly times: number;
  readonly atOnce?: number;
};

/**
 * Searches of readers of the organisations that `whom` gives, each of whom reads so many of its classes: the first ones, or
 * all where it has no more.
 */
export async function ask(
  index: SearchIndex,
  whom: (at: number) => { readonly tenant: Tenant; readonly classes: number },
  { questions, by, times, atOnce = 1 }: AskOptions,
): Promise<Asked> {
  const inTurn = pLimit(atOnce);
  const tookMs: number[] = [];
  let failed = 0;
  const vectorOf = clusteredVectors(dimension, 7_919);
  const searchOnce = async (at: number) => {
    const { tenant, classes } = whom(at);
    const within = anAccessFilter({
      org: tenant.org,
      accessClasses: [...Array(Math.min(classes, tenant.classes)).keys()],
    });
    const options = { scope: everything, limit };
    const query = encodeQuery(questions[at % questions.length] ?? '', ['fr']);
    const vector = vectorOf();
    const started = performance.now();
    try {
      await (by === 'words'
        ? index.searchWords(query, within, options)
        : index.searchVectors({ generation, vector }, within, options));
      tookMs.push(performance.now() - started);
    } catch {
      failed += 1;
    }
  };
  await Promise.all(Array.from({ length: times }, (_, at) => inTurn(() => searchOnce(at))));
  return { ...percentilesOf(tookMs), failed };
}
