/** Words of the page that explains an access. */
const fr = {
  title: 'Expliquer un accès',
  lead: 'Pourquoi une personne voit un document, ou ne le voit pas : les étapes de la décision, sans rien du document. La demande est notée au journal.',
  user: 'Personne',
  document: 'Document',
  explain: 'Expliquer',
  verdict: 'Verdict',
  mayOpen: 'La personne peut ouvrir le document.',
  mayNotOpen: 'La personne ne peut pas ouvrir le document.',
  mayFind: 'L’assistant peut le trouver pour elle.',
  mayNotFind: 'L’assistant ne le trouve pas pour elle.',
  steps: 'Étapes',
  noStep: 'Aucune étape.',
  step: 'Étape',
  outcome: 'Effet',
  passes: 'laisse passer',
  stops: 'arrête',
  principals: 'Au titre de',
  kinds: { user: 'la personne', group: 'le groupe', space: 'l’espace', org: 'l’organisation' },
};

const en: typeof fr = {
  title: 'Explain an access',
  lead: 'Why a person sees a document, or does not: the steps of the decision, and nothing of the document. Asking leaves a record in the audit.',
  user: 'Person',
  document: 'Document',
  explain: 'Explain',
  verdict: 'Verdict',
  mayOpen: 'The person may open the document.',
  mayNotOpen: 'The person may not open the document.',
  mayFind: 'The assistant may find it for them.',
  mayNotFind: 'The assistant does not find it for them.',
  steps: 'Steps',
  noStep: 'No step.',
  step: 'Step',
  outcome: 'Effect',
  passes: 'lets through',
  stops: 'stops',
  principals: 'As',
  kinds: { user: 'the person', group: 'the group', space: 'the space', org: 'the organisation' },
};

export const accessTexts = { fr, en };
