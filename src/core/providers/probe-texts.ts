import type { ProbeResult } from './provider.ts';

/** Names of the probes, as shown. */
export const probeNames: Readonly<Record<ProbeResult['probe'], { fr: string; en: string }>> = {
  auth: { fr: 'Accès et clé', en: 'Access and key' },
  models: { fr: 'Liste des modèles', en: 'List of models' },
  chat: { fr: 'Réponse courte', en: 'Short reply' },
  stream: { fr: 'Réponse au fil de l’eau et décompte', en: 'Streaming and usage' },
  stop: { fr: 'Arrêt en cours de réponse', en: 'Stop in the middle' },
  json: { fr: 'Réponse en JSON', en: 'Reply in JSON' },
  accents: { fr: 'Accents français', en: 'French accents' },
  'long-context': { fr: 'Contexte long', en: 'Long context' },
  embedding: { fr: 'Vectorisation', en: 'Embeddings' },
  rerank: { fr: 'Reclassement', en: 'Reranking' },
  'bad-key': { fr: 'Refus d’une mauvaise clé', en: 'Refusal of a wrong key' },
};

/** Names of what a probe measures, as shown. */
const factNames: Readonly<Record<string, { fr: string; en: string }>> = {
  withKey: { fr: 'avec une clé', en: 'with a key' },
  refused: { fr: 'refusée', en: 'refused' },
  listed: { fr: 'modèles', en: 'models' },
  contextTokens: { fr: 'contexte en jetons', en: 'context in tokens' },
  firstTokenMs: { fr: 'premier jeton en ms', en: 'first token in ms' },
  pieces: { fr: 'morceaux', en: 'pieces' },
  usageInStream: { fr: 'décompte au fil de l’eau', en: 'usage in the stream' },
  freeAfterMs: { fr: 'libre après, en ms', en: 'free after, in ms' },
  jsonObject: { fr: 'objet JSON', en: 'JSON object' },
  exact: { fr: 'à l’identique', en: 'exact' },
  askedTokens: { fr: 'jetons envoyés', en: 'tokens sent' },
  promptTokens: { fr: 'jetons comptés par le serveur', en: 'tokens counted by the server' },
  dimension: { fr: 'dimensions', en: 'dimensions' },
  deterministic: { fr: 'reproductible', en: 'reproducible' },
  normalised: { fr: 'normalisé', en: 'normalised' },
  texts: { fr: 'textes classés', en: 'texts ranked' },
};

/** The measures of a probe in words: « avec une clé : oui ». */
export function factTexts({ facts }: Pick<ProbeResult, 'facts'>, language: 'fr' | 'en'): string[] {
  return Object.entries(facts).map(([name, value]) => factText(name, value, language));
}

/** Under its own name where an older version kept one that is gone. */
function factText(name: string, value: string | number | boolean, language: 'fr' | 'en'): string {
  const shown = factNames[name]?.[language] ?? name;
  const [yes, no] = language === 'fr' ? ['oui', 'non'] : ['yes', 'no'];
  const said = typeof value === 'boolean' ? (value ? yes : no) : value.toLocaleString(language);
  return language === 'fr' ? `${shown} : ${said}` : `${shown}: ${said}`;
}

