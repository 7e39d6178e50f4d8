import { describe, expect, test } from 'vitest';
import { readEnvironment } from './env.ts';

const told = (settings: Record<string, string>): string => {
  try {
    readEnvironment(settings);
    return '';
  } catch (error) {
    return String((error as { detail?: string }).detail);
  }
};

describe('the settings of a reranker', () => {
  const all = {
    RERANK_BASE_URL: 'https://rerank.example.org/v1',
    RERANK_MODEL: 'bge-reranker-v2-m3',
    RERANK_DIALECT: 'cohere',
    RERANK_TRUST: 'secnumcloud',
  };

  test('make a reranker together, and none when they are absent', () => {
    expect(readEnvironment({ ...all, RERANK_API_KEY: 'sk-1' }).rerank).toEqual({
      baseUrl: all.RERANK_BASE_URL,
      model: all.RERANK_MODEL,
      dialect: 'cohere',
      trust: 'secnumcloud',
      apiKey: 'sk-1',
    });
    expect(readEnvironment({}).rerank).toBeUndefined();
    expect(readEnvironment({ RERANK_BASE_URL: '', RERANK_TRUST: '' }).rerank).toBeUndefined();
  });

  test.each(Object.keys(all))('without %s they are refused, by name and without a value', (key) => {
    const detail = told({ ...all, [key]: '' });
    expect(detail).toContain('RERANK_BASE_URL, RERANK_MODEL, RERANK_DIALECT and RERANK_TRUST go together');
    expect(detail).not.toMatch(/bge|rerank\.example/);
  });

  test('want no model with TEI', () => {
    const { RERANK_MODEL: _, ...others } = all;
    expect(readEnvironment({ ...others, RERANK_DIALECT: 'tei' }).rerank).not.toHaveProperty('model');
  });

  test.each([
    ['RERANK_TRUST', 'everybody'],
    ['RERANK_DIALECT', 'openai'],
    ['RERANK_BASE_URL', 'ftp://rerank'],
  ])('name a wrong %s and do not repeat it', (key, value) => {
    expect(told({ ...all, [key]: value })).toContain(key);
    expect(told({ ...all, [key]: value })).not.toContain(value);
  });
});
