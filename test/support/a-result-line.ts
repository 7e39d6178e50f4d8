import type { ResultLine } from '../../src/core/evaluation/result-line.ts';

/** A result for tests: one question that was asked and scored nothing. */
export function aResultLine(parts: Partial<ResultLine> = {}): ResultLine {
  const id = parts.id ?? 'q1';
  return {
    suite: 'demo',
    endpoint: 'search',
    id,
    cluster: id,
    question: 'Où ?',
    as: 'reader',
    tags: [],
    facts: [],
    answerable: true,
    scores: {},
    signals: {},
    ranking: [],
    outcome: null,
    answer: null,
    refused: null,
    leaks: [],
    attack: null,
    error: null,
    latencyMs: 10,
    costEuro: null,
    timings: {},
    cached: false,
    ...parts,
  };
}
