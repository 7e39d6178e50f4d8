import {
  aCheckedAnswer,
  aComparison,
  aMaskedAnswer,
  anAnswerUnderWay,
  anUnfoundAnswer,
  aTaskUnderWay,
  providers,
} from '../an-answer-stream.ts';
import type { Stage } from './stage.ts';

/**
 * Every state of the sidebar, by its name: how it is reached from a conversation that has not begun. Each is looked at in both
 * themes and at both widths (`behaviour.ts`). Another state is one line here.
 */
export const sidebarStates: Readonly<Record<string, (on: Stage) => Promise<unknown>>> = {
  'nothing asked': (on) => on.see('.suggestion'),
  'in English': async (on) => {
    await on.tell({ locale: 'en' });
    await on.say('Work on documents');
  },
  'marked text, in a document that cannot answer': async (on) => {
    await on.answers('**/v1/documents/*', { json: aSealedDocument });
    await on.tell({
      documentId: aSealedDocument.id,
      looksEverywhere: false,
      selection: 'deux jours par semaine',
    });
    await on.say(/ne peut pas répondre/);
    await on.say('Expliquer le texte sélectionné');
  },
  'no network': async (on) => {
    await on.page.context().setOffline(true);
    await on.say('Vous êtes hors ligne');
  },
  searching: async (on) => {
    await on.hold('**/v1/ask', { ...anAnswerUnderWay(), body: '' });
    await on.ask();
  },
  'an answer that comes': async (on) => {
    await on.hold('**/v1/ask', anAnswerUnderWay());
    await on.ask();
    await on.say('Deux jours');
  },
  'an answer that was stopped': async (on) => {
    await on.hold('**/v1/ask', anAnswerUnderWay());
    await on.ask();
    await on.say('Deux jours');
    await on.press('Arrêter');
    await on.see('.notice');
  },
  'an answer that broke off': async (on) => {
    await on.reply(anAnswerUnderWay());
    await on.say(/interrompue avant sa fin/);
  },
  'passages as the answer': (on) => on.askSuggested(),
  'the card of a source': async (on) => {
    await on.askSuggested();
    await on.bar.locator('.answer .citation').first().focus();
    await on.page.keyboard.press('Shift+Tab');
    await on.page.keyboard.press('Tab');
    await on.see('.source-card');
  },
  'sentences that sources do not say': async (on) => {
    await on.reply(aCheckedAnswer());
    await on.say('Pourquoi ces 2 phrases sont marquées');
    await on.bar.getByText('Pourquoi ces 2 phrases sont marquées').click();
    await on.see('.reasons');
  },
  'nothing found': async (on) => {
    await on.tell({ spaceId: 'rh', looksEverywhere: false });
    await on.reply(anUnfoundAnswer());
    await on.say('Élargir à tous mes espaces');
  },
  'a task that was asked for': async (on) => {
    await on.ask('Résume la charte du télétravail');
    await on.say('Sur le document entier');
  },
  'an answer that may no longer be read': (on) => on.reply(aMaskedAnswer()),
  'whom else to ask': async (on) => {
    await on.answers('**/v1/providers*', { json: { providers } });
    await on.reply(aCheckedAnswer());
    await on.bar.locator('summary', { hasText: 'Choisir le fournisseur' }).click();
    await on.see('.providers');
  },
  'an answer that took the place of another': async (on) => {
    await on.askSuggested();
    await on.press('Reposer la question');
    await on.say('Réponse remplacée');
    await on.bar.locator('summary', { hasText: 'Réponse remplacée' }).click();
  },
  'too busy, with the time to wait': (on) =>
    on.refuse(429, 'TOO_BUSY', 'Trop de questions en même temps.', { 'retry-after': '90' }),
  'too much asked': (on) => on.refuse(429, 'BUDGET_EXHAUSTED', 'Le budget du mois est épuisé.'),
  'the session has ended': (on) => on.refuse(401, 'TOKEN_INVALID', 'Jeton refusé.'),
  'switched off': (on) => on.refuse(503, 'ASSISTANT_OFF', 'L’assistant est désactivé.'),
  'no server': async (on) => {
    await on.page.route('**/v1/ask', (route) => route.abort());
    await on.ask();
    await on.see('.problem');
  },
  'why it was not useful': async (on) => {
    await on.askSuggested();
    await on.press('Pas utile');
    await on.see('.reasons');
  },
  'what should not be seen': async (on) => {
    await on.askSuggested();
    await on.press('Je ne devrais pas voir ça');
    await on.see('[role=alertdialog]');
  },
  'a source, opened in the sidebar': async (on) => {
    await on.tell({}, '');
    await on.askSuggested();
    await on.bar.locator('.answer .citation').first().click();
    await on.see('.source-screen .cited');
  },
  'no conversation yet': async (on) => {
    await on.answers(/\/v1\/conversations\?/, { json: { conversations: [] } });
    await on.openHistory();
    await on.say('Aucune conversation enregistrée');
  },
  'conversations, and those of others': async (on) => {
    await on.answers('**/v1/shared-conversations', { json: { conversations: shared } });
    await on.openHistory();
    await on.say('Partagées avec moi');
  },
  'no conversation of these words': async (on) => {
    await on.openHistory();
    await on.bar.getByRole('searchbox').fill('wobbulateur');
    await on.say(/n’a ces mots/);
  },
  'a conversation with another name': async (on) => {
    await on.openHistory();
    await on.press(/^Renommer la conversation/);
    await on.see('.title-form');
  },
  'a conversation to share': async (on) => {
    await on.openHistory();
    await on.press(/^Partager la conversation/);
    await on.see('.share');
  },
  'a conversation to delete': async (on) => {
    await on.openHistory();
    await on.press(/^Supprimer la conversation/);
    await on.see('[role=alertdialog]');
  },
  'a task to describe': async (on) => {
    await on.openTasks();
    await on.bar.getByRole('checkbox').first().check({ force: true });
  },
  'a task that wants an instruction': async (on) => {
    await on.openTasks();
    await on.bar.getByRole('radio', { name: /^Rédiger/ }).check({ force: true });
    await on.say(/Que faut-il rédiger/);
  },
  'a task under way': async (on) => {
    await on.openTasks();
    await on.bar.getByRole('checkbox').first().check({ force: true });
    await on.hold('**/v1/tasks', aTaskUnderWay());
    await on.press('Résumer');
    await on.see('progress');
  },
  'documents compared': async (on) => {
    await on.openTasks();
    await on.bar.getByRole('checkbox').first().check({ force: true });
    await on.answers('**/v1/tasks', aComparison());
    await on.press('Résumer');
    await on.see('.answer table');
  },
  keys: async (on) => {
    await on.press('Raccourcis clavier');
    await on.press('Changer le raccourci : Historique');
    await on.say('Appuyez sur les touches…');
  },
};

const aSealedDocument = {
  id: 'scelle',
  title: 'Note scellée',
  path: 'rh/note.pdf',
  space: 'rh',
  version: 1,
  language: 'fr',
  modifiedAt: '2026-03-01T00:00:00Z',
  url: null,
  state: 'failed',
  reason: { code: 'encrypted', text: 'Ce document est protégé par un mot de passe.' },
  mediaType: 'application/pdf',
  bytes: 12_000,
  author: null,
  pages: null,
  warnings: [],
  labels: [],
  sensitivity: 'interne',
  canDelete: false,
};

const shared = [
  {
    id: 'p',
    title: 'Combien de jours de télétravail ?',
    sharedBy: { id: 'nora', name: 'Nora Vasselin' },
    sharedAt: '2026-03-01T00:00:00Z',
  },
  { id: 'q', title: null, sharedBy: { id: 'nora', name: 'Nora Vasselin' }, sharedAt: '2026-03-02T00:00:00Z' },
];
