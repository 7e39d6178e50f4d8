import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { createInProcessAnalyser } from '../../../src/adapters/memory/text-analyser.ts';
import { parsedDocument } from '../../../src/adapters/parsers/parsed.ts';
import { ingestDocument } from '../../../src/core/ingest/ingest-document.ts';
import { createTestOrganisation } from '../../support/test-organisation.ts';

const world = createTestOrganisation();
const asleep = 'asleep\n';

/** A process that took the document up and sleeps; `wake` gives what it then says of its work. */
async function sleeper(id: string, wakesTo: 'text' | 'failure') {
  const script = join(import.meta.dirname, 'sleeping-worker.ts');
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', script, world.dataFolder, world.org, id, wakesTo],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let said = '';
  const ended = once(child, 'close');
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (part: Buffer) => {
      said += part.toString();
      if (said === asleep) resolve();
    });
    void ended.then(() => reject(new Error('it ended before it fell asleep')));
  });
  // It is about to be stopped: woken before, it would sleep for ever.
  while (!/\) T /.test(readFileSync(`/proc/${child.pid}/stat`, 'utf8'))) await turn();
  return {
    wake: async () => {
      child.kill('SIGCONT');
      await ended;
      return said.slice(asleep.length);
    },
  };
}

/** Rows of the document and of its text, with the transactions that wrote them last. */
async function rowsOf(id: string): Promise<unknown> {
  const { rows } = await sql`
    select d.xmin::text as document, d.state, d.tries, d.claim, c.xmin::text as chunk, c.text
      from document d left join chunk c on c.org = d.org and c.document_id = d.id
     where d.org = ${world.org} and d.id = ${id} order by c.ordinal`.execute(world.database);
  return rows;
}

test.each([
  'text',
  'failure',
] as const)('R82: a worker of another process that sleeps, and wakes up with %s once somebody else did its work, writes nothing', async (wakesTo) => {
  const { id } = await world.submit(`${wakesTo}.txt`, 'Le texte.');
  const asleep = await sleeper(id, wakesTo);
  const document = parsedDocument([{ kind: 'paragraph', text: 'Le texte.' }]);
  const parser = {
    close: async () => {},
    drawPage: async () => null,
    parse: async () => ({ outcome: 'parsed', format: 'text', document }) as const,
  };
  const deps = {
    ...world.stores,
    parser,
    analyser: createInProcessAnalyser(),
    passes: new Set<never>(),
    embedders: {},
  };
  const job = { org: world.org, id, version: 1, lane: 'bulk' as const };
  expect(await ingestDocument(deps, job, new AbortController().signal)).toBe('indexed');
  const before = await rowsOf(id);
  expect(before).toMatchObject([{ state: 'searchable-words', text: 'Le texte.' }]);

  expect(await asleep.wake()).toBe('skipped');
  expect(await rowsOf(id)).toEqual(before);
});
