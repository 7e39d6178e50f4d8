/** Sentences of what the pages share, in French, the first language. */
export const fr = {
  loading: 'Chargement…',
  retry: 'Réessayer',
  cancel: 'Annuler',
  close: 'Fermer',
  remove: 'Supprimer',
  requestId: 'Référence : {{id}}',
  problemUnknown: 'Une erreur est survenue.',
  advice: {
    NETWORK:
      'Le serveur ne répond pas. Vérifiez qu’il est démarré et que vous êtes connecté, puis réessayez.',
    NOT_FOUND: 'Ce contenu a pu être déplacé ou supprimé, ou ne vous est plus ouvert.',
    TOO_MANY_REQUESTS: 'Attendez quelques secondes, puis réessayez.',
    NOT_READY: 'Attendez quelques secondes, puis réessayez.',
    STORE_UNAVAILABLE: 'Attendez quelques secondes, puis réessayez.',
    FILE_TOO_LARGE: 'Le fichier est trop volumineux : déposez-en une version plus légère ou découpée.',
    FORBIDDEN: 'Demandez ce droit au responsable de l’espace.',
    MODEL_UNAVAILABLE: 'Réessayez dans une minute ; si cela persiste, prévenez votre administrateur.',
    MODEL_RATE_LIMITED: 'Réessayez dans une minute.',
    MODEL_REFUSED_KEY: 'Prévenez votre administrateur : la clé du fournisseur est à corriger.',
    MODEL_BAD_REPLY: 'Posez à nouveau la question ; si cela persiste, prévenez votre administrateur.',
    TOKEN_INVALID: 'Rechargez la page pour ouvrir une nouvelle session.',
    INTERNAL: 'Réessayez ; si cela persiste, donnez la référence ci-dessous à votre administrateur.',
  },
};
