import { onTestFinished } from 'vitest';
import { createParserPool } from '../../../src/adapters/parsers/parser-pool.ts';

/** A pool that is closed when its test ends, also when that fails: its processes would be counted by those that follow. */
export function poolOfTest(options: Parameters<typeof createParserPool>[0]) {
  const pool = createParserPool(options);
  onTestFinished(() => pool.close());
  return pool;
}
