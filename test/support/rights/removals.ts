import type { Database } from '../../../src/adapters/postgres/database.ts';
import { createApiClient } from '../api-client.ts';
import type { CanaryWorld, Reader } from './canary-world.ts';

export type Removals = {
  readonly trials: number;
  /** Requests after a removal that were looked at. */
  readonly looks: number;
  /** Those that still showed something, and trials that never showed anything, which prove nothing. */
  readonly misses: readonly string[];
};

const question = 'Quel est le tarif de la piscine ?';

/** What somebody sees of their document, each by a request of its own. */
async function lookAll(address: string, { token, document }: Reader, conversation: string) {
  const client = createApiClient(address, token);
  const seen = {
    search: await client.post('/v1/search', { query: question }),
    ask: await client.post('/v1/ask', { question, stream: false }),
    preview: await client.get(`/v1/documents/${document}/preview`),
    content: await client.get(`/v1/documents/${document}/content`),
    conversation: await client.get(`/v1/conversations/${conversation}`),
    list: await client.get('/v1/documents'),
  };
  return Object.entries(seen).map(([what, { body }]) => ({ what, text: JSON.stringify(body) }));
}

/**
 * Takes somebody out of their space and looks at once, again and again (R04). In between they belong to it again and must see all of it,
 * so that seeing nothing says something.
 */
export async function tryRemovals(
  { server, readers }: Pick<CanaryWorld, 'server' | 'readers'>,
  database: Database,
  trials: number,
): Promise<Removals> {
  const misses: string[] = [];
  let looks = 0;
  await Promise.all(
    readers.map(async (reader, first) => {
      const client = createApiClient(server.address, reader.token);
      const asked = await client.post('/v1/ask', { question, stream: false });
      const { conversationId } = asked.body as { conversationId: string };
      const { org, user, canary, document } = reader;
      const place = { org, principal: `space:s${canary.at(-1)}`, member: `user:${user}` };
      const tells = (text: string) => text.includes(canary) || text.includes(document);
      for (let trial = first; trial < trials; trial += readers.length) {
        for (const { what, text } of await lookAll(server.address, reader, conversationId))
          if (!tells(text)) misses.push(`${trial} ${what}: saw nothing before`);
        await database
          .deleteFrom('membership')
          .where('org', '=', org)
          .where('principal', '=', place.principal)
          .where('member', '=', place.member)
          .execute();
        for (const { what, text } of await lookAll(server.address, reader, conversationId)) {
          looks += 1;
          if (tells(text)) misses.push(`${trial} ${what}: still seen`);
        }
        await database.insertInto('membership').values(place).execute();
      }
    }),
  );
  return { trials, looks, misses };
}
