import { describe, expect, it } from 'vitest';
import { createTranslations, sentenceOf, type Translate } from './translate.ts';

const fr = {
  found_one: '{{count}} document trouvé',
  found_other: '{{count}} documents trouvés',
  deep: { name: 'Ouvrir « {{title}} »' },
};
const en = {
  found_one: '{{count}} document found',
  found_other: '{{count}} documents found',
  deep: { name: 'Open “{{title}}”' },
};
const inLanguage = createTranslations({ fr, en });
const t = (language: 'fr' | 'en') => inLanguage(language) as Translate<typeof fr>;

describe('sentences', () => {
  it('take the number that their language wants', () => {
    expect([0, 1, 2].map((count) => t('fr')('found', { count }))).toEqual([
      '0 document trouvé',
      '1 document trouvé',
      '2 documents trouvés',
    ]);
    expect([0, 1].map((count) => t('en')('found', { count }))).toEqual([
      '0 documents found',
      '1 document found',
    ]);
  });

  it('R42: take what people wrote as it is, and read nothing in it', () => {
    const title = '<b>$t(retry) {{retry}}</b>';
    expect(t('fr')('deep.name', { title })).toBe(`Ouvrir «\u202f${title}\u202f»`);
  });

  it('keep French signs with their word, and write what people wrote as they wrote it', () => {
    const asks = createTranslations({ fr: { sure: 'Effacer « {{name}} » : êtes-vous sûr ?' }, en: {} })('fr');
    expect((asks as Translate<{ sure: string }>)('sure', { name: 'a : b' })).toBe(
      'Effacer «\u202fa : b\u202f»\u202f: êtes-vous sûr\u202f?',
    );
  });

  it('stand beside those that the pages share', () => {
    expect([t('fr')('retry'), t('en')('retry')]).toEqual(['Réessayer', 'Try again']);
    expect(sentenceOf(inLanguage('en'), 'advice.MODEL_RATE_LIMITED')).toBe('Try again in a minute.');
    expect(sentenceOf(inLanguage('en'), 'advice.OF_A_LATER_SERVER')).toBeNull();
  });
});
