import { describe, expect, it } from 'vitest';
import { detectLanguage } from './detect-language.ts';

describe('detectLanguage', () => {
  it.each([
    ['', 'fr'],
    ['RGPD', 'fr'],
    ['Quels sont les délais ?', 'fr'],
    ['What is the leave policy?', 'en'],
    ['The handbook explains how every employee of the company asks for holidays and is paid for them.', 'en'],
    ['Le manuel explique comment chaque agent de la commune demande ses congés et les prend.', 'fr'],
    ['Das Handbuch erklärt, wie alle Beschäftigten der Gemeinde ihren Urlaub beantragen und nehmen.', 'fr'],
  ])('takes %j for %s', (text, language) => {
    expect(detectLanguage(text)).toBe(language);
  });
});
