import { describe, expect, it } from 'vitest';
import { AppError } from '../errors.ts';
import { embedPassages } from './embed-passages.ts';

const { signal } = new AbortController();

/** An embedder that refuses for good every call with one of these texts in it. */
function refusing(...refused: readonly string[]) {
  const calls: (readonly string[])[] = [];
  const embed = async (texts: readonly string[]) => {
    calls.push(texts);
    if (texts.some((text) => refused.includes(text)))
      throw new AppError('EMBEDDER_UNAVAILABLE', { retryable: false });
    return texts.map((text) => Float32Array.of(text.length));
  };
  return { embed, calls };
}

describe('embedPassages', () => {
  it('costs a text that the model refuses its own vector alone', async () => {
    const embedder = refusing('far too long', 'another');
    const texts = ['one', 'far too long', 'two', 'three', 'another'];
    const lengths = (await embedPassages(embedder, texts, signal)).map((vector) => vector && [...vector]);
    expect(lengths).toEqual([[3], null, [3], [5], null]);
  });

  it('throws when the model refuses everything, after few calls', async () => {
    const calls: unknown[] = [];
    const embed = (texts: readonly string[]) => {
      calls.push(texts);
      return Promise.reject(new AppError('EMBEDDER_UNAVAILABLE', { retryable: false }));
    };
    const texts = Array.from({ length: 32 }, (_, i) => `text ${i}`);
    await expect(embedPassages({ embed }, texts, signal)).rejects.toMatchObject({
      code: 'EMBEDDER_UNAVAILABLE',
    });
    expect(calls.length).toBeLessThan(8);
  });

  it('leaves it to the queue to try again what may come right by itself', async () => {
    let calls = 0;
    const embed = () => {
      calls += 1;
      return Promise.reject(new AppError('EMBEDDER_UNAVAILABLE'));
    };
    await expect(embedPassages({ embed }, ['one', 'two'], signal)).rejects.toMatchObject({ retryable: true });
    expect(calls).toBe(1);
  });
});
