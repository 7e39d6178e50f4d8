import { join } from 'node:path';
import { z } from 'zod';
import { childEnvironment, readEnvironment } from '../../config/env.ts';
import { openCorpus } from '../../eval/run/open-target.ts';
import { prepareCorpus } from '../../eval/run/prepare-corpus.ts';
import { writePassages } from '../../eval/sets/written-suite.ts';
import { depth, type OpenContender } from './contender.ts';

const reply = z.object({ results: z.array(z.object({ document: z.object({ path: z.string() }) })) });

/** A server of its own for the files, asked over HTTP; `variables` are those of its environment. */
export function openSourcier(work: string, variables: Readonly<Record<string, string>>): OpenContender {
  return async (files) => {
    writePassages(
      join(work, 'files.jsonl'),
      files.map(({ id, title, body }) => ({ id, title, text: body })),
    );
    const corpus = await prepareCorpus({ passages: 'files.jsonl' }, work, work);
    const options = { dataFolder: join(work, 'data'), quiet: true, variables };
    const server = await openCorpus(corpus, readEnvironment(childEnvironment(variables)), options);
    const token = await server.tokenOf('reader');
    return {
      chunks: server.ingested?.chunks ?? 0,
      indexSeconds: server.ingested?.seconds ?? 0,
      ask: async (query) => {
        const answer = await fetch(new URL('/v1/search', server.address), {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ query, limit: depth }),
        });
        if (!answer.ok) throw new Error(`The server answered with ${answer.status}.`);
        const { results } = reply.parse(await answer.json());
        return results.map(({ document }) => corpus.nameOf({ space: '', path: document.path }));
      },
      close: server.close,
    };
  };
}
