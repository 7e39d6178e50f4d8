/** Words of the page of those who look after spaces. */
const fr = {
  title: 'Mes espaces',
  lead: 'Les espaces que vous animez : ce que l’assistant en trouve, ce qui est laissé de côté et pourquoi.',
  none: 'Vous n’animez aucun espace.',
  on: 'L’assistant travaille sur cet espace.',
  off: 'L’assistant ne travaille pas sur cet espace.',
  excludedBy: {
    administrator: 'Un administrateur l’a exclu : lui seul peut le rouvrir.',
    animator: 'Une personne qui l’anime l’a exclu.',
    source: 'L’espace de travail l’exclut.',
  },
  exclude: 'Exclure de l’assistant',
  excludeAsk: 'Exclure « {{space}} » de l’assistant ?',
  excludeWhat:
    'Plus rien de cet espace ne sera trouvé ni cité, tout de suite, pour tout le monde. Les fichiers restent.',
  include: 'Rouvrir à l’assistant',
  actionOf: '{{action}} : {{space}}',
  excluded: '« {{space}} » est exclu de l’assistant.',
  included: '« {{space}} » est rouvert à l’assistant.',
  leftOut: 'Laissés de côté',
  nothingLeftOut: 'Rien n’est laissé de côté.',
  reason: 'Raison',
  documents: 'Documents',
};

const en: typeof fr = {
  title: 'My spaces',
  lead: 'The spaces that you look after: what the assistant finds of them, what is left out and why.',
  none: 'You look after no space.',
  on: 'The assistant works on this space.',
  off: 'The assistant does not work on this space.',
  excludedBy: {
    administrator: 'An administrator excluded it: administrators alone can open it again.',
    animator: 'Somebody who looks after it excluded it.',
    source: 'Its workplace excludes it.',
  },
  exclude: 'Exclude from the assistant',
  excludeAsk: 'Exclude “{{space}}” from the assistant?',
  excludeWhat: 'Nothing of this space will be found or cited any more, at once, for everybody. Files stay.',
  include: 'Open to the assistant again',
  actionOf: '{{action}}: {{space}}',
  excluded: '“{{space}}” is excluded from the assistant.',
  included: '“{{space}}” is open to the assistant again.',
  leftOut: 'Left out',
  nothingLeftOut: 'Nothing is left out.',
  reason: 'Reason',
  documents: 'Documents',
};

export const spacesTexts = { fr, en };
