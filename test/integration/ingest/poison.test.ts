import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { readEnvironment } from '../../../config/env.ts';
import { createInProcessAnalyser } from '../../../src/adapters/memory/text-analyser.ts';
import { parsedDocument } from '../../../src/adapters/parsers/parsed.ts';
import { startWork, type Work } from '../../../src/compose/work.ts';
import type { IngestDeps } from '../../../src/core/ingest/ingest-document.ts';
import type { ParseOutcome } from '../../../src/core/parsed-document.ts';
import type { ReasonCode } from '../../../src/core/reasons.ts';
import { createTestOrganisation } from '../../support/test-organisation.ts';

const world = createTestOrganisation();
const submit = async (externalId: string, text: string) => (await world.submit(externalId, text)).id;

const asText = (text: string, pagesToRecognise = 0): ParseOutcome => ({
  outcome: 'parsed',
  format: 'text',
  document: parsedDocument([{ kind: 'paragraph', text }], { pagesToRecognise }),
});
const death = (reason: ReasonCode): ParseOutcome => ({ outcome: 'failed', reason });

/** A parser whose files are what it makes of them: text, or `poison` for what `ofPoison` says. */
function parserOf(ofPoison: (text: string) => ParseOutcome | Promise<ParseOutcome>): IngestDeps['parser'] {
  return {
    close: async () => {},
    drawPage: async () => null,
    parse: async ({ path }) => {
      const text = readFileSync(path, 'utf8');
      return text.startsWith('poison') ? ofPoison(text) : asText(text);
    },
  };
}

describe('R81: beside the queue', () => {
  let work: Work | undefined;
  afterEach(async () => {
    await work?.stop();
    await world.stores.queue.close();
  });

  test('four documents that hang hold up no other; each is tried three times, then set aside for its owner to see', async () => {
    const release = Promise.withResolvers<void>();
    const tries = new Map<string, number>();
    const parser = parserOf(async (text) => {
      tries.set(text, (tries.get(text) ?? 0) + 1);
      await release.promise;
      return death('parse-timeout');
    });
    const logger = { debug() {}, info() {}, warn() {}, error() {} };
    const engines = {
      parser,
      analyser: createInProcessAnalyser(),
      prompts: { load: () => Promise.reject(new Error('no prompts')) },
      workplaceClient: { call: () => Promise.reject(new Error('nothing is fetched here')) },
      close: async () => {},
    } as unknown as Parameters<typeof startWork>[1];
    const poisons = await Promise.all([1, 2, 3, 4].map((at) => submit(`p${at}.txt`, `poison ${at}`)));
    work = await startWork(world.stores, engines, {
      enginesIn: async () => ({ embedders: {}, reranker: undefined }),
      environment: readEnvironment({ SOURCIER_DATA: world.dataFolder, PARSER_PROCESSES: '2' }),
      logger: logger as unknown as Parameters<typeof startWork>[2]['logger'],
      metrics: { searchable: () => {} },
      measure: () => Promise.reject(new Error('nothing is measured here')),
    });
    await vi.waitFor(() => expect(tries.size).toBe(4), { timeout: 20_000 });

    const others = await Promise.all(
      Array.from({ length: 50 }, (_, at) => submit(`n${at}.txt`, `Note ${at} du conseil.`)),
    );
    work.poke();
    await vi.waitFor(
      async () => {
        const states = new Set(
          (await Promise.all(others.map(world.look))).map((document) => document?.state),
        );
        expect([...states]).toEqual(['searchable-words']);
      },
      { timeout: 40_000, interval: 100 },
    );
    expect((await Promise.all(poisons.map(world.look))).map((document) => document?.state)).toEqual(
      poisons.map(() => 'parsing'),
    );

    release.resolve();
    await vi.waitFor(
      async () => {
        for (const id of poisons)
          expect(await world.look(id)).toMatchObject({ state: 'failed', reason: 'parse-timeout' });
      },
      { timeout: 20_000, interval: 100 },
    );
    expect([...tries.values()]).toEqual([3, 3, 3, 3]);
  });
});

