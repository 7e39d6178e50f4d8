/** Words of coming in and going out. */
const fr = {
  choose: 'Qui êtes-vous ?',
  chooseWhy: 'Dans la démonstration, choisissez une personne : la console montre ce que son rôle lui ouvre.',
  signIn: 'Se connecter',
  signInWhy:
    'La console est réservée aux administrateurs, propriétaires et auditeurs de l’organisation. Votre identité est vérifiée par votre service de connexion.',
  signedOut:
    'Votre session est terminée. Connectez-vous à nouveau : rien de ce qui était enregistré n’est perdu.',
  organisation: 'Organisation',
  organisationHint: 'Son identifiant court, par exemple « bellerive ».',
  otherService: 'Utiliser un autre service de connexion',
  issuer: 'Service de connexion',
  issuerHint: 'Son nom court, donné par votre exploitant, par exemple « proconnect ».',
  outside: 'Cette console ne vous est pas ouverte',
  outsideWhat:
    'Elle est réservée aux administrateurs, aux auditeurs et aux propriétaires de l’organisation, et à qui anime un espace. Un propriétaire peut vous donner un rôle.',
  otherPerson: 'Se connecter autrement',
  toAssistant: 'Aller à l’assistant',
};

const en: typeof fr = {
  choose: 'Who are you?',
  chooseWhy: 'In the demonstration, choose a person: the console shows what their role opens.',
  signIn: 'Sign in',
  signInWhy:
    'The console is for administrators, owners and auditors of the organisation. Your sign-in service vouches for who you are.',
  signedOut: 'Your session has ended. Sign in again: nothing that was saved is lost.',
  organisation: 'Organisation',
  organisationHint: 'Its short id, such as “bellerive”.',
  otherService: 'Use another sign-in service',
  issuer: 'Sign-in service',
  issuerHint: 'Its short name, as your operator gave it, such as “proconnect”.',
  outside: 'This console is not open to you',
  outsideWhat:
    'It is for administrators, auditors and owners of the organisation, and for who looks after a space. An owner can give you a role.',
  otherPerson: 'Sign in as somebody else',
  toAssistant: 'Go to the assistant',
};

export const sessionTexts = { fr, en };
