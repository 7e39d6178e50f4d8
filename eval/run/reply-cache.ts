import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { RawReply } from '../../src/core/evaluation/judge-reply.ts';

/** Replies kept from one run to the next, by a key that says everything they depend on. */
export type ReplyCache = {
  get(key: string): RawReply | undefined;
  set(key: string, reply: RawReply): void;
};

export const noCache: ReplyCache = { get: () => undefined, set: () => {} };

/** A cache in a JSONL file; a line that a kill has cut short is passed over. Only good replies are kept. */
export function openReplyCache(file: string): ReplyCache {
  const known = new Map<string, RawReply>();
  if (existsSync(file))
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      const entry = parse(line);
      if (entry) known.set(entry.key, entry.reply);
    }
  mkdirSync(dirname(file), { recursive: true });
  return {
    get: (key) => known.get(key),
    set: (key, reply) => {
      if (reply.status !== 200) return;
      known.set(key, reply);
      appendFileSync(file, `${JSON.stringify({ key, reply })}\n`);
    },
  };
}

function parse(line: string): { key: string; reply: RawReply } | null {
  try {
    return line === '' ? null : (JSON.parse(line) as { key: string; reply: RawReply });
  } catch {
    return null;
  }
}