describe('R81: tries', () => {
  const begin = (
    id: string,
    parser: IngestDeps['parser'],
    more: { pass?: 'recognise'; again?: true } = {},
  ) => {
    const passes = new Set(['recognise'] as const);
    return world.ingest({ id, version: 1 }, { parser, passes }, more);
  };

  test.each([
    'parse-timeout',
    'parse-memory',
    'parse-crash',
  ] as const)('%s: two deaths are tried again, the third one is the end', async (reason) => {
    const id = await submit('a.txt', 'poison');
    const parser = parserOf(() => death(reason));
    await expect(begin(id, parser)).rejects.toThrow(reason);
    await expect(begin(id, parser)).rejects.toThrow(reason);
    expect(await world.look(id)).toMatchObject({ state: 'parsing' });
    expect(await begin(id, parser)).toBe('skipped');
    expect(await world.look(id)).toMatchObject({ state: 'failed', reason });
  });

  test('a death that was bad luck is forgotten by the reader of the document', async () => {
    const id = await submit('a.txt', 'poison');
    let tries = 0;
    const parser = parserOf(() => (++tries < 3 ? death('parse-crash') : asText('Sauvé.')));
    await expect(begin(id, parser)).rejects.toThrow();
    await expect(begin(id, parser)).rejects.toThrow();
    expect(await begin(id, parser)).toBe('indexed');
    expect(await world.look(id)).toMatchObject({ state: 'searchable-words', reason: null });
  });

  test('what is wrong with the file itself ends at once', async () => {
    const id = await submit('a.txt', 'poison');
    expect(
      await begin(
        id,
        parserOf(() => death('damaged')),
      ),
    ).toBe('skipped');
    expect(await world.look(id)).toMatchObject({ state: 'failed', reason: 'damaged' });
  });

  test('a stop of the server in the middle of a file is no try', async () => {
    const id = await submit('a.txt', 'poison');
    for (let stop = 0; stop < 5; stop += 1)
      await expect(
        begin(
          id,
          parserOf(() => Promise.reject(new Error('closed'))),
        ),
      ).rejects.toThrow('closed');
    await expect(
      begin(
        id,
        parserOf(() => death('parse-crash')),
      ),
    ).rejects.toThrow('parse-crash');
    expect(await world.look(id)).toMatchObject({ state: 'parsing' });
  });

  test('another version has three tries of its own', async () => {
    await submit('a.txt', 'poison');
    const id = await submit('a.txt', 'poison, amended');
    expect(await world.stores.documents.recordDeath({ org: world.org, id }, 1)).toBe(0);
    expect(await world.stores.documents.recordDeath({ org: world.org, id }, 2)).toBe(1);
    await submit('a.txt', 'poison, amended twice');
    expect(await world.stores.documents.recordDeath({ org: world.org, id }, 3)).toBe(1);
  });

  test('a pass that kills the parser three times leaves the text that is there', async () => {
    const id = await submit('a.pdf', 'poison');
    expect(
      await begin(
        id,
        parserOf(() => asText('Première page.', 1)),
      ),
    ).toBe('indexed');
    const parser = parserOf(() => death('parse-memory'));
    const pass = 'recognise';
    await expect(begin(id, parser, { pass })).rejects.toThrow();
    await expect(begin(id, parser, { pass })).rejects.toThrow();
    expect(await begin(id, parser, { pass })).toBe('skipped');
    expect(await world.look(id)).toMatchObject({ state: 'searchable-words', reason: null });
    expect(await begin(id, parser, { pass })).toBe('unchanged');
  });

  test('a pass over a document without text ends with its reason', async () => {
    const id = await submit('a.pdf', 'poison');
    const empty: ParseOutcome = {
      outcome: 'parsed',
      format: 'pdf',
      document: parsedDocument([], { pagesToRecognise: 1 }),
    };
    expect(
      await begin(
        id,
        parserOf(() => empty),
      ),
    ).toBe('indexed');
    const parser = parserOf(() => death('parse-timeout'));
    for (let attempt = 0; attempt < 3; attempt += 1)
      await begin(id, parser, { pass: 'recognise' }).catch(() => undefined);
    expect(await world.look(id)).toMatchObject({ state: 'failed', reason: 'parse-timeout' });
  });

  test('a live document that kills the parser when it is read once more stays as it is', async () => {
    const id = await submit('a.txt', 'poison');
    await begin(
      id,
      parserOf(() => asText('Le texte.')),
    );
    const parser = parserOf(() => death('parse-crash'));
    for (let attempt = 0; attempt < 3; attempt += 1)
      await begin(id, parser, { again: true }).catch(() => undefined);
    expect(await world.look(id)).toMatchObject({ state: 'searchable-words' });
  });
});
