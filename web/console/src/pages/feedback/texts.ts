/** Words of the page about what people said of their answers. */
const fr = {
  title: 'Retours',
  lead: 'Ce que les personnes disent des réponses, sans le texte des réponses ni le nom de qui l’a dit. Un commentaire n’est montré que si vous pouvez lire tout ce sur quoi la conversation repose, et le journal le note.',
  given: 'Retours',
  none: 'Aucun retour.',
  verdict: 'Avis',
  verdicts: { useful: 'utile', 'not-useful': 'pas utile' },
  filters: { '': 'Tous', useful: 'Utiles', 'not-useful': 'Pas utiles' },
  reason: 'Raison',
  allReasons: 'Toutes',
  reasons: {
    wrong: 'faux',
    outdated: 'dépassé',
    incomplete: 'incomplet',
    'off-topic': 'hors sujet',
    'source-does-not-say': 'la source ne dit pas cela',
    'should-not-see': 'je ne devrais pas voir ça',
  },
  since: 'Depuis le',
  givenAt: 'Le',
  comment: 'Commentaire',
  withheld: 'Commentaire non montré : la conversation repose sur un document qui ne vous est pas ouvert.',
  message: 'Réponse',
};

const en: typeof fr = {
  title: 'Feedback',
  lead: 'What people say of answers, without the text of answers nor the name of who said it. A comment is shown only if you may read all that its conversation rests on, and the audit says so.',
  given: 'Feedback',
  none: 'No feedback.',
  verdict: 'Verdict',
  verdicts: { useful: 'useful', 'not-useful': 'not useful' },
  filters: { '': 'All', useful: 'Useful', 'not-useful': 'Not useful' },
  reason: 'Reason',
  allReasons: 'All',
  reasons: {
    wrong: 'wrong',
    outdated: 'outdated',
    incomplete: 'incomplete',
    'off-topic': 'off topic',
    'source-does-not-say': 'the source does not say so',
    'should-not-see': 'I should not see this',
  },
  since: 'Since',
  givenAt: 'On',
  comment: 'Comment',
  withheld: 'Comment not shown: its conversation rests on a document that is not open to you.',
  message: 'Answer',
};

export const feedbackTexts = { fr, en };
