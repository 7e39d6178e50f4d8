import { describe, expect, test } from 'vitest';
import { readEnvironment } from './env.ts';

const server = { EMBEDDINGS_BASE_URL: 'http://127.0.0.1:8080/v1', EMBEDDINGS_MODEL: 'e5' };

describe('the embedding model of a deployment', () => {
  test('without a word, the model on this machine, fetched by a server', () => {
    const { embeddings, localModel } = readEnvironment({});
    expect({ embeddings, localModel }).toEqual({ embeddings: undefined, localModel: { installs: true } });
  });

  test('a server goes before the model on this machine', () => {
    const { embeddings, localModel } = readEnvironment({ ...server, EMBEDDINGS_MODEL_FOLDER: '/srv/model' });
    expect(embeddings).toMatchObject({ model: 'e5', queryPrefix: '', passagePrefix: '' });
    expect(localModel).toBeUndefined();
  });

  test('none means none, whatever else is set', () => {
    const { embeddings, localModel } = readEnvironment({ ...server, EMBEDDINGS: 'none' });
    expect({ embeddings, localModel }).toEqual({ embeddings: undefined, localModel: undefined });
  });

  test('a folder, threads and prefixes reach the model on this machine; an empty prefix is one', () => {
    const { localModel } = readEnvironment({
      EMBEDDINGS: 'installed',
      EMBEDDINGS_MODEL_FOLDER: '/srv/model',
      EMBEDDINGS_THREADS: '3',
      EMBEDDINGS_QUERY_PREFIX: '',
    });
    expect(localModel).toEqual({ installs: false, folder: '/srv/model', threads: 3, queryPrefix: '' });
  });

  test.each([{ EMBEDDINGS: 'yes' }, { EMBEDDINGS_THREADS: '0' }])('%o is refused by its key', (source) => {
    expect(() => readEnvironment(source)).toThrow(
      expect.objectContaining({
        code: 'CONFIGURATION_INVALID',
        detail: expect.stringContaining(Object.keys(source)[0] ?? ''),
      }),
    );
  });

  test('pip gets what it needs to find packages, and no secret', () => {
    const { pipVariables } = readEnvironment({
      PATH: '/bin',
      PIP_INDEX_URL: 'https://packages.example.org/simple',
      https_proxy: 'http://proxy.example.org',
      LLM_API_KEY: 'sk-1',
      EMBEDDINGS_API_KEY: 'sk-2',
      DATABASE_PASSWORD: 'sk-3',
    });
    expect(Object.keys(pipVariables).sort()).toEqual(['PATH', 'PIP_INDEX_URL', 'https_proxy']);
  });
});
