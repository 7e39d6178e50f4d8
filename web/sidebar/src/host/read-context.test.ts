import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FromHost, readMessage, toMessage } from './contract.ts';
import { readAbilities, readContext } from './read-context.ts';

describe('what a host says', () => {
  it('is read as it is when it has its shape', () => {
    const context = {
      personKey: 'p1',
      spaceId: 'rh',
      folder: 'conges/2026',
      documentId: 'd1',
      looksEverywhere: true,
      documents: ['d1', 'd2'],
      suggestions: ['Combien de jours de congés ?'],
      selection: 'vingt-cinq jours',
      sharedConversationId: 'c1',
      shareLink: 'https://espace.example/assistant#{id}',
      locale: 'en',
      theme: 'dark',
      tokens: { accent: '#1f4e79', font: '"Marianne", sans-serif' },
    } as const;
    expect(readContext(context)).toEqual(context);
    expect(readAbilities(['insertText', 'fly'])).toEqual(['insertText']);
  });

  it('R38: sets no style that loads anything', () => {
    const tokens = {
      accent: 'url(https://evil.example/a.png)',
      ground: 'IMAGE-SET("https://evil.example/a" 1x)',
      line: 'red; background: blue',
      'Bad name': '#fff',
    };
    expect(readContext({ tokens: { ...tokens, text: '#000' } }).tokens).toEqual({ text: '#000' });
  });

  it('takes no address but one of the web with a place for the id', () => {
    for (const shareLink of ['javascript:alert("{id}")', 'https://espace.example/', 'https://[{id}'])
      expect(readContext({ shareLink }).shareLink).toBeNull();
  });

  it('never breaks the page, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), (given) => {
        const { documents, theme } = readContext(given);
        expect([(documents?.length ?? 0) <= 5, ['light', 'dark', 'auto', undefined].includes(theme)]).toEqual(
          [true, true],
        );
        expect(readMessage<FromHost>(given, ['focus'])).toBeNull();
      }),
    );
  });

  it('is of one version and of known types', () => {
    expect(readMessage<FromHost>(toMessage({ type: 'focus' }), ['focus'])).toMatchObject({ type: 'focus' });
    expect(readMessage<FromHost>({ sourcier: 2, type: 'focus' }, ['focus'])).toBeNull();
    expect(readMessage<FromHost>({ sourcier: 1, type: 'other' }, ['focus'])).toBeNull();
  });
});
