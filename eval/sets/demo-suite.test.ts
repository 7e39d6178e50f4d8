import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readSuite } from '../suite/read-suites.ts';
import { writeDemoSuite } from './demo-suite.ts';

const demo = join(import.meta.dirname, '..', '..', 'demo');

it('demo/suite.jsonl is what demo/questions.yaml makes (bin/sourcier eval suites --from demo)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sourcier-demo-suite-'));
  try {
    writeDemoSuite(demo, folder);
    const text = readFileSync(join(demo, 'suite.jsonl'), 'utf8');
    expect(text).toBe(readFileSync(join(folder, 'suite.jsonl'), 'utf8'));
    const { questions } = readSuite(join(demo, 'suite.jsonl'));
    expect(questions.filter(({ mustNotSee }) => mustNotSee).length).toBeGreaterThan(8);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
