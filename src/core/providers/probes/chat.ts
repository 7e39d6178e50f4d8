import { tunables } from '../../../../config/tunables.ts';
import { ask, type Reply } from './ask.ts';
import { failed, type Probe, passed, skipped } from './probe.ts';

/** Five tokens; more for a model that spends them on reasoning. Once more for one that had to be loaded first. */
export const chat: Probe = {
  name: 'chat',
  needs: 'chat',
  async run(context) {
    const greet = async (maxTokens: number) => {
      const first = await ask(context, 'Dites bonjour.', { maxTokens });
      return isLate(first) ? ask(context, 'Dites bonjour.', { maxTokens }) : first;
    };
    const short = await greet(5);
    const thinksFirst = short.firstTokenMs === null && short.finishReason === 'length';
    const reply = thinksFirst ? await greet(tunables.probing.reasoningTokens) : short;
    const { firstTokenMs } = reply;
    if (firstTokenMs === null) return failed('empty-reply');
    if (isLate(reply)) return failed('first-word-late', { firstTokenMs });
    return thinksFirst ? passed({ firstTokenMs }, 'thinks-first') : passed({ firstTokenMs });
  },
};

/** A question does not wait so long: it would be answered in quotations. */
function isLate({ firstTokenMs }: Reply): boolean {
  return firstTokenMs !== null && firstTokenMs > tunables.answering.firstTokenTimeoutMs;
}

export const stream: Probe = {
  name: 'stream',
  needs: 'chat',
  async run(context) {
    const { pieces, text, usage } = await ask(context, 'Comptez de 1 à 20.', { maxTokens: 60 });
    const facts = { pieces, usageInStream: usage !== null };
    if (text.trim() === '') return failed('empty-reply', facts);
    if (pieces < 2) return failed('not-streamed', facts);
    return usage === null ? passed(facts, 'no-usage') : passed(facts);
  },
};

/** Leaves in the middle, then asks anew: a server that went on writing would let the next one wait. */
export const stop: Probe = {
  name: 'stop',
  needs: 'chat',
  async run(context) {
    const { now } = context;
    const { firstTokenMs } = await ask(context, 'Comptez de 1 à 300.', { maxTokens: 400, pieces: 1 });
    if (firstTokenMs === null) return failed('empty-reply');
    const stopped = now();
    await ask(context, 'Bonjour', { maxTokens: 1 });
    const freeAfterMs = Math.round(now() - stopped);
    const facts = { freeAfterMs };
    return freeAfterMs > firstTokenMs + tunables.probing.stoppedWithinMs
      ? failed('not-stopped', facts)
      : passed(facts);
  },
};

export const json: Probe = {
  name: 'json',
  needs: 'chat',
  async run(context) {
    if (!context.client.traits.promisesJson) return skipped('not-used');
    const question =
      'Donnez la capitale de la France dans un objet JSON de la forme {"ville": "…"} et rien d’autre.';
    const { text } = await ask(context, question, { maxTokens: 40, json: true });
    return isObject(text) ? passed({ jsonObject: true }) : failed('no-json', { jsonObject: false });
  },
};

const phrase = 'Où est l’œuvre à côté du maïs ? À Noël, ça gêne Benoît.';

/** What UTF-8 that was read as Latin-1 looks like, or could not be read. */
const mangled = /Ã[\u0080-\u00bf©¨ª§´®]|â€|\ufffd/u;

export const accents: Probe = {
  name: 'accents',
  needs: 'chat',
  async run(context) {
    const { text } = await ask(context, `Répétez exactement cette phrase : « ${phrase} »`, { maxTokens: 60 });
    const given = text.normalize('NFC');
    const plain = (words: string) => words.replaceAll('’', "'");
    const exact = plain(given).includes(plain(phrase));
    if (mangled.test(given)) return failed('accents-mangled', { exact });
    if (exact) return passed({ exact });
    return /[àâçéèêëîïôùûœ]/iu.test(given)
      ? passed({ exact }, 'accents-inexact')
      : failed('accents-missing', { exact });
  },
};

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
