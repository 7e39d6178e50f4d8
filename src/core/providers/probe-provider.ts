import { tunables } from '../../../config/tunables.ts';
import { isAppError } from '../errors.ts';
import type { ProbeClient } from './probe-client.ts';
import { auth, badKey, models as modelList } from './probes/access.ts';
import { accents, chat, json, stop, stream } from './probes/chat.ts';
import { longContext } from './probes/long-context.ts';
import { failed, findingOf, type Probe, type ProbeContext, skipped, type Verdict } from './probes/probe.ts';
import { embedding, rerank } from './probes/vectors.ts';
import type { ProbeResult, ProviderModels } from './provider.ts';

const probes: readonly Probe[] = [
  auth,
  modelList,
  chat,
  stream,
  stop,
  json,
  accents,
  longContext,
  embedding,
  rerank,
  badKey,
];

/**
 * « Tester la connexion »: the probes in order, each as soon as it is known. A provider that cannot be reached, or a model
 * that does not answer, is not asked what needs it. Nothing that the provider does makes it throw.
 * @throws the reason of `signal` when it is aborted
 */
export async function* probeProvider(
  client: ProbeClient,
  models: ProviderModels,
  { now, signal }: Pick<ProbeContext, 'now' | 'signal'>,
): AsyncGenerator<ProbeResult, void> {
  const context: ProbeContext = { client, models, signal, now, learned: { contextTokens: null } };
  const begun = now();
  const failures = new Set<ProbeResult['probe']>();
  for (const probe of probes) {
    signal.throwIfAborted();
    const started = now();
    const late = started - begun > tunables.probing.totalMs;
    const { outcome, finding, facts } = late
      ? skipped('out-of-time')
      : (whyNot(probe, context, failures) ?? (await run(probe, context)));
    if (outcome === 'failed') failures.add(probe.name);
    const tookMs = Math.round(now() - started);
    yield { probe: probe.name, outcome, tookMs, finding: finding ?? null, facts: facts ?? {} };
  }
}

function whyNot(
  { name, needs }: Probe,
  { client: { traits }, models }: ProbeContext,
  failures: ReadonlySet<ProbeResult['probe']>,
): Verdict | null {
  if (failures.has('auth')) return skipped('after-failure');
  const able = { chat: traits.chats, embeddings: traits.embeds, rerank: traits.reranks };
  if (needs && !(models[needs] && able[needs])) return skipped('not-used');
  return needs === 'chat' && name !== 'chat' && failures.has('chat') ? skipped('after-failure') : null;
}

async function run(probe: Probe, context: ProbeContext): Promise<Verdict> {
  try {
    return await probe.run(context);
  } catch (error) {
    context.signal.throwIfAborted();
    if (!isAppError(error)) throw error;
    return failed(findingOf(error));
  }
}
