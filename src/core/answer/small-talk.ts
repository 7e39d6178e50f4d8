import type { Language } from '../document.ts';
import { fold } from '../find/fold.ts';

/** What is said to an assistant and is no question for documents. */
export type SmallTalk = 'greeting' | 'thanks' | 'abilities';

const who = "(?: (?:a )?(?:tous|toutes|vous|toi|sourcier|there|all|everyone|l'equipe))?";
const greeting = `(?:bonjour|bonsoir|salut|coucou|hello|hi|hey|good (?:morning|afternoon|evening))${who}`;
const thanks =
  '(?:(?:ok|parfait|super|tres bien|great|perfect) )?(?:merci|thanks|thank you)(?: (?:beaucoup|bien|a vous|a toi|very much|a lot))?';
const abilities = [
  "(?:que|qu'est-ce que|qu'est ce que|quoi) (?:tu )?(?:sais|peux|savez|pouvez)(?:[- ](?:tu|vous))? faire(?: pour (?:moi|nous))?",
  "qu'est[- ]ce que (?:tu|vous) (?:sais|peux|savez|pouvez) faire(?: pour (?:moi|nous))?",
  "(?:a quoi (?:sers|servez)[- ](?:tu|vous)|a quoi tu sers|qui (?:es|etes)[- ](?:tu|vous)|(?:tu es|t'es|vous etes) qui)",
  '(?:aide|help|what can you do(?: for (?:me|us))?|who are you|what are you)',
].join('|');
const patterns = new Map<SmallTalk, RegExp>([
  ['greeting', new RegExp(`^${greeting}$`)],
  ['thanks', new RegExp(`^${thanks}$`)],
  ['abilities', new RegExp(`^(?:${greeting} )?(?:${abilities})$`)],
]);

/** What kind of small talk a message is; `null` for everything that might be a question for documents. */
export function smallTalkIn(message: string): SmallTalk | null {
  const said = fold(message)
    .replace(/[.,;:!?…]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  for (const [kind, pattern] of patterns) if (pattern.test(said)) return kind;
  return null;
}

type Known = { readonly documents: number; readonly spaces: readonly string[] };
const narrow = '\u202f';

/** What is answered, without a model, from what the caller may read. */
export const smallTalkAnswers: Readonly<
  Record<Language, Readonly<Record<SmallTalk, (known: Known) => string>>>
> = {
  fr: {
    greeting: (known) => `Bonjour${narrow}! ${abilitiesInFrench(known)}`,
    thanks: () => `Avec plaisir. Posez une autre question quand vous voulez.`,
    abilities: abilitiesInFrench,
  },
  en: {
    greeting: (known) => `Hello! ${abilitiesInEnglish(known)}`,
    thanks: () => 'You are welcome. Ask another question whenever you like.',
    abilities: abilitiesInEnglish,
  },
};

function abilitiesInFrench({ documents, spaces }: Known): string {
  const where =
    spaces.length === 0
      ? ''
      : ` (${spaces.length === 1 ? 'espace' : 'espaces'}${narrow}: ${spaces.join(', ')})`;
  const read =
    documents === 1
      ? 'le document que vous pouvez'
      : `les ${documents.toLocaleString('fr-FR')} documents que vous pouvez`;
  return `Je réponds aux questions sur ${read} ouvrir ici${where}, et je montre d’où vient chaque phrase. Je suis une IA${narrow}: vérifiez ce que je dis dans les sources. Demandez par exemple combien, quand, qui ou comment, avec les mots du sujet.`;
}

function abilitiesInEnglish({ documents, spaces }: Known): string {
  const where =
    spaces.length === 0 ? '' : ` (${spaces.length === 1 ? 'space' : 'spaces'}: ${spaces.join(', ')})`;
  const read =
    documents === 1
      ? 'the document that you can'
      : `the ${documents.toLocaleString('en-GB')} documents that you can`;
  return `I answer questions about ${read} open here${where}, and show where each sentence comes from. I am an AI: check what I say in the sources. Ask for example how many, when, who or how, with the words of the subject.`;
}
