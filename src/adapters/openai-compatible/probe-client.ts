import { randomBytes } from 'node:crypto';
import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../../core/errors.ts';
import type { ProbeClient } from '../../core/providers/probe-client.ts';
import type { ProviderConnection } from '../../core/providers/provider.ts';
import type { AddressPolicy } from '../outgoing-http/address-policy.ts';
import { dialects as rerankDialects } from '../rerank/dialects.ts';
import { inOrder } from '../rerank/in-order.ts';
import { concede, pacedPieces, streamChat } from './chat.ts';
import { type Pacing, startPacing } from './deadlines.ts';
import { type ChatProfile, traitsOf } from './dialect.ts';
import { dialects } from './dialects/all.ts';
import { toVector, vectorsInOrder } from './embedder.ts';
import { toModelError } from './vendor-error.ts';
import { createWire } from './wire.ts';

/** Calls a provider plainly, in its dialect. `close` ends its connections, those with a wrong key too. */
export function createProbeClient(
  connection: ProviderConnection,
  mayConnect: AddressPolicy,
): ProbeClient & { close(): void } {
  const dialect = dialects[connection.dialect];
  const { connectTimeoutMs, replyBytes, replyLineBytes } = tunables.answering;
  const limits = { connectTimeoutMs, lineBytes: replyBytes, bodyBytes: replyBytes, mayConnect };
  const wire = createWire(connection, limits);
  const chatWire = createWire(connection, { ...limits, lineBytes: replyLineBytes });
  const conceded = new Set<ChatProfile['concedes'][number]>();
  const closing = [wire.close, chatWire.close];

  /** Does one call within its deadlines; what goes wrong is told in our words. */
  async function paced<T>(caller: AbortSignal, work: (pacing: Pacing) => Promise<T>): Promise<T> {
    checkKey();
    const pacing = startPacing(tunables.probing, caller);
    try {
      return await pacing.race(work(pacing));
    } catch (error) {
      throw pacing.signal.aborted ? pacing.signal.reason : toModelError(error, dialect);
    } finally {
      pacing.stop();
    }
  }

  function checkKey(): void {
    if (dialect.key === 'required' && !connection.apiKey) throw new AppError('MODEL_KEY_MISSING');
  }

  const client: ProbeClient = {
    traits: {
      ...traitsOf(dialect),
      hasKey: Boolean(connection.apiKey),
      ignoresKeys: dialect.key === 'ignored',
      promisesJson: dialect.chat?.takes.includes('json') ?? false,
      anyModelName: dialect.models.anyName,
    },
    listModels: (signal) =>
      paced(signal, async (pacing) =>
        dialect.models.read(await wire.get(dialect.models.path, pacing.signal)),
      ),
    async *chat(model, turns, { signal, ...options }) {
      checkKey();
      if (!dialect.chat) throw new AppError('MODEL_NOT_FOUND');
      const leftOut = new Set(conceded);
      const call = { ...options, model, turns, temperature: 0, conceded: leftOut };
      const pacing = startPacing(tunables.probing, signal);
      try {
        for (;;) {
          try {
            yield* pacedPieces(streamChat(chatWire, dialect.chat, call, pacing.signal), pacing);
            for (const field of leftOut) conceded.add(field);
            return;
          } catch (error) {
            if (pacing.signal.aborted) throw pacing.signal.reason;
            const explained = toModelError(error, dialect);
            if (!concede(explained, dialect.chat, leftOut)) throw explained;
          }
        }
      } finally {
        pacing.stop();
      }
    },
    embed: (model, texts, signal) =>
      paced(signal, async (pacing) => {
        const { embeddings } = dialect;
        if (!embeddings) throw new AppError('MODEL_NOT_FOUND');
        const body = embeddings.body(model, texts);
        const vectors = embeddings.read(await wire.post(embeddings.path, body, pacing.signal));
        const sorted = vectors && vectorsInOrder(vectors, texts.length);
        if (!sorted) throw new AppError('MODEL_BAD_REPLY');
        return sorted.map((vector) => [...toVector(vector)]);
      }),
    rerank: (model, query, texts, signal) =>
      paced(signal, async (pacing) => {
        if (!dialect.rerank) throw new AppError('MODEL_NOT_FOUND');
        const shape = rerankDialects[dialect.rerank];
        const body = shape.body({ model, query, texts });
        const { data } = shape.reply.safeParse(await wire.post('/rerank', body, pacing.signal));
        const scores = data && inOrder(data, texts.length);
        if (!scores) throw new AppError('MODEL_BAD_REPLY');
        return scores;
      }),
    withWrongKey() {
      const wrong = createProbeClient(
        { ...connection, apiKey: `sk-${randomBytes(16).toString('hex')}` },
        mayConnect,
      );
      closing.push(wrong.close);
      return wrong;
    },
  };
  return {
    ...client,
    close() {
      for (const close of closing) close();
    },
  };
}
