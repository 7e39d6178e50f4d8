import type { Language } from '../document.ts';
import { fold } from '../find/fold.ts';

/** What is said to an assistant and is no question for documents. */
export type SmallTalkKind = 'greeting' | 'thanks' | 'farewell' | 'abilities';

export type SmallTalk = { readonly kind: SmallTalkKind; readonly language: Language };

/** Whole messages, folded and without punctuation. Those of one word are too short for the language to be told otherwise. */
const patterns: Readonly<Record<Language, Readonly<Record<SmallTalkKind, string>>>> = {
  fr: {
    greeting:
      "(?:bonjour|bonsoir|salut|coucou|bjr|bsr|slt)(?: (?:a )?(?:tous|toutes|vous|toi|sourcier|l'equipe))?",
    thanks: [
      '(?:(?:ok|parfait|super|tres bien) )?merci(?: (?:beaucoup|bcp|bien|a vous|a toi))?',
      "(?:ok|okay|d'accord|parfait|super|top|nickel|genial|c'est (?:bon|parfait|note|clair)|tres bien)(?: (?:ok|super|parfait|top))?",
    ].join('|'),
    farewell:
      '(?:merci )?(?:au revoir|adieu|a bientot|a demain|a plus(?: tard)?|bonne (?:journee|soiree|nuit|fin de journee))(?: (?:a )?(?:tous|toutes|vous|toi|sourcier))?',
    abilities: [
      "(?:que|qu'est-ce que|qu'est ce que|quoi) (?:tu )?(?:sais|peux|savez|pouvez)(?:[- ](?:tu|vous))? faire(?: pour (?:moi|nous))?",
      "qu'est[- ]ce que (?:tu|vous) (?:sais|peux|savez|pouvez) faire(?: pour (?:moi|nous))?",
      '(?:comment (?:tu marches|tu fonctionnes|vous fonctionnez)|(?:tu sers|vous servez) a quoi|tu (?:sais faire|peux faire|fais) quoi)',
      "(?:a quoi (?:sers|servez)[- ](?:tu|vous)|a quoi tu sers|qui (?:es|etes)[- ](?:tu|vous)|(?:tu es|t'es|vous etes) qui)",
      'aide',
    ].join('|'),
  },
  en: {
    greeting:
      '(?:hello|hi|hey|good (?:morning|afternoon|evening))(?: (?:sourcier|there|all|everyone|to all))?',
    thanks: '(?:(?:ok|great|perfect) )?(?:thanks|thank you)(?: (?:very much|a lot))?',
    farewell:
      '(?:(?:thanks|thank you) )?(?:(?:good)?bye(?: bye)?|see you(?: (?:soon|later|tomorrow))?|good night|have a (?:nice|good) (?:day|evening|one))(?: (?:sourcier|all|everyone))?',
    abilities: 'help|what can you do(?: for (?:me|us))?|who are you|what are you',
  },
};

const recognised = Object.entries(patterns).flatMap(([language, byKind]) => {
  const greeted = `(?:(?:${byKind.greeting}) )?`;
  return Object.entries(byKind).map(([kind, pattern]) => ({
    talk: { kind, language } as SmallTalk,
    pattern: new RegExp(kind === 'abilities' ? `^${greeted}(?:${pattern})$` : `^(?:${pattern})$`),
  }));
});

/** What kind of small talk a message is, and in which language; `null` for everything that might be a question for documents. */
export function smallTalkIn(message: string): SmallTalk | null {
  const said = fold(message)
    .replace(/[.,;:!?…]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  // « ? »: whoever does not know what to ask is told what can be asked.
  if (said === '' && message.trim() !== '') return { kind: 'abilities', language: 'fr' };
  return recognised.find(({ pattern }) => pattern.test(said))?.talk ?? null;
}

type Known = { readonly documents: number; readonly spaces: readonly string[] };
const narrow = '\u202f';

/** What is answered, without a model, from what the caller may read. */
export const smallTalkAnswers: Readonly<
  Record<Language, Readonly<Record<SmallTalkKind, (known: Known) => string>>>
> = {
  fr: {
    greeting: (known) => `Bonjour${narrow}! ${abilitiesInFrench(known)}`,
    thanks: () => 'Avec plaisir. Posez une autre question quand vous voulez.',
    farewell: () => `Au revoir${narrow}! Revenez quand vous voulez.`,
    abilities: abilitiesInFrench,
  },
  en: {
    greeting: (known) => `Hello! ${abilitiesInEnglish(known)}`,
    thanks: () => 'You are welcome. Ask another question whenever you like.',
    farewell: () => 'Goodbye! Come back whenever you like.',
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
