import { describe, expect, it } from 'vitest';
import { taskWishIn } from './wished-task.ts';

describe('taskWishIn', () => {
  it.each([
    ['résume la charte du télétravail', 'summarise', 'la charte du télétravail'],
    ['Bonjour, pouvez-vous me faire un résumé du CCAP svp', 'summarise', 'CCAP'],
    ['Je voudrais une synthèse de la note sur la piscine', 'summarise', 'la note sur la piscine'],
    ['quels sont les points clés du règlement ?', 'summarise', 'règlement ?'],
    ['résumé du PV du 2 juillet', 'summarise', 'PV du 2 juillet'],
    [
      'résume-moi ce que dit la charte quand on est malade',
      'summarise',
      'ce que dit la charte quand on est malade',
    ],
    ['Can you summarise the twinning agreement?', 'summarise', 'the twinning agreement?'],
    ['give me a summary of the flood exercise', 'summarise', 'the flood exercise'],
    ['compare les tarifs de 2025 et de 2026', 'compare', 'les tarifs de 2025 et de 2026'],
    ['fais-moi un tableau comparatif des offres', 'compare', 'offres'],
    ['liste les décisions du conseil du 2 juillet', 'extract', 'les décisions du conseil du 2 juillet'],
    ['extrais toutes les échéances du CCAP', 'extract', 'toutes les échéances du CCAP'],
    ['rédige une note de service sur les congés', 'draft', 'les congés'],
    ['Could you write a letter about the crèche', 'draft', 'the crèche'],
  ])('takes « %s » for a wish, and searches what it is about', (message, task, about) => {
    expect(taskWishIn(message)).toMatchObject({ task, about, isShown: false });
  });

  it.each([
    'Le résumé du rapport est-il public ?',
    'résumés d’entretien : où les déposer ?',
    'Qui rédige le compte rendu du comité ?',
    'c’est quoi le résumé du plan ?',
    'liste des agents de la voirie',
    'Que dit la note de synthèse ?',
    'Comment résumer une délibération ?',
    'Combien de jours de congés ?',
  ])('takes « %s » for a question', (message) => {
    expect(taskWishIn(message)).toBeNull();
  });

  it.each([
    'résume ce document',
    'Résume',
    'compare ces deux documents',
    'summarise this',
    'résume ça',
  ])('knows that « %s » is about what the person sees', (message) => {
    expect(taskWishIn(message)).toMatchObject({ isShown: true });
  });

  it('keeps how long the result is to be, and what is to be written, as the instruction', () => {
    expect(taskWishIn('Résume la charte en cinq lignes.')).toMatchObject({
      about: 'la charte',
      instruction: 'en cinq lignes',
    });
    expect(taskWishIn('Rédige un mail pour annoncer la fermeture')).toMatchObject({
      about: 'annoncer la fermeture',
      instruction: 'Rédige un mail pour annoncer la fermeture',
    });
    expect(taskWishIn('Résume la charte')).toMatchObject({ instruction: '' });
  });
});
