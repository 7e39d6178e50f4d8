import { describe, expect, test } from 'vitest';
import { smallTalkAnswers, smallTalkIn } from './small-talk.ts';

describe('smallTalkIn', () => {
  test.each([
    ['Bonjour', 'greeting'],
    ['bonjour à tous !', 'greeting'],
    ['Salut…', 'greeting'],
    ['Hello there', 'greeting', 'en'],
    ['hello', 'greeting', 'en'],
    ['Merci beaucoup !', 'thanks'],
    ['ok merci', 'thanks'],
    ['Thank you very much.', 'thanks', 'en'],
    ['Au revoir', 'farewell'],
    ['Merci, bonne journée !', 'farewell'],
    ['Bye!', 'farewell', 'en'],
    ['Thanks, see you tomorrow.', 'farewell', 'en'],
    ['Que sais-tu faire ?', 'abilities'],
    ['Bonjour, que pouvez-vous faire pour moi ?', 'abilities'],
    ['Qu’est-ce que tu peux faire ?', 'abilities'],
    ['À quoi sers-tu ?', 'abilities'],
    ['Qui êtes-vous ?', 'abilities'],
    ['aide', 'abilities'],
    ['salut tu sers à quoi ?', 'abilities'],
    ['?', 'abilities'],
    ['bjr', 'greeting'],
    ['ok', 'thanks'],
    ['D’accord, super !', 'thanks'],
    ['What can you do?', 'abilities', 'en'],
  ])('« %s » is %s', (message, kind, language = 'fr') => {
    expect(smallTalkIn(message)).toEqual({ kind, language });
  });

  test.each([
    'Bonjour, quel est le tarif de la cantine ?',
    'aide sociale',
    'Merci de me donner les horaires',
    'Qui est le maire ?',
    'Que peux-tu me dire des congés ?',
    'Que faire en cas de panne ?',
    'Salut public',
    'Comment ça marche ?',
    'bonjour tristesse',
    'hi-fi',
    'Au revoir les enfants, programmation du cinéma',
    'bonne conduite',
    'ok pour le télétravail ?',
    '',
  ])('« %s » may be a question for documents', (message) => {
    expect(smallTalkIn(message)).toBeNull();
  });

  test('is answered in the language of the person, with what they may read', () => {
    const { greeting, abilities } = smallTalkAnswers.fr;
    expect(greeting({ documents: 12, spaces: ['RH'] })).toMatch(
      /^Bonjour\u202f! Je réponds.*12 documents.*\(espace\u202f: RH\)/,
    );
    expect(abilities({ documents: 1, spaces: [] })).toContain('le document que vous pouvez');
    expect(smallTalkAnswers.en.greeting({ documents: 1_200, spaces: ['A', 'B'] })).toMatch(
      /1,200 documents.*spaces: A, B/,
    );
  });
});
