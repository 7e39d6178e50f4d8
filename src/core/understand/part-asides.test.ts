import { describe, expect, test } from 'vitest';
import { partAsides } from './part-asides.ts';

describe('partAsides', () => {
  test.each([
    [
      'Bonjour, je suis ATSEM à 80 %. Combien de jours de congés ai-je ? Merci !',
      'Combien de jours de congés ai-je ?',
      ['je suis ATSEM à 80 %.'],
    ],
    [
      'Je suis agent à la voirie et je voudrais savoir qui signe les bons de commande',
      'qui signe les bons de commande',
      ['Je suis agent à la voirie'],
    ],
    [
      'On m’a dit de demander ici, quel est le délai pour poser un congé ?',
      'quel est le délai pour poser un congé ?',
      ['On m’a dit de demander ici'],
    ],
    [
      'What is the deadline for leave requests? I need this before noon.',
      'What is the deadline for leave requests?',
      ['I need this before noon.'],
    ],
  ])('%s', (message, question, asides) => {
    expect(partAsides(message)).toEqual({ question, asides });
  });

  test.each([
    'Pour les contractuels, quel est le délai ?',
    'Marché 2025-T-07. Quel est le montant de l’avance ?',
    'Combien de jours de congés ai-je ?',
    'Mon compte épargne-temps est plein, que deviennent mes jours ?',
    'Le CET m’a été refusé. Est-ce normal ?',
    'Je suis agent contractuel.',
    '',
  ])('is one question: %s', (message) => {
    expect(partAsides(message)).toEqual({ question: message, asides: [] });
  });

  test('a long message takes no longer than it is', () => {
    for (const piece of ['merci ', ', ', 'je suis ', 'bonjour, ', 'et qui ', '. '])
      expect(partAsides(piece.repeat(2_000)).question.length).toBeLessThanOrEqual(piece.length * 2_000);
  });
});
