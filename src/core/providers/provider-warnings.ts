/** What an administrator should know of a provider before text is sent there: code → sentences. */
export const providerWarnings = {
  'plain-http': {
    fr: 'L’adresse est en http : questions, passages et clé circulent en clair. Placez un mandataire TLS devant le serveur, ou réservez-lui un réseau privé.',
    en: 'The address is plain http: questions, passages and the key travel in clear. Put a TLS proxy before the server, or keep it on a private network.',
  },
  'no-authentication': {
    fr: 'Ce serveur ne vérifie aucune clé : quiconque l’atteint peut s’en servir. Limitez-en l’accès par le réseau ou par un mandataire à certificats.',
    en: 'This server checks no key: whoever reaches it may use it. Limit access to it by the network or by a proxy with certificates.',
  },
  'anonymous-access': {
    fr: 'Ce fournisseur répond aussi sans clé, au ralenti et sans contrat : Sourcier n’y envoie rien tant qu’aucune clé n’est enregistrée.',
    en: 'This provider also answers without a key, slowly and under no contract: Sourcier sends nothing there as long as no key is kept.',
  },
  'models-disappear': {
    fr: 'Le catalogue de ce fournisseur change : un modèle peut disparaître. La connexion est à tester chaque jour.',
    en: 'This provider’s catalogue changes: a model may disappear. The connection is to be tested every day.',
  },
  'open-routes': {
    fr: 'La clé de ce serveur ne protège que les adresses sous /v1 : /invocations reste ouvert. N’exposez que /v1.',
    en: 'This server’s key protects the addresses below /v1 only: /invocations stays open. Expose /v1 alone.',
  },
  'cuts-silently': {
    fr: 'Ce serveur coupe sans le dire une demande plus longue que son contexte. Réglez num_ctx à 8 192 ou plus ; une demande coupée est refusée par Sourcier.',
    en: 'This server cuts a request longer than its context without saying so. Set num_ctx to 8,192 or more; Sourcier refuses the reply to a request that was cut.',
  },
  'fields-probed': {
    fr: 'Le serveur n’est pas d’un type connu : ce qu’il sait faire n’est connu qu’après « Tester la connexion ».',
    en: 'The server is of no known kind: what it can do is known only after “Test the connection”.',
  },
  'model-untested': {
    fr: 'Ce modèle n’a pas été essayé : lancez « Tester la connexion ».',
    en: 'This model was not tested: run “Test the connection”.',
  },
  'model-test-failed': {
    fr: 'Le dernier essai de ce modèle a échoué : relancez « Tester la connexion ».',
    en: 'The last test of this model failed: run “Test the connection” again.',
  },
  'sensitive-by-words': {
    fr: 'Des documents sont trop sensibles pour ce fournisseur : ils ne lui sont pas envoyés et ne sont trouvés que par leurs mots. L’état des vecteurs en donne le nombre.',
    en: 'Some documents are too sensitive for this provider: they are not sent there and only their words find them. The status of the vectors counts them.',
  },
} as const satisfies Record<string, { fr: string; en: string }>;

export type ProviderWarning = keyof typeof providerWarnings;
