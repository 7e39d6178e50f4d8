/** Words of the first page. */
const fr = {
  title: 'Vue d’ensemble',
  lead: 'Ce qui demande un regard aujourd’hui.',
  figures: 'En bref',
  assistant: 'Assistant',
  on: 'répond',
  off: 'suspendu',
  models: 'Voir les modèles',
  reports: 'Signalements ouverts',
  seeReports: 'Voir les signalements',
  moreThan: '{{count, number}} ou plus',
  failures: 'Documents en échec',
  seeFailures: 'Voir les documents non lus',
  alerts: 'Alertes de budget ce mois-ci',
  cost: 'Coût du mois',
  forecast: 'prévu : {{forecast}}.',
  seeCosts: 'Voir les coûts',
  exposed: 'Documents exposés et sensibles',
  seeExposure: 'Voir l’exposition',
};

const en: typeof fr = {
  title: 'Overview',
  lead: 'What wants a look today.',
  figures: 'In short',
  assistant: 'Assistant',
  on: 'answers',
  off: 'suspended',
  models: 'See the models',
  reports: 'Open reports',
  seeReports: 'See the reports',
  moreThan: '{{count, number}} or more',
  failures: 'Documents that failed',
  seeFailures: 'See the unread documents',
  alerts: 'Budget alerts this month',
  cost: 'Cost of the month',
  forecast: 'expected: {{forecast}}.',
  seeCosts: 'See the costs',
  exposed: 'Exposed and sensitive documents',
  seeExposure: 'See the exposure',
};

export const overviewTexts = { fr, en };
