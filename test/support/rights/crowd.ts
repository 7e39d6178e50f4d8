import pLimit from 'p-limit';
import { seededRandom } from '../../../bench/index/synthetic-corpus.ts';
import { type CanaryWorld, canaries, type Reader } from './canary-world.ts';

export type Crowd = {
  readonly requests: number;
  readonly aborted: number;
  /** Replies that were read to their end and held the mark of who asked. */
  readonly own: number;
  /** What went wrong: a mark of somebody else, or an error of the server. */
  readonly wrong: readonly string[];
};

const question = 'Quel est le tarif de la piscine ?';
type Ask = { readonly path: string; readonly body?: object; readonly tells: boolean };

/** The same words from everybody: nothing but the token tells them apart. */
const asks = (reader: Reader): readonly Ask[] => [
  { path: '/v1/ask', body: { question }, tells: true },
  { path: '/v1/ask', body: { question, resumable: true }, tells: true },
  { path: '/v1/ask', body: { question, stream: false }, tells: true },
  { path: '/v1/search', body: { query: question }, tells: true },
  { path: '/v1/tasks', body: { task: 'summarise', documents: [reader.document] }, tells: true },
  {
    path: '/v1/chat/completions',
    body: { stream: true, messages: [{ role: 'user', content: question }] },
    tells: true,
  },
  { path: `/v1/documents/${reader.document}/preview`, tells: true },
  { path: `/v1/documents/${reader.document}/content`, tells: true },
  { path: '/v1/conversations', tells: false },
];

/** Asks all at once, leaves some in the middle, and looks for marks of others in every byte that came (R24, R28, R29). */
export async function sendCrowd(
  { server, readers }: Pick<CanaryWorld, 'server' | 'readers'>,
  {
    requests,
    abortShare,
    seed,
  }: { readonly requests: number; readonly abortShare: number; readonly seed: number },
): Promise<Crowd> {
  const random = seededRandom(seed);
  const wrong: string[] = [];
  let aborted = 0;
  let own = 0;
  // So many are under way at once; a machine of two cores answers them one after the other anyhow.
  const limit = pLimit(100);
  const send = async (at: number) => {
    const reader = readers[at % readers.length];
    const choices = reader ? asks(reader) : [];
    const ask = choices[Math.floor(random() * choices.length)];
    if (!reader || !ask) return;
    const leaving = new AbortController();
    const leaves = random() < abortShare;
    const timer = leaves ? setTimeout(() => leaving.abort(), random() * 400) : undefined;
    let seen = '';
    let status = 0;
    try {
      const reply = await fetch(new URL(ask.path, server.address), {
        method: ask.body ? 'POST' : 'GET',
        signal: leaving.signal,
        headers: { authorization: `Bearer ${reader.token}`, 'content-type': 'application/json' },
        ...(ask.body && { body: JSON.stringify(ask.body) }),
      });
      status = reply.status;
      const decoder = new TextDecoder();
      for await (const part of reply.body ?? []) seen += decoder.decode(part, { stream: true });
    } catch (error) {
      if (!leaving.signal.aborted) wrong.push(`${ask.path}: ${(error as Error).name}`);
    } finally {
      clearTimeout(timer);
    }
    const foreign = [...new Set(seen.match(canaries))].filter((mark) => mark !== reader.canary);
    if (foreign.length > 0) wrong.push(`${reader.canary} ${ask.path}: ${foreign.join()}`);
    if (leaving.signal.aborted) aborted += 1;
    else if (status !== 200) wrong.push(`${ask.path}: ${status}`);
    else if (!ask.tells) return;
    // A mark comes in one piece from the sources, whatever the model made of it.
    else if (seen.includes(reader.canary)) own += 1;
    else wrong.push(`${reader.canary} ${ask.path}: not its own mark`);
  };
  await Promise.all(Array.from({ length: requests }, (_, at) => limit(() => send(at))));
  return { requests, aborted, own, wrong };
}