/** What a probe may find: stable code → sentences. */
export const probeFindings = {
  unreachable: {
    fr: 'Le serveur ne répond pas, ou répond qu’il est en panne. Vérifiez l’adresse et le réseau.',
    en: 'The server does not answer, or answers that it is down. Check the address and the network.',
  },
  'too-slow': { fr: 'Le serveur n’a pas répondu à temps.', en: 'The server did not answer in time.' },
  'address-forbidden': {
    fr: 'L’adresse est dans un réseau privé que l’exploitant n’a pas ouvert (PROVIDER_PRIVATE_NETWORKS).',
    en: 'The address is in a private network that the operator has not opened (PROVIDER_PRIVATE_NETWORKS).',
  },
  'key-refused': { fr: 'La clé est refusée.', en: 'The key is refused.' },
  'key-missing': { fr: 'Ce fournisseur demande une clé.', en: 'This provider wants a key.' },
  'rate-limited': {
    fr: 'Le fournisseur reçoit trop de demandes : réessayez plus tard.',
    en: 'The provider receives too many requests: try again later.',
  },
  'budget-exhausted': {
    fr: 'Le budget ou le crédit chez le fournisseur est épuisé.',
    en: 'The budget or credit with the provider is used up.',
  },
  'model-not-found': {
    fr: 'Le fournisseur ne connaît pas ce modèle, ou l’adresse est fausse (elle s’arrête le plus souvent à /v1).',
    en: 'The provider does not know this model, or the address is wrong (it mostly ends with /v1).',
  },
  'input-too-long': {
    fr: 'Le serveur refuse une demande de cette longueur : son contexte est plus petit qu’annoncé, ou trop petit.',
    en: 'The server refuses a request of this length: its context is smaller than told, or too small.',
  },
  'context-truncated': {
    fr: 'Le serveur coupe une longue demande sans le dire. Agrandissez son contexte.',
    en: 'The server cuts a long request without saying so. Enlarge its context.',
  },
  'bad-reply': {
    fr: 'Le serveur a refusé la demande, ou sa réponse est inutilisable.',
    en: 'The server refused the request, or its reply is unusable.',
  },
  'no-model-list': { fr: 'Le serveur ne donne pas de liste.', en: 'The server gives no list.' },
  'model-not-listed': {
    fr: 'Un modèle choisi n’est pas dans la liste du fournisseur.',
    en: 'A chosen model is not in the provider’s list.',
  },
  'first-word-late': {
    fr: 'Le premier mot arrive si tard qu’aucune question ne l’attend : les réponses seraient faites de citations.',
    en: 'The first word comes so late that no question waits for it: answers would be made of quotations.',
  },
  'empty-reply': { fr: 'La réponse est vide.', en: 'The reply is empty.' },
  'thinks-first': {
    fr: 'Le modèle raisonne avant de répondre : ses réponses seront plus lentes et plus chères.',
    en: 'The model reasons before it replies: its replies will be slower and dearer.',
  },
  'not-streamed': {
    fr: 'La réponse arrive d’un seul bloc : rien ne s’affiche avant la fin.',
    en: 'The reply comes in one piece: nothing is shown before the end.',
  },
  'no-usage': {
    fr: 'Le serveur ne dit pas le nombre de jetons : les coûts seront estimés.',
    en: 'The server does not tell the number of tokens: costs will be estimated.',
  },
  'not-stopped': {
    fr: 'Après un arrêt, le serveur reste occupé : il termine sans doute la réponse abandonnée.',
    en: 'After a stop the server stays busy: it probably finishes the reply that nobody wants.',
  },
  'no-json': { fr: 'La réponse n’est pas un objet JSON.', en: 'The reply is no JSON object.' },
  'accents-mangled': {
    fr: 'Les accents reviennent abîmés : l’encodage est faux quelque part.',
    en: 'Accents come back mangled: the encoding is wrong somewhere.',
  },
  'accents-missing': {
    fr: 'Le modèle ne rend pas les accents : il écrit mal le français.',
    en: 'The model does not give accents back: it writes poor French.',
  },
  'accents-inexact': {
    fr: 'Les accents passent, mais le modèle n’a pas répété la phrase exactement.',
    en: 'Accents get through, but the model did not repeat the sentence exactly.',
  },
  'canary-lost': {
    fr: 'Le modèle n’a pas retrouvé ce qui se trouvait au début d’une longue demande.',
    en: 'The model did not find what stood at the beginning of a long request.',
  },
  'vectors-differ': {
    fr: 'Le même texte a donné deux vecteurs différents.',
    en: 'The same text gave two different vectors.',
  },
  'vectors-unusable': {
    fr: 'Les vecteurs sont vides, nuls ou de longueurs différentes.',
    en: 'The vectors are empty, zero or of different lengths.',
  },
  'order-wrong': {
    fr: 'Le passage qui répond à la question n’est pas classé premier.',
    en: 'The passage that answers the question is not ranked first.',
  },
  'wrong-key-accepted': {
    fr: 'Une clé fausse a été acceptée : la clé ne protège rien.',
    en: 'A wrong key was accepted: the key protects nothing.',
  },
  'no-authentication': {
    fr: 'Le serveur ne vérifie aucune clé : limitez-en l’accès par le réseau.',
    en: 'The server checks no key: limit access to it by the network.',
  },
  'not-used': {
    fr: 'Aucun modèle de ce fournisseur n’est choisi pour cela, ou il ne sait pas le faire.',
    en: 'No model of this provider is chosen for that, or it cannot do it.',
  },
  'after-failure': {
    fr: 'Pas essayé : un essai précédent a échoué.',
    en: 'Not tried: an earlier probe failed.',
  },
  'out-of-time': { fr: 'Pas essayé : le test durait trop.', en: 'Not tried: the test took too long.' },
} as const satisfies Record<string, { fr: string; en: string }>;

export type ProbeFinding = keyof typeof probeFindings;

/** The sentence of a finding; its code where an older version kept one that is gone. */
export function findingText(finding: string, language: 'fr' | 'en'): string {
  return Object.hasOwn(probeFindings, finding) ? probeFindings[finding as ProbeFinding][language] : finding;
}
