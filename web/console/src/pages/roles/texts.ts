/** Words of the page about roles. */
const fr = {
  title: 'Rôles',
  lead: 'Qui administre et qui audite. Aucun rôle ne permet de lire un document de plus. Cela vaut dès la prochaine requête de la personne.',
  people: 'Personnes qui ont un rôle',
  none: 'Personne n’a de rôle.',
  person: 'Personne',
  owner: 'Propriétaire',
  admin: 'Administration',
  auditor: 'Audit',
  adminOf: '{{name}} administre',
  auditorOf: '{{name}} audite',
  ownerWhat: 'Les propriétaires sont nommés par le fichier de l’organisation ou par son annuaire.',
  give: 'Donner un rôle',
  id: 'Identifiant de la personne',
  changed: 'Les rôles de {{name}} sont changés.',
  roleless: 'Choisissez au moins un rôle.',
};

const en: typeof fr = {
  title: 'Roles',
  lead: 'Who administers and who audits. No role lets anybody read one document more. It holds from the person’s next request on.',
  people: 'People who have a role',
  none: 'Nobody has a role.',
  person: 'Person',
  owner: 'Owner',
  admin: 'Administration',
  auditor: 'Audit',
  adminOf: '{{name}} administers',
  auditorOf: '{{name}} audits',
  ownerWhat: 'Owners are named by the file of the organisation or by its directory.',
  give: 'Give a role',
  id: 'Id of the person',
  changed: 'The roles of {{name}} are changed.',
  roleless: 'Choose at least one role.',
};

export const rolesTexts = { fr, en };
