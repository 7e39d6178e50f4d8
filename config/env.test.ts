import { describe, expect, test } from 'vitest';
import { readEnvironment } from './env.ts';

const bucket = {
  S3_BUCKET: 'sourcier',
  S3_ENDPOINT: 'https://s3.example.org',
  S3_REGION: 'fr-par',
  S3_ACCESS_KEY_ID: 'identifiant',
  S3_SECRET_ACCESS_KEY: 'une clé assez longue',
};
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
      DATABASE_URL: 'postgres://sourcier@127.0.0.1/sourcier',
      DATABASE_PASSWORD: 'sk-3',
    });
    expect(Object.keys(pipVariables).sort()).toEqual(['PATH', 'PIP_INDEX_URL', 'https_proxy']);
  });
});

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

describe('the model server and its dialect', () => {
  const chat = { LLM_BASE_URL: 'https://llm.example.org/v1', LLM_MODEL: 'small', LLM_TRUST: 'eu' };

  test('a dialect is taken where it is named, and only one that has a chat', () => {
    expect(readEnvironment(chat).languageModel).not.toHaveProperty('dialect');
    expect(readEnvironment({ ...chat, LLM_DIALECT: 'mistral' }).languageModel?.dialect).toBe('mistral');
    for (const wrong of ['tei', 'anthropic'])
      expect(told({ ...chat, LLM_DIALECT: wrong })).toContain('LLM_DIALECT');
  });

  test('networks are opened to providers as a list; none without a word', () => {
    expect(readEnvironment({}).providerNetworks).toEqual([]);
    expect(readEnvironment({ PROVIDER_PRIVATE_NETWORKS: '' }).providerNetworks).toEqual([]);
    const { providerNetworks } = readEnvironment({ PROVIDER_PRIVATE_NETWORKS: '10.1.0.0/16, fd00:1::/32' });
    expect(providerNetworks).toEqual(['10.1.0.0/16', 'fd00:1::/32']);
  });
});

describe('the language model of a deployment', () => {
  const chat = { LLM_BASE_URL: 'http://127.0.0.1:8000/v1', LLM_MODEL: 'grand' };

  test('may have a smaller one beside it', () => {
    expect(readEnvironment(chat).languageModel).not.toHaveProperty('smallModel');
    expect(readEnvironment({ ...chat, LLM_SMALL_MODEL: 'petit' }).languageModel).toMatchObject({
      model: 'grand',
      smallModel: 'petit',
    });
  });

  test('is wanted where a smaller one is named', () => {
    expect(() => readEnvironment({ LLM_SMALL_MODEL: 'petit' })).toThrow(
      expect.objectContaining({ detail: expect.stringContaining('LLM_SMALL_MODEL') }),
    );
  });
});

describe('R61: a secret that everybody knows is refused, and not repeated', () => {
  const guards: Readonly<Record<string, (secret: string) => Record<string, string>>> = {
    S3_SECRET_ACCESS_KEY: (S3_SECRET_ACCESS_KEY) => ({ ...bucket, S3_SECRET_ACCESS_KEY }),
    DATABASE_PASSWORD: (DATABASE_PASSWORD) => ({ DATABASE_URL: 'postgres://a@db/docs', DATABASE_PASSWORD }),
    DATABASE_URL: (secret) => ({ DATABASE_URL: `postgres://a:${secret}@db/docs` }),
    REDIS_PASSWORD: (REDIS_PASSWORD) => ({ REDIS_URL: 'rediss://r', REDIS_PASSWORD }),
    REDIS_URL: (secret) => ({ REDIS_URL: `rediss://:${secret}@r` }),
    QDRANT_API_KEY: (QDRANT_API_KEY) => ({ INDEX: 'qdrant', QDRANT_URL: 'https://q', QDRANT_API_KEY }),
    SOURCIER_SECRET_KEY: (SOURCIER_SECRET_KEY) => ({ SOURCIER_SECRET_KEY }),
  };
  const known = ['minioadmin', 'changeme', 'Change-Me', 'password', 'xxxxxxxx', '12345678'];

  test.each(Object.entries(guards))('%s', (key, given) => {
    for (const secret of known) {
      const detail = told(given(secret));
      expect(detail).toMatch(new RegExp(`^${key}: everybody`));
      expect(detail).not.toContain(secret);
    }
    expect(told(given('eU7cB0xVq2Lw'))).toBe('');
  });

  test.each([
    '0'.repeat(64),
    `${'A'.repeat(43)}=`,
    '0123456789abcdef'.repeat(4),
  ])('a key that is but as long as one: %s', (key) => {
    const own = 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=';
    expect(told({ SOURCIER_SECRET_KEY: `${own}\n${key}` })).toMatch(/^SOURCIER_SECRET_KEY: everybody/);
    expect(told({ SOURCIER_SECRET_KEY: own })).toBe('');
  });
});

