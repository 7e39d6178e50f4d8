import { isAppError } from '../../errors.ts';
import { ask } from './ask.ts';
import { failed, type Probe, type ProbeContext, passed, skipped } from './probe.ts';

/** Whether the server is there and takes the key. A model that it does not know is another probe’s matter. */
export const auth: Probe = {
  name: 'auth',
  async run(context) {
    try {
      await knock(context);
    } catch (error) {
      const elsewhere = ['MODEL_NOT_FOUND', 'MODEL_BAD_REPLY', 'MODEL_INPUT_TOO_LONG'];
      if (!isAppError(error) || !elsewhere.includes(error.code)) throw error;
    }
    return passed({ withKey: context.client.traits.hasKey });
  },
};

export const models: Probe = {
  name: 'models',
  async run({ client, learned, models: chosen, signal }) {
    let listed: Awaited<ReturnType<typeof client.listModels>>;
    try {
      listed = await client.listModels(signal);
    } catch (error) {
      if (isAppError(error) && error.code === 'MODEL_NOT_FOUND') return skipped('no-model-list');
      throw error;
    }
    if (!listed) return skipped('no-model-list');
    const find = (name: string) =>
      listed.find(({ aliases, id }) => id === name || aliases.includes(name)) ??
      (client.traits.anyModelName ? listed[0] : undefined);
    learned.contextTokens = (chosen.chat ? find(chosen.chat)?.contextTokens : null) ?? null;
    const missing = Object.values(chosen).filter((name) => !find(name));
    const facts = {
      listed: listed.length,
      ...(learned.contextTokens !== null && { contextTokens: learned.contextTokens }),
    };
    return missing.length > 0 ? failed('model-not-listed', facts) : passed(facts);
  },
};

/** A key that nobody has must be refused. */
export const badKey: Probe = {
  name: 'bad-key',
  async run(context) {
    const { hasKey, ignoresKeys, wantsKey } = context.client.traits;
    try {
      await knock({ ...context, client: context.client.withWrongKey() });
    } catch (error) {
      if (isAppError(error) && error.code === 'MODEL_REFUSED_KEY') return passed({ refused: true });
      throw error;
    }
    if (ignoresKeys || (!hasKey && !wantsKey)) return passed({ refused: false }, 'no-authentication');
    return failed('wrong-key-accepted', { refused: false });
  },
};

/** The cheapest call that a provider would charge for: some show their list of models to everyone. */
async function knock(context: ProbeContext): Promise<void> {
  const { client, models: chosen, signal } = context;
  if (chosen.chat && client.traits.chats) await ask(context, 'Bonjour', { maxTokens: 1 });
  else if (chosen.embeddings && client.traits.embeds) await client.embed(chosen.embeddings, ['a'], signal);
  else if (chosen.rerank && client.traits.reranks) await client.rerank(chosen.rerank, 'a', ['a'], signal);
  else await client.listModels(signal);
}
