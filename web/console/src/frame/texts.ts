/** Words of the frame around the pages. */
const fr = {
  product: 'Console d’administration',
  skip: 'Aller au contenu',
  navigation: 'Pages de la console',
  menu: 'Menu',
  leave: 'Se déconnecter',
  appearance: 'Apparence',
  appearances: { auto: 'Automatique', light: 'Clair', dark: 'Sombre' },
  otherLanguage: 'English',
  roles: {
    admin: 'administration',
    auditor: 'audit',
    owner: 'propriétaire',
    animator: 'animation d’espaces',
  },
  groups: {
    today: 'Aujourd’hui',
    answers: 'Réponses',
    documents: 'Documents',
    rights: 'Droits',
    compliance: 'Conformité',
  },
  plan: 'Plan de la console',
  planWhat: 'Toutes les pages que votre rôle vous ouvre, et à quoi chacune sert.',
  missing: 'Cette page n’existe pas',
  missingWhat: 'Elle a pu changer d’adresse, ou n’est pas ouverte à votre rôle.',
};

const en: typeof fr = {
  product: 'Administration console',
  skip: 'Go to the content',
  navigation: 'Pages of the console',
  menu: 'Menu',
  leave: 'Sign out',
  appearance: 'Appearance',
  appearances: { auto: 'Automatic', light: 'Light', dark: 'Dark' },
  otherLanguage: 'Français',
  roles: { admin: 'administration', auditor: 'audit', owner: 'owner', animator: 'looks after spaces' },
  groups: {
    today: 'Today',
    answers: 'Answers',
    documents: 'Documents',
    rights: 'Rights',
    compliance: 'Compliance',
  },
  plan: 'Map of the console',
  planWhat: 'All pages that your role opens, and what each is for.',
  missing: 'There is no such page',
  missingWhat: 'It may have moved, or is not open to your role.',
};

export const frameTexts = { fr, en };