describe('the bucket of a deployment', () => {
  test('is none without a word, and whole or not at all', () => {
    expect(readEnvironment({}).bucket).toBeUndefined();
    expect(readEnvironment(bucket).bucket).toMatchObject({ bucket: 'sourcier', prefix: '', pathStyle: true });
    for (const key of Object.keys(bucket)) expect(told({ ...bucket, [key]: '' })).toMatch(/go together/);
  });

  test('R25: is reached over TLS, unless it is near', () => {
    expect(told({ ...bucket, S3_ENDPOINT: 'http://s3.example.org' })).toMatch(/^S3_ENDPOINT/);
    expect(told({ ...bucket, S3_ENDPOINT: 'http://s3:9000' })).toBe('');
  });

  test.each(['sourcier', '/files/', 'a//b/', '../'])('S3_PREFIX=%s is refused', (S3_PREFIX) => {
    expect(told({ ...bucket, S3_PREFIX })).toMatch(/^S3_PREFIX/);
  });
});

describe('the index of a deployment', () => {
  const qdrant = { INDEX: 'qdrant', QDRANT_URL: 'http://127.0.0.1:6333' };

  test('files of the data folder, unless a server is named and chosen', () => {
    expect(readEnvironment({}).index).toEqual({ kind: 'sqlite' });
    expect(readEnvironment({ QDRANT_URL: qdrant.QDRANT_URL }).index).toEqual({ kind: 'sqlite' });
    expect(readEnvironment({ ...qdrant, QDRANT_API_KEY: 'une clé' }).index).toEqual({
      kind: 'qdrant',
      url: qdrant.QDRANT_URL,
      prefix: 'sourcier',
      apiKey: 'une clé',
    });
  });

  test.each([
    [{ INDEX: 'qdrant' }, 'QDRANT_URL'],
    [{ ...qdrant, QDRANT_PREFIX: '../x' }, 'QDRANT_PREFIX'],
    [{ ...qdrant, QDRANT_URL: 'http://qdrant.example.org', QDRANT_API_KEY: 'une clé' }, 'QDRANT_URL'],
  ])('%o is refused', (source, key) => {
    expect(() => readEnvironment(source)).toThrow(
      expect.objectContaining({ code: 'CONFIGURATION_INVALID', detail: expect.stringContaining(key) }),
    );
  });
});

describe('tracing', () => {
  const endpoint = 'http://collector:4318';

  test('is off until a collector is named', () => {
    expect(readEnvironment({ OTEL_SERVICE_NAME: 'x' })).not.toHaveProperty('tracing');
    expect(readEnvironment({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }).tracing).toEqual({
      endpoint,
      serviceName: 'sourcier',
      headers: {},
    });
  });

  test('takes headers as pairs, and never tells them where they are none', () => {
    const read = (OTEL_EXPORTER_OTLP_HEADERS: string) =>
      readEnvironment({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS }).tracing?.headers;
    expect(read('x-key=a=b, tenant=t')).toEqual({ 'x-key': 'a=b', tenant: 't' });
    expect(() => read('hush-hush')).toThrow(
      expect.objectContaining({ detail: expect.not.stringContaining('hush') }),
    );
  });
});

describe('who may hold the sidebar', () => {
  test('nobody, unless origins are named', () => {
    expect(readEnvironment({}).http.embedOrigins).toBeUndefined();
    expect(
      readEnvironment({ EMBED_ORIGINS: 'https://a.example, http://localhost:8080' }).http.embedOrigins,
    ).toEqual(['https://a.example', 'http://localhost:8080']);
  });

  test.each([
    '*',
    'https://*.example',
    'https://a.example/',
    'a.example',
    'null',
    'javascript:alert(1)',
  ])('%s is no origin', (origin) => {
    expect(() => readEnvironment({ EMBED_ORIGINS: origin })).toThrow();
  });
});
