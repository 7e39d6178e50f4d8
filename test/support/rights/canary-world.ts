import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { readEnvironment } from '../../../config/env.ts';
import { openStores } from '../../../src/compose/stores.ts';
import { makePreparedFolder, type RunningSourcier, startSourcier } from '../sourcier-process.ts';
import { anOrganisation, aSubmission, classFor, publishText } from '../test-stores.ts';

/** Somebody who reads one document, whose mark stands nowhere else. */
export type Reader = {
  readonly org: string;
  readonly user: string;
  readonly token: string;
  readonly canary: string;
  readonly document: string;
};

export type CanaryWorld = {
  readonly server: RunningSourcier;
  readonly dataFolder: string;
  readonly readers: readonly Reader[];
  close(): Promise<void>;
};

/** Marks of documents, wherever they stand. */
export const canaries = /vertugadin-[a-z0-9]+-[ab]\b/g;

/**
 * Organisations of two people each, who all would read the same but for the mark in it; the two of one organisation have a space
 * each. A model repeats what its prompt says, slowly, so that a mark that reaches a wrong prompt is heard.
 */
export async function openCanaryWorld(organisations: number): Promise<CanaryWorld> {
  const model = await startRepeatingModel();
  const data = await makePreparedFolder();
  const stores = await openStores(readEnvironment({ SOURCIER_DATA: data.path }));
  const readers: Reader[] = [];
  try {
    for (let at = 0; at < organisations; at += 1) {
      const org = `o${at}`;
      const spaces = { sa: 'alice', sb: 'bruno' };
      await stores.access.applyOrganisation(
        anOrganisation({
          organisation: org,
          spaces: Object.fromEntries(
            Object.entries(spaces).map(([space, user]) => [
              space,
              { title: space, members: [`user:${user}`] },
            ]),
          ),
        }),
        stores.issuer.issuer,
      );
      for (const [space, user] of Object.entries(spaces)) {
        const canary = `vertugadin-${org}-${space.slice(1)}`;
        const content = `Le tarif de la piscine est de trois euros, repère ${canary}.`;
        const blob = await stores.blobs.put(org, Buffer.from(content), { maxBytes: 10_000 });
        const accessClass = await classFor(stores, org, `space:${space}`);
        const submission = aSubmission({ org, space, accessClass, externalId: `${space}.md`, ...blob });
        const { id } = await publishText(stores, submission, content);
        const { token } = await stores.issuer.issue({ org, subject: user });
        readers.push({ org, user, token, canary, document: id });
      }
    }
  } finally {
    await stores.queue.close();
    await stores.close();
  }
  const server = await startSourcier(data.path, {
    EMBEDDINGS: 'none',
    LLM_BASE_URL: model.baseUrl,
    LLM_MODEL: 'perroquet',
  });
  return {
    server,
    dataFolder: data.path,
    readers,
    close: async () => {
      await server.stop();
      model.close();
      await data.remove();
    },
  };
}

/** Says every mark that its prompt holds, a piece at a time. */
async function startRepeatingModel(): Promise<{ readonly baseUrl: string; close(): void }> {
  const http = createServer(async (request, response) => {
    const marks = [...new Set((await text(request)).match(canaries))];
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const say = (content: string, finish: string | null = null) =>
      response.write(
        `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`,
      );
    for (const mark of marks)
      for (const piece of ['Le tarif est de trois euros, repère ', mark, ' [1]. ']) {
        say(piece);
        await sleep(20);
      }
    say('', 'stop');
    response.end('data: [DONE]\n\n');
  });
  http.on('clientError', () => undefined);
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    baseUrl: `http://127.0.0.1:${(http.address() as AddressInfo).port}/v1`,
    close: () => {
      http.closeAllConnections();
      http.close();
    },
  };
}
