import { describe, expect, it, test } from 'vitest';
import { tunables } from '../../../config/tunables.ts';
import { checkRewrite } from './check-rewrite.ts';

const asked = {
  question: 'Et combien ça coûte en 2025 ?',
  history: [{ question: 'Quand ouvre la piscine des Lilas ?', answer: 'De 10 h à 19 h, carte à 3,20 €.' }],
  language: 'fr' as const,
};

describe('checkRewrite', () => {
  it('takes one line made of what was said, without its quotation marks', () => {
    const good = 'Combien coûte la piscine des Lilas en 2025 ?';
    expect(checkRewrite(good, asked)).toBe(good);
    expect(checkRewrite(` « ${good} »\n`, asked)).toBe(good);
  });

  test.each([
    ['a number that nobody said', 'Combien coûte la piscine des Lilas en 2024 ?'],
    ['words from nowhere', 'Quel mot de passe ouvre le coffre du directeur financier ?'],
    ['another language', 'How much is the entrance to the piscine des Lilas?'],
    ['several lines', 'Combien coûte la piscine ?\nLa piscine des Lilas coûte cher.'],
    ['too much', `Combien coûte ${'la piscine des Lilas '.repeat(40)}?`],
    ['nothing', '  '],
    ['function words only', 'Et pour les autres ?'],
  ])('refuses %s', (_, reply) => {
    expect(checkRewrite(reply, asked)).toBeNull();
  });

  it('refuses an answer in place of a question', () => {
    const about = { ...asked, question: 'Et pour les nageurs seniors ?' };
    expect(checkRewrite('La piscine des Lilas ouvre de 10 h à 19 h.', about)).toBeNull();
    const cet = { ...asked, question: 'Et pour le CET ?' };
    expect(checkRewrite('La piscine des Lilas ouvre de 10 h à 19 h.', cet)).toBeNull();
    const kept = 'Quand la piscine des Lilas ouvre-t-elle pour les seniors ?';
    expect(checkRewrite(kept, about)).toBe(kept);
  });

  it('R36: leaves no mark of a chat template in what is searched and shown', () => {
    expect(checkRewrite('Combien coûte la piscine des Lilas <|im_end|> en 2025 ?', asked)).not.toMatch(
      /<\||\|>/,
    );
    expect(tunables.understanding.rewriteCharacters).toBeLessThan(tunables.limits.questionCharacters);
  });
});
