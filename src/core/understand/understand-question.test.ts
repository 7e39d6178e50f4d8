import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { tunables } from '../../../config/tunables.ts';
import { createPromptFiles } from '../../adapters/filesystem/prompt-files.ts';
import type { ModelEvent } from '../../ports/language-model.ts';
import type { AnsweringModel } from '../answer/answering-model.ts';
import { AppError } from '../errors.ts';
import { languageOfQuestion, understandByWords, understandQuestion } from './understand-question.ts';

const prompts = createPromptFiles(join(import.meta.dirname, '../../../prompts'));
const now = new Date('2026-06-15');
const random = (size: number) => new Uint8Array(size);
const history = [{ question: 'Quand ouvre la piscine des Lilas ?', answer: 'De 10 h à 19 h.' }];
const usage: ModelEvent = { type: 'usage', usage: { promptTokens: 90, completionTokens: 9 } };

/** A model that gives these pieces, or fails with what it is given; it counts its calls. */
function aModel(reply: readonly string[] | Error | 'silence') {
  const calls: string[] = [];
  const model: AnsweringModel = {
    provider: 'p',
    model: 'm',
    async *stream(turns, { signal }) {
      calls.push(turns.map(({ content }) => content).join('\n'));
      if (reply instanceof Error) throw reply;
      if (reply === 'silence') {
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
        return;
      }
      for (const text of reply) yield { type: 'text-delta', text };
      yield usage;
    },
  };
  return { model, calls };
}

function understand(question: string, model?: AnsweringModel, more: object = {}) {
  const signal = new AbortController().signal;
  const deps = { prompts, random, ...(model && { model }) };
  return understandQuestion(deps, { question, language: 'fr', history, signal, now, ...more });
}

const byWords = {
  query: 'Et combien ça coûte ?',
  time: null,
  term: null,
  wish: null,
  context: [{ text: 'ouvre piscine Lilas', weight: tunables.understanding.contextWeight }],
  searchedFor: 'Et combien ça coûte ? (ouvre piscine Lilas)',
  parts: [],
};

describe('understandByWords', () => {
  it('adds what the conversation is about to a question that leans on it', () => {
    expect(
      understandByWords('Et combien ça coûte ?', [history[0]?.question ?? ''], { language: 'fr', now }),
    ).toEqual(byWords);
  });

  it('leaves out what people say around a question, of this one and of those before it', () => {
    const polite = (said: string) => `Bonjour, pouvez-vous me dire ${said} Merci d’avance !`;
    const ask = (question: string, earlier: readonly string[]) =>
      understandByWords(question, earlier, { language: 'fr', now });
    const first = 'combien coûte la piscine pour un enfant ?';
    expect(ask(polite(first), []).query).toBe(first);
    const next = 'et pour un adulte ?';
    const { searchedFor: _, ...plain } = ask(next, [first]);
    expect(plain.context).not.toEqual([]);
    expect(ask(polite(next), [polite(first)])).toMatchObject(plain);
  });

  it('looks for the term alone where a definition is asked for, also after other questions', () => {
    const alone = understandByWords('Que signifie l’IFSE au juste ?', [], { language: 'fr', now });
    expect(alone).toMatchObject({ query: 'IFSE', term: 'IFSE' });
    const later = understandByWords('Et c’est quoi, le CIA ?', ['Comment est versé le RIFSEEP ?'], {
      language: 'fr',
      now,
    });
    expect(later).toMatchObject({ query: 'Et CIA', term: 'CIA' });
  });

  it('searches for what a correction means, without what it rejects', () => {
    const { query, context } = understandByWords(
      'pas un titulaire, un contractuel',
      ['Quel est le préavis de démission d’un titulaire ?'],
      { language: 'fr', now },
    );
    expect({ query, context }).toEqual({
      query: 'un contractuel',
      context: [{ text: 'préavis démission', weight: tunables.understanding.contextWeight }],
    });
  });

  it('a correction that says nothing else is searched with what was asked', () => {
    const asked = understandByWords('je me suis trompé', ['Quel est le préavis ?'], { language: 'fr', now });
    expect(asked.query).toBe('je me suis trompé');
    expect(asked.searchedFor).toMatch(/préavis/);
  });

  it('leaves alone what stands alone, what comes first, and what follows small talk', () => {
    const asked = (query: string) => ({
      query,
      context: [],
      time: null,
      term: null,
      wish: null,
      searchedFor: null,
      parts: [],
    });
    const alone = 'Quel est le tarif de la médiathèque ?';
    expect(understandByWords(alone, ['Quand ouvre la piscine ?'], { language: 'fr', now })).toEqual(
      asked(alone),
    );
    expect(understandByWords('Combien ça coûte ?', [], { language: 'fr', now })).toEqual(
      asked('Combien ça coûte ?'),
    );
    expect(understandByWords('Combien ça coûte ?', ['Bonjour !'], { language: 'fr', now })).toEqual(
      asked('Combien ça coûte ?'),
    );
  });
});

