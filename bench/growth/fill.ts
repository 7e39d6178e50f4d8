import { createHash } from 'node:crypto';
import pLimit from 'p-limit';
import { tunables } from '../../config/tunables.ts';
import { createWorkerThreadAnalyser } from '../../src/adapters/worker-thread/text-analyser.ts';
import type { Stores } from '../../src/compose/stores.ts';
import { organisationFile } from '../../src/core/access/organisation-file.ts';
import { uuidFrom } from '../../src/core/document-id.ts';
import { encodeCard } from '../../src/core/find/encode.ts';
import { seededRandom, syntheticVector } from '../index/synthetic-corpus.ts';
import { markdownBlocks } from '../retrieval/markdown-blocks.ts';
import { people } from './questions.ts';
import { type Material, makeDocument, spaces } from './realistic-corpus.ts';

export const org = 'croissance';
const source = 'bench';
/** Documents worked on at once, as the server does. */
const atOnce = 8;
/** Of the model on this machine. */
const dimension = 384;

/** The document of this number, as the store names it. */
export const idOf = (number: number): string => uuidFrom(org, source, String(number));

export async function makeOrganisation({ access, issuer }: Stores): Promise<void> {
  await access.applyOrganisation(
    organisationFile.parse({
      organisation: org,
      users: [people.everything, people.oneSpace],
      groups: { encadrement: [people.everything] },
      spaces: Object.fromEntries(
        spaces.map((space, at) => [
          space,
          {
            title: space,
            members: [`user:${people.everything}`, ...(at === 0 ? [`user:${people.oneSpace}`] : [])],
          },
        ]),
      ),
    }),
    issuer.issuer,
  );
}

/**
 * Adds documents until there are so many chunks, through the same stores as ingestion, without files and parsers. Vectors
 * are random: a search compares with all of them, whatever they say.
 */
export async function fill(
  stores: Stores,
  material: Material,
  { chunks, generation }: { readonly chunks: number; readonly generation: string },
): Promise<{ readonly documents: number; readonly chunks: number }> {
  const analyser = createWorkerThreadAnalyser(tunables.analysis);
  const classes = await accessClasses(stores);
  await stores.generations.want(org, generation);
  const limit = pLimit(atOnce);
  try {
    for (;;) {
      const held = await stores.index.stats(org);
      if (held.chunks >= chunks) return held;
      await Promise.all(Array.from({ length: 200 }, (_, at) => limit(async () => add(held.documents + at))));
      // What it would ask of the queue is done here.
      while ((await stores.outbox.drain(tunables.background.outboxBatch, async () => {})) > 0);
      await stores.index.flush();
    }
  } finally {
    await analyser.close();
  }

  async function add(number: number): Promise<void> {
    const { title, space, path, isRestricted, markdown } = makeDocument(material, number);
    const accessClass = classes.get(`${space}${isRestricted}`) ?? 0;
    const { id, version } = await stores.documents.submit({
      org,
      source,
      externalId: String(number),
      parentId: null,
      space,
      accessClass,
      sensitivity: 'interne',
      path,
      title,
      url: null,
      sha256: createHash('sha256').update(markdown).digest('hex'),
      bytes: Buffer.byteLength(markdown),
      createdBy: null,
      modifiedAt: new Date(Date.UTC(2012 + (number % 14), number % 12, 1 + (number % 28))),
      lane: 'bulk',
    });
    const key = { org, id };
    await stores.documents.beginWork(key, version);
    const { language, chunked, aliases, suggestions } = await analyser.chunk(
      { blocks: markdownBlocks(markdown) },
      { documentId: id, title },
    );
    await stores.documents.publish(key, version, {
      title,
      author: null,
      createdAt: null,
      modifiedAt: null,
      language,
      languages: [language],
      format: 'markdown',
      pages: null,
      warnings: [],
      labels: [],
      awaits: [],
      chunkerVersion: tunables.chunking.version,
      chunked,
      aliases,
      suggestions,
    });
    const words = await analyser.encode(
      chunked.chunks.map(({ headings, text, language: own }) => ({ title, headings, text, language: own })),
    );
    const made = chunked.chunks.flatMap(({ id: chunk }, at) => {
      const encoded = words[at];
      return encoded ? [{ id: chunk, words: encoded }] : [];
    });
    const card = encodeCard(title, language);
    await stores.index.replaceDocument({ ...key, version, space, path, accessClass, card }, made);
    const random = seededRandom(number);
    await stores.index.putVectors(
      key,
      generation,
      made.map(({ id: chunkId }) => ({ chunkId, vector: syntheticVector(dimension, random) })),
    );
    await stores.documents.markSearchable(key, version, 'searchable-words');
    await stores.generations.markWhole(key, version, generation);
  }
}

async function accessClasses({ access }: Stores): Promise<ReadonlyMap<string, number>> {
  const classes = new Map<string, number>();
  for (const space of spaces)
    for (const isRestricted of [false, true]) {
      const restrictedTo = isRestricted ? ['group:encadrement'] : [];
      const rule = { allow: [`space:${space}`], restrictedTo, deny: [] };
      classes.set(`${space}${isRestricted}`, await access.ensureAccessClass(org, rule));
    }
  return classes;
}
