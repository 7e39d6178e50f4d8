/** Words of the page about what may leave. */
const fr = {
  title: 'Confidentialité',
  lead: 'Ce qui peut être envoyé à qui. Un seul passage trop sensible parmi les sources suffit pour qu’un autre fournisseur réponde, ou pour que les passages soient cités tels quels.',
  matrix: 'Texte le plus sensible que chaque niveau de confiance peut recevoir',
  trust: 'Confiance',
  allowed: 'peut recevoir',
  sensitivities: {
    ouvert: 'Ouvert',
    interne: 'Interne',
    sensible: 'Sensible',
    SREN31: 'Sensible, art. 31 SREN',
  },
  upTo: '{{trust}} : jusqu’à « {{sensitivity}} »',
  answers: 'Réponses',
  withholdUnsupported: 'Retirer des réponses les phrases qu’aucun passage n’appuie',
  secondOpinion: 'Demander un second avis au modèle sur les phrases que la vérification laisse indécises',
  privateDocuments: 'Autoriser les modèles à recevoir les documents privés, gardés en mémoire seulement',
  version: 'Version {{version}} de la politique. Chaque réponse garde au journal celle qui a décidé.',
  changed: 'La politique est changée. Elle vaut dès la prochaine question.',
};

const en: typeof fr = {
  title: 'Confidentiality',
  lead: 'What may be sent to whom. One passage too sensitive among the sources is enough for another provider to answer, or for the passages to be quoted as they are.',
  matrix: 'Most sensitive text that each level of trust may receive',
  trust: 'Trust',
  allowed: 'may receive',
  sensitivities: {
    ouvert: 'Open',
    interne: 'Internal',
    sensible: 'Sensitive',
    SREN31: 'Sensitive, art. 31 SREN',
  },
  upTo: '{{trust}}: up to “{{sensitivity}}”',
  answers: 'Answers',
  withholdUnsupported: 'Leave sentences that no passage supports out of answers',
  secondOpinion: 'Ask the model for a second opinion on sentences that checking leaves undecided',
  privateDocuments: 'Let models be given private documents, which are kept in memory alone',
  version: 'Version {{version}} of the policy. The audit keeps with each answer the one that decided.',
  changed: 'The policy is changed. It holds from the next question on.',
};

export const policyTexts = { fr, en };