describe('a message of several questions', () => {
  it('is searched question by question, each leaning on those before it', () => {
    const { parts } = understandByWords('Quand ouvre la piscine des Lilas ? Et combien ça coûte ?', [], {
      language: 'fr',
      now,
    });
    expect(parts).toMatchObject([
      { question: 'Quand ouvre la piscine des Lilas ?', context: [], searchedFor: null },
      { query: 'combien ça coûte ?', context: byWords.context, question: byWords.query },
    ]);
  });

  it('leans little on another question where it may ask something of its own', () => {
    const { parts } = understandByWords('Combien coûte la cantine ? Et qui peut télétravailler ?', [], {
      language: 'fr',
      now,
    });
    expect(parts[1]).toMatchObject({
      query: 'qui peut télétravailler ?',
      context: [{ weight: tunables.understanding.looseContextWeight }],
      searchedFor: null,
    });
  });

  it('is searched as a whole where it asks for a task, which is one', () => {
    const { parts, wish } = understandByWords(
      'Résume la charte. Quand ouvre la piscine et qui la gère ?',
      [],
      {
        language: 'fr',
        now,
      },
    );
    expect([parts, wish?.task]).toEqual([[], 'summarise']);
  });
});

describe('understandQuestion', () => {
  afterEach(() => vi.useRealTimers());

  it('searches what the model wrote', async () => {
    const { model } = aModel(['Combien coûte la ', 'piscine des Lilas ?']);
    const query = 'Combien coûte la piscine des Lilas ?';
    expect(await understand('Et combien ça coûte ?', model)).toEqual({
      query,
      context: [],
      time: null,
      term: null,
      wish: null,
      searchedFor: query,
      parts: [],
    });
  });

  it('asks no model about a question that stands alone', async () => {
    const { model, calls } = aModel(['Autre chose ?']);
    const alone = await understand('Quel est le tarif de la médiathèque municipale ?', model);
    expect([alone.searchedFor, calls.length]).toEqual([null, 0]);
  });

  it('leans on nothing for small talk, and asks no model about it', async () => {
    const { model, calls } = aModel(['Combien coûte la piscine des Lilas ?']);
    for (const said of ['Merci', 'Bonjour !', 'Que peux-tu faire ?'])
      expect(await understand(said, model)).toMatchObject({ query: said, context: [], searchedFor: null });
    expect(calls).toEqual([]);
  });

  it('searches a question as it is when the model copies it', async () => {
    const { model } = aModel(['Et combien coûte la piscine ?']);
    const understood = await understand('Et combien coûte la piscine ?', model);
    expect(understood).toMatchObject({
      query: 'Et combien coûte la piscine ?',
      context: [],
      searchedFor: null,
    });
  });

  it('goes by the words when there is no model, when it fails, and when it invents', async () => {
    expect(await understand('Et combien ça coûte ?')).toEqual(byWords);
    for (const reply of [new AppError('MODEL_UNAVAILABLE'), ['La piscine des Lilas coûte 99 € ?'], ['']]) {
      const { model, calls } = aModel(reply);
      expect(await understand('Et combien ça coûte ?', model)).toMatchObject(byWords);
      expect(calls).toHaveLength(1);
    }
  });

  it('waits for the model only so long', async () => {
    const real = AbortSignal.timeout;
    const asked: number[] = [];
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
      asked.push(ms);
      return real.call(AbortSignal, 1);
    });
    try {
      expect(await understand('Et combien ça coûte ?', aModel('silence').model)).toMatchObject(byWords);
      expect(asked).toEqual([tunables.understanding.rewriteTimeoutMs]);
    } finally {
      timeout.mockRestore();
    }
  });

  it('stops when the person leaves, and hides no defect', async () => {
    const leaving = new AbortController();
    const waiting = understand('Et combien ça coûte ?', aModel('silence').model, { signal: leaving.signal });
    leaving.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    await expect(understand('Et combien ça coûte ?', aModel(new TypeError('defect')).model)).rejects.toThrow(
      'defect',
    );
  });

  it('R02: sends the question and the exchanges it was given, and nothing else of the world', async () => {
    const { model, calls } = aModel(['Combien coûte la piscine des Lilas ?']);
    await understand('Et combien ça coûte ?', model);
    await understand('Et combien ça coûte ?', model);
    expect(calls[0]).toBe(calls[1]);
    expect(calls[0]).toContain('– Quand ouvre la piscine des Lilas ?\n→ De 10 h à 19 h.');
  });
});

describe('languageOfQuestion', () => {
  it('takes the language of the conversation for a question too short to tell', () => {
    expect(languageOfQuestion('On Sundays?', ['When does the swimming pool open?'])).toBe('en');
    expect(languageOfQuestion('Pagination options', ['What is it?', 'RBAC policies'])).toBe('en');
    expect(languageOfQuestion('Et le dimanche ?', ['When does the swimming pool open?'])).toBe('fr');
    expect(languageOfQuestion('Pagination options', [])).toBe('fr');
  });
});
