import { describe, expect, it } from 'vitest';
import type { Dialect, Provider } from '../../api/providers.ts';
import { formOf, isEdited, settingsOf, usesOf, withDialect } from './provider-form.ts';

const can = { wantsKey: true, chats: true, embeds: true, reranks: false };
const albert: Dialect = { name: 'albert', usualBaseUrl: 'https://albert.example/v1', ...can };
const tei: Dialect = { ...can, name: 'tei', usualBaseUrl: null, chats: false, reranks: true };
const dialects = [albert, tei];

describe('the form of a provider', () => {
  it('R56: sends no key unless one is typed, and an empty one only to forget the kept one', () => {
    const form = formOf(null);
    expect(settingsOf(form, albert)).not.toHaveProperty('apiKey');
    expect(settingsOf({ ...form, forgetsKey: true }, albert)).toHaveProperty('apiKey', '');
    expect(settingsOf({ ...form, forgetsKey: true, apiKey: 'sk-1' }, albert)).toHaveProperty(
      'apiKey',
      'sk-1',
    );
  });

  it('tells what is typed and not saved from what is only written in another way', () => {
    const saved = {
      ...settingsOf({ ...formOf(null), name: 'Relais', dialect: 'albert' }, albert),
      id: 'relais',
    };
    const provider = { ...saved, hasSecret: true, capabilities: null } as Provider;
    const form = formOf(provider);
    expect(isEdited(form, provider, dialects)).toBe(false);
    expect(isEdited({ ...form, name: ' Relais ' }, provider, dialects)).toBe(false);
    expect(isEdited({ ...form, baseUrl: 'https://autre.example/v1' }, provider, dialects)).toBe(true);
    expect(isEdited({ ...form, apiKey: 'sk-2' }, provider, dialects)).toBe(true);
    expect(isEdited({ ...form, forgetsKey: true }, provider, dialects)).toBe(true);
  });

  it('begins with the least trust, switched on', () => {
    expect(formOf(null)).toMatchObject({ trust: 'other', enabled: true });
  });

  it('takes the usual address of a dialect, and never one that somebody typed', () => {
    const chosen = withDialect(formOf(null), 'albert', dialects);
    expect(chosen.baseUrl).toBe('https://albert.example/v1');
    expect(withDialect(chosen, 'tei', dialects).baseUrl).toBe('');
    const typed = { ...chosen, baseUrl: 'https://relais.example/v1' };
    expect(withDialect(typed, 'tei', dialects).baseUrl).toBe('https://relais.example/v1');
  });

  it('sends models for what the dialect can do, and none that is empty', () => {
    const models = { chat: ' grand ', smallChat: '', embeddings: 'vecteurs', rerank: 'ordre' };
    expect(settingsOf({ ...formOf(null), models }, albert).models).toEqual({
      chat: 'grand',
      embeddings: 'vecteurs',
    });
    expect(usesOf(tei)).toEqual(['embeddings', 'rerank']);
  });

  it('knows no price rather than a price of nothing', () => {
    const form = formOf(null);
    expect(settingsOf(form, albert).prices).toBeNull();
    expect(settingsOf({ ...form, promptEuro: '0.4' }, albert).prices).toEqual({
      promptEuro: 0.4,
      completionEuro: 0,
    });
  });
});
