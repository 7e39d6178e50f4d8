import { execFile } from 'node:child_process';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, expect, it } from 'vitest';
import { tunables } from '../../../config/tunables.ts';
import {
  createWorkerThreadAnalyser,
  type WorkerThreadAnalyserOptions,
} from '../../../src/adapters/worker-thread/text-analyser.ts';
import type { ParsedBlock } from '../../../src/core/parsed-document.ts';
import type { TextAnalyser } from '../../../src/ports/text-analyser.ts';
import { describeTextAnalyser } from './behaviour.ts';

const limits = { ...tunables.analysis, largeCharacters: 1_000, heapMegabytes: 128 };
describeTextAnalyser('worker thread', () => createWorkerThreadAnalyser(tunables.analysis));

const dying = new URL('./dying-thread.ts', import.meta.url);
let analyser: TextAnalyser;
afterEach(() => analyser?.close());
function open(options: Partial<WorkerThreadAnalyserOptions> = {}): void {
  analyser = createWorkerThreadAnalyser({ ...limits, ...options });
}
const ask = (title: string, text = '') =>
  analyser.chunk({ blocks: [{ kind: 'paragraph', text }] }, { documentId: 'note', title });
const stopped = { code: 'INTERNAL', retryable: true };

it.each([
  'throws',
  'exits',
  'hoards',
])('a text whose thread %s is refused for a retry, alone, and the next call starts a thread', async (how) => {
  open({ entry: dying });
  const poison = ask(how);
  const waiting = [ask('a'), ask('b')];
  await expect(poison).rejects.toMatchObject(stopped);
  expect(await Promise.all(waiting)).toMatchObject([{ chunked: 1 }, { chunked: 2 }]);
  expect(await ask('c')).toMatchObject({ chunked: 3 });
});

it('small texts do not wait for a large one, whose thread ends with its work', async () => {
  open({ entry: dying });
  const long = 'a'.repeat(limits.largeCharacters);
  expect(await Promise.all([ask('a', long), ask('b', long)])).toMatchObject([{ chunked: 1 }, { chunked: 2 }]);
  expect(await ask('c', long)).toMatchObject({ chunked: 1 });
  const large = ask('hangs', long);
  expect(await ask('small')).toMatchObject({ chunked: 1 });
  await Promise.all([analyser.close(), expect(large).rejects.toMatchObject(stopped)]);
});

it('closing refuses what is under way, what waits and what comes later', async () => {
  open({ entry: dying });
  const refused = [ask('hangs'), ask('waits')].map((call) => expect(call).rejects.toMatchObject(stopped));
  await analyser.close();
  await Promise.all([...refused, expect(ask('late')).rejects.toMatchObject(stopped)]);
});

it('an analyser that nobody closed lets the program end', async () => {
  open();
  const program = fileURLToPath(new URL('./using-process.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [program], { timeout: 30_000 });
  expect(stdout).toBe('1');
});

it('a text of 12 MB keeps the event loop waiting for a small part of the time that it takes', async () => {
  open(tunables.analysis);
  const blocks = Array.from({ length: 20_000 }, (_none, i): ParsedBlock => {
    const text = `Le conseil de la commune prend acte du rapport ${i} et en débat. `.repeat(9);
    return { kind: 'paragraph', text };
  });
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const began = performance.now();
  const { language, chunked } = await analyser.chunk(
    { blocks },
    { documentId: 'rapports', title: 'Rapports' },
  );
  const vectors = await analyser.encode(
    chunked.chunks.map((chunk) => ({ ...chunk, title: 'Rapports', language })),
  );
  delay.disable();
  const tookMs = performance.now() - began;
  expect(chunked.text.length).toBeGreaterThan(11_500_000);
  expect(vectors.length).toBe(chunked.chunks.length);
  expect(delay.max / 1e6).toBeLessThan(tookMs / 8);
});
