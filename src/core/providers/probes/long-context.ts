import { tunables } from '../../../../config/tunables.ts';
import { isAppError } from '../../errors.ts';
import { countTokens } from '../../ingest/chunking/count-tokens.ts';
import { ask, type Reply } from './ask.ts';
import { failed, type Probe, type ProbeContext, passed, type Verdict } from './probe.ts';

const code = 'QB-7319';
const line = (at: number) => `Ligne ${at} : le registre est tenu à jour par le secrétariat de la mairie.`;

/**
 * A code stands at the beginning of a request that fills 90 % of the context and is asked for at its end. The context is as
 * large as the provider lists it, else modest; what costs too much is not tried.
 */
export const longContext: Probe = {
  name: 'long-context',
  needs: 'chat',
  async run(context) {
    const { mostContextTokens, usualContextTokens } = tunables.probing;
    const { contextTokens } = context.learned;
    const size = Math.min(contextTokens ?? usualContextTokens, mostContextTokens);
    const perLine = await tokensOfLine(context);
    // A second, smaller one: the context is not always as told, nor all of it for the prompt.
    for (const tokens of [size, size / 2]) {
      try {
        return await lookBack(context, Math.floor(tokens * 0.9), perLine);
      } catch (error) {
        if (!isAppError(error) || error.code !== 'MODEL_INPUT_TOO_LONG') throw error;
      }
    }
    return failed('input-too-long', { askedTokens: Math.floor(size * 0.45) });
  },
};

async function lookBack(context: ProbeContext, askedTokens: number, perLine: number): Promise<Verdict> {
  const lines = Math.max(1, Math.floor((askedTokens - 120) / perLine));
  const filler = Array.from({ length: lines }, (_, at) => line(at + 1_000)).join('\n');
  const { text, usage } = await ask(
    context,
    `Le code du dossier est ${code}.\n${filler}\nQuel est le code du dossier ? Répondez par le code seul.`,
    { maxTokens: 30 },
  );
  const promptTokens = usage?.promptTokens ?? null;
  const facts = { askedTokens, ...(promptTokens !== null && { promptTokens }) };
  if (promptTokens !== null && promptTokens < askedTokens * tunables.answering.cutShare)
    return failed('context-truncated', facts);
  return text.includes(code) ? passed(facts) : failed('canary-lost', facts);
}

/** Tokens of a line as the model counts them; where it does not say, ours and a little more. */
async function tokensOfLine(context: ProbeContext): Promise<number> {
  const few = 10;
  const asked = async (lines: number): Promise<Reply> =>
    ask(context, Array.from({ length: lines }, (_, at) => line(at + 1_000)).join('\n'), { maxTokens: 1 });
  const one = (await asked(1)).usage?.promptTokens;
  const more = (await asked(few + 1)).usage?.promptTokens;
  const told = one != null && more != null ? (more - one) / few : 0;
  return told > 1 ? told : (countTokens(line(1_000)) + 1) * 1.15;
}
