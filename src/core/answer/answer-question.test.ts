import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { aPassage } from '../../../test/support/a-passage.ts';
import { createPromptFiles } from '../../adapters/filesystem/prompt-files.ts';
import type { ChatTurn, ModelEvent } from '../../ports/language-model.ts';
import { AppError } from '../errors.ts';
import type { Answer, AnswerEvent } from './answer.ts';
import { type AnswerDeps, type AnswerRequest, answerQuestion, type Found } from './answer-question.ts';
import type { Confidence } from './answerable.ts';
import type { AnsweringModel } from './answering-model.ts';
import type { Section } from './passage.ts';
import { texts } from './texts.ts';

const prompts = createPromptFiles(join(import.meta.dirname, '../../../prompts'));

const passages = [
  aPassage({ id: 'a', text: 'Le tarif A de la cantine est de 3,20 €.' }),
  aPassage({
    id: 'b',
    text: 'La cantine ouvre à midi.',
    score: 0.6,
    document: { id: 'd2', title: 'Horaires' },
  }),
];

/** A judge that knows its mind, and that nothing cannot be an answer. */
const judging =
  (confidence: Confidence): Found['judge'] =>
  (given) => ({
    confidence: given.length === 0 ? 'none' : confidence,
    signals: { answerable: given.length === 0 ? 0 : 0.7 },
  });

type Step = string | Error | ModelEvent;

/** A model that plays its steps: text, an error, or an event; it keeps what it was asked. */
function aModel(steps: readonly Step[]) {
  const asked: (readonly ChatTurn[])[] = [];
  return {
    asked,
    provider: 'essai',
    model: 'petit',
    async *stream(turns: readonly ChatTurn[]): AsyncGenerator<ModelEvent> {
      asked.push(turns);
      for (const step of steps) {
        if (step instanceof Error) throw step;
        yield typeof step === 'string' ? { type: 'text-delta', text: step } : step;
      }
    },
  };
}

function aRequest(wishes: Partial<AnswerRequest> = {}): AnswerRequest {
  return {
    question: 'Quel est le tarif A de la cantine ?',
    language: 'fr',
    history: [],
    searched: { documents: 12, spaces: ['Vie municipale'] },
    signal: new AbortController().signal,
    ...wishes,
  };
}

/** The gate that still lets the caller read these. */
async function sectionsOf(ids: readonly string[]): Promise<ReadonlyMap<string, Section>> {
  return new Map(
    passages.filter(({ id }) => ids.includes(id)).map(({ id, section }) => [id, section] as const),
  );
}

async function ask(
  wishes: Partial<AnswerDeps> & { found?: Partial<Found>; model?: AnsweringModel } = {},
  request: Partial<AnswerRequest> = {},
): Promise<{ events: AnswerEvent[]; answer: Answer }> {
  const { found, model, ...deps } = wishes;
  let now = 0;
  const events: AnswerEvent[] = [];
  for await (const event of answerQuestion(
    {
      retrieve: async () => ({
        passages,
        judge: judging('sure'),
        notices: [],
        timings: { searchMs: 12.4 },
        ...found,
      }),
      regate: sectionsOf,
      routeModels: () => (model ? { chain: [model] } : { chain: [], reason: 'no-model' }),
      prompts,
      clock: { now: () => (now += 10) },
      random: (size) => new Uint8Array(size).fill(7),
      ...deps,
    },
    aRequest(request),
  ))
    events.push(event);
  const last = events.at(-1);
  if (last?.type !== 'done') throw new Error('no answer came');
  return { events, answer: last.answer };
}

const typesOf = (events: readonly AnswerEvent[]) => [...new Set(events.map((event) => event.type))];
const textOf = (events: readonly AnswerEvent[]) =>
  events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');

describe('with a model', () => {
  test('sources first, then text with citations, then the whole', async () => {
    const usage = { promptTokens: 900, completionTokens: 20 };
    const model = aModel(['Le tarif A est de 3,20 € [', '1]. Midi [7', '].', { type: 'usage', usage }]);
    const { events, answer } = await ask({ model });
    expect(typesOf(events)).toEqual(['sources', 'text-delta', 'citation', 'verdict', 'done']);
    expect(answer).toMatchObject({
      outcome: 'answered',
      text: 'Le tarif A est de 3,20 € [1]. Midi [2].',
      language: 'fr',
      sentences: [
        { text: 'Le tarif A est de 3,20 €.', citations: [1], support: 'supported', start: 0, end: 29 },
        { text: 'Midi.', citations: [2], support: 'supported', start: 30, end: 39 },
      ],
      notices: [],
      removedCitations: 1,
      usage: { ...usage, provider: 'essai', model: 'petit', costEuro: null },
    });
    expect(answer.reason).toBeUndefined();
    expect(answer.sources.map(({ n, id }) => [n, id])).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
    // What streamed had no citation for the second sentence: checking found it.
    expect(textOf(events)).toBe('Le tarif A est de 3,20 € [1]. Midi.');
    expect(answer.usage.timings).toMatchObject({ searchMs: 12, regateMs: 10, firstTokenMs: 10 });
    expect(answer.usage.timings.totalMs).toBeGreaterThan(0);
  });

  test('R05: what was revoked after retrieval is neither in the prompt nor among the sources', async () => {
    const model = aModel(['La cantine ouvre à midi [1].']);
    const { answer } = await ask({ model, regate: () => sectionsOf(['b']) });
    expect(JSON.stringify(model.asked)).not.toContain('de la cantine est de');
    expect(JSON.stringify(model.asked)).toContain('ouvre à midi');
    expect(answer.sources.map(({ n, id }) => [n, id])).toEqual([[1, 'b']]);
  });

  test('R05: the gate is asked when retrieval is done, and the prompt is rendered before anything else happens', async () => {
    const steps: string[] = [];
    const model = aModel(['Oui [1].']);
    await ask({
      model,
      retrieve: async () => {
        steps.push('retrieve');
        return { passages, judge: judging('sure'), notices: [], timings: {} };
      },
      regate: async (ids) => {
        steps.push('regate');
        return sectionsOf(ids);
      },
      random: (size) => {
        steps.push('prompt');
        return new Uint8Array(size);
      },
    });
    expect(steps).toEqual(['retrieve', 'regate', 'prompt']);
  });

  test('R02: a forbidden passage that the gate took away leaves no trace in prompt, events or answer', async () => {
    const withIt = aModel(['Midi [1].']);
    const without = aModel(['Midi [1].']);
    const [secret, open] = passages;
    const first = await ask({ model: withIt, regate: () => sectionsOf(['b']) });
    const second = await ask({ model: without, found: { passages: open ? [open] : [] } });
    expect(secret?.id).toBe('a');
    expect(withIt.asked).toEqual(without.asked);
    expect(first).toEqual(second);
  });

  test('a model that finds nothing says so in our words, with what was searched', async () => {
    const { events, answer } = await ask({
      model: aModel(['La réponse ne se trouve', ' pas dans ces extraits.']),
    });
    expect(answer).toMatchObject({ outcome: 'not-found', reason: 'model-found-nothing', sentences: [] });
    expect(answer.text).toContain('12 documents');
    expect(textOf(events)).toBe(answer.text);
    expect(typesOf(events)).not.toContain('citation');
  });

  test('an apology around that sentence is the same outcome', async () => {
    const { answer } = await ask({ model: aModel([`Désolé. ${texts.fr.modelFoundNothing}`]) });
    expect(answer).toMatchObject({ outcome: 'not-found', reason: 'model-found-nothing', sentences: [] });
  });

  test.each([
    'MODEL_UNAVAILABLE',
    'MODEL_RATE_LIMITED',
    'MODEL_REFUSED_KEY',
    'MODEL_BAD_REPLY',
  ] as const)('R84: %s before the first token: quotations with a notice', async (code) => {
    const { events, answer } = await ask({ model: aModel([new AppError(code)]) });
    expect(answer).toMatchObject({
      outcome: 'quoted',
      reason: 'model-unavailable',
      notices: [{ code: 'model-unavailable' }],
      usage: { provider: null, model: null },
    });
    expect(answer.text).toContain('Le tarif A de la cantine est de 3,20 €.');
    expect(typesOf(events)).toEqual(['sources', 'notice', 'text-delta', 'citation', 'done']);
  });

  test('an answer of nothing is quoted too', async () => {
    expect((await ask({ model: aModel([' \n', '[9]']) })).answer.outcome).toBe('quoted');
  });

  test('a failure after some words keeps them, with a notice', async () => {
    const { answer } = await ask({
      model: aModel(['Le tarif est de 3,20 € [1]. La [', new AppError('MODEL_UNAVAILABLE')]),
    });
    expect(answer).toMatchObject({ outcome: 'answered', text: 'Le tarif est de 3,20 € [1]. La' });
    expect(answer.notices.map(({ code }) => code)).toEqual(['model-interrupted']);
  });

  test('an error of ours is not taken for one of the model', async () => {
    await expect(ask({ model: aModel([new TypeError('bug')]) })).rejects.toThrow('bug');
  });

  test('R86: an abort ends the answer with its reason, whatever the model does', async () => {
    const stop = new AbortController();
    const model = {
      ...aModel([]),
      async *stream(): AsyncGenerator<ModelEvent> {
        yield { type: 'text-delta', text: 'Le tarif ' };
        stop.abort(new Error('the reader left'));
        throw new AppError('MODEL_UNAVAILABLE');
      },
    };
    await expect(ask({ model }, { signal: stop.signal })).rejects.toThrow('the reader left');
  });
});

describe('checking of what a model says', () => {
  const verdictsIn = (events: readonly AnswerEvent[]) =>
    events.flatMap((event) => (event.type === 'verdict' ? [event.sentence] : []));
  const reply = [
    'Le tarif A de la cantine est de 3,20 € [1]. ',
    'Le tarif A de la cantine est de 4,50 € [1]. ',
    'La cantine ouvre à midi [1].',
  ];

  test('a verdict follows each sentence, and the answer has its repaired citations', async () => {
    const { events, answer } = await ask({ model: aModel(reply) });
    expect(verdictsIn(events).map(({ support, citations }) => [support, citations])).toEqual([
      ['supported', [1]],
      ['unsupported', [1]],
      ['supported', [2]],
    ]);
    expect(verdictsIn(events)[1]?.findings).toEqual([{ kind: 'amount', said: '4,50 €', instead: '3,20 €' }]);
    expect(answer.text).toBe(
      'Le tarif A de la cantine est de 3,20 € [1]. Le tarif A de la cantine est de 4,50 € [1]. La cantine ouvre à midi [2].',
    );
    for (const { start, end, citations } of answer.sentences)
      expect(answer.text.slice(start, end)).toContain(`[${citations[0]}]`);
    expect(answer.usage.timings.checkMs).toBeGreaterThan(0);
    expect(answer.notices).toEqual([]);
  });

  test('unsupported sentences are withheld when that is wanted, with a notice', async () => {
    const { events, answer } = await ask({ model: aModel(reply) }, { withholdUnsupported: true });
    expect(answer.text).toBe('Le tarif A de la cantine est de 3,20 € [1]. La cantine ouvre à midi [2].');
    expect(textOf(events)).toBe(answer.text);
    expect(JSON.stringify(events)).not.toContain('4,50');
    expect(answer.notices.map(({ code }) => code)).toEqual(['sentences-withheld']);
    for (const event of events)
      if (event.type === 'citation') expect(answer.text.slice(event.position)).toMatch(`[${event.n}]`);
  });

  test('an answer of which nothing is supported is quoted instead', async () => {
    const model = aModel(['Le tarif A de la cantine est de 4,50 € [1].']);
    const { answer } = await ask({ model }, { withholdUnsupported: true });
    expect(answer).toMatchObject({ outcome: 'quoted', reason: 'nothing-supported' });
    expect(answer.notices.map(({ code }) => code)).toEqual(['sentences-withheld']);
    expect(answer.text).not.toContain('4,50');
  });

  describe('a second opinion', () => {
    const doubtful = aModel(['Le tarif A de la cantine de Vichy est de 3,20 € [1].']);

    test.each([
      ['supported', 'supported'],
      ['unsupported', 'unsupported'],
      ['unsure', 'partial'],
    ] as const)('%s makes an undecided sentence %s', async (opinion, support) => {
      const asked: unknown[] = [];
      const { events, answer } = await ask({
        model: doubtful,
        secondOpinion: () => async (request) => {
          asked.push(request);
          return opinion;
        },
      });
      expect(asked).toEqual([
        {
          sentence: 'Le tarif A de la cantine de Vichy est de 3,20 €.',
          passages: [passages[0]?.text],
          language: 'fr',
        },
      ]);
      expect(answer.sentences.map((sentence) => sentence.support)).toEqual([support]);
      expect(verdictsIn(events)).toHaveLength(support === 'partial' ? 1 : 2);
    });

    test.each([
      false,
      true,
    ])('names the place of its sentence as streamed (withheld: %s)', async (withhold) => {
      // The first sentence streams without the citation that is repaired in the whole answer.
      const model = aModel(['La cantine ouvre à midi. Le tarif A de la cantine de Vichy est de 3,20 € [1].']);
      const { events, answer } = await ask(
        { model, secondOpinion: () => async () => 'supported' },
        { withholdUnsupported: withhold },
      );
      const doubted = verdictsIn(events).filter(({ text }) => text.includes('Vichy'));
      expect(doubted.map(({ support }) => support)).toEqual(['partial', 'supported']);
      for (const [text, sentences] of [
        [textOf(events), doubted],
        [answer.text, answer.sentences.slice(1)],
      ] as const)
        for (const { start, end } of sentences)
          expect(text.slice(start, end)).toBe('Le tarif A de la cantine de Vichy est de 3,20 € [1].');
      expect(answer.text).toContain('midi [2].');
    });

    test('that does not come leaves the sentence undecided', async () => {
      const { answer } = await ask({
        model: doubtful,
        secondOpinion: () => async () => {
          throw new AppError('MODEL_UNAVAILABLE');
        },
      });
      expect(answer.sentences.map(({ support }) => support)).toEqual(['partial']);
    });

    test('is asked of undecided sentences alone, and of few of them', async () => {
      let asked = 0;
      await ask({
        model: aModel([...reply, ...Array(9).fill(' Le tarif A de la cantine de Vichy est de 3,20 € [1].')]),
        secondOpinion: () => async () => {
          asked += 1;
          return 'unsure';
        },
      });
      expect(asked).toBe(3);
    });
  });
});

describe('without a model', () => {
  test('quotes word for word', async () => {
    const { events, answer } = await ask();
    expect(answer).toMatchObject({ outcome: 'quoted', reason: 'no-model', notices: [] });
    expect(answer.sentences[0]).toEqual({ text: passages[0]?.text, citations: [1], support: 'supported' });
    expect(textOf(events)).toBe(answer.text);
    expect(answer.removedCitations).toBeUndefined();
  });

  test('passes notices of the search on, with their sentence', async () => {
    const { events, answer } = await ask({ found: { notices: ['words-only'] } });
    expect(events[0]).toEqual({
      type: 'notice',
      notice: { code: 'words-only', text: texts.fr.notices['words-only'] },
    });
    expect(answer.notices).toHaveLength(1);
  });
});

describe('when nothing answers', () => {
  test('no model is asked, and what was searched is said', async () => {
    const model = aModel(['Inventé [1].']);
    const { events, answer } = await ask({ model, found: { judge: judging('none') } });
    expect(model.asked).toEqual([]);
    expect(answer).toMatchObject({
      outcome: 'not-found',
      reason: 'nothing-readable-found',
      sources: [],
      sentences: [],
    });
    expect(answer.text).toBe(
      'Je n’ai rien trouvé qui réponde à cette question dans les 12 documents que vous pouvez ouvrir ici (espace\u202f: Vie municipale). Essayez avec d’autres mots.',
    );
    expect(typesOf(events)).toEqual(['sources', 'text-delta', 'done']);
  });

  test('R02: forbidden and absent read the same', async () => {
    const forbidden = await ask({ regate: () => sectionsOf([]) });
    const absent = await ask({ found: { passages: [] } });
    expect(forbidden).toEqual(absent);
    expect(absent.answer.signals).toEqual({ answerable: 0 });
  });

  test('where it is doubtful, a model that reads may answer, and nothing is quoted without one', async () => {
    const found = { judge: judging('doubtful') };
    const model = aModel(['Le tarif A est de 3,20 € [1].']);
    expect((await ask({ model, found })).answer).toMatchObject({ outcome: 'answered' });
    const { events, answer } = await ask({ found });
    expect(answer).toMatchObject({ outcome: 'not-found', reason: 'nothing-readable-found', sources: [] });
    expect(typesOf(events)).toEqual(['sources', 'text-delta', 'done']);
    const silent = await ask({ model: aModel([new AppError('MODEL_UNAVAILABLE')]), found });
    expect(silent.answer).toMatchObject({
      outcome: 'not-found',
      notices: [{ code: 'model-unavailable' }],
    });
    expect(silent.answer.sources).toHaveLength(2);
  });

  test('an empty scope is said as such', async () => {
    const { answer } = await ask({ found: { passages: [] } }, { searched: { documents: 0, spaces: [] } });
    expect(answer).toMatchObject({
      outcome: 'not-found',
      reason: 'scope-empty',
      text: texts.fr.scopeEmpty({}),
    });
  });

  test('in English too, with the spaces', async () => {
    const { answer } = await ask(
      { found: { judge: judging('none') } },
      { language: 'en', searched: { documents: 1, spaces: ['A', 'B'] } },
    );
    expect(answer.text).toContain('the only document that you can open here (spaces: A, B)');
  });
});

describe('several questions in one message', () => {
  const parts = (second: Confidence): NonNullable<Found['parts']> => [
    {
      question: 'Quel est le tarif A de la cantine ?',
      searchedFor: 'Quel est le tarif A de la cantine ?',
      isOwn: ({ id }) => id === 'a',
      judge: judging('sure'),
    },
    {
      question: 'Quand **ouvre** la [1] cantine ?',
      searchedFor: 'Quand ouvre la cantine ?',
      isOwn: ({ id }) => id === 'b',
      judge: judging(second),
    },
  ];

  test('each stands over what the documents say to it; the places of citations are those in the whole text', async () => {
    const { events, answer } = await ask({ found: { parts: parts('closest') } });
    expect(answer.text).toBe(
      [
        '**Quel est le tarif A de la cantine ?**',
        texts.fr.quotesIntroduction,
        '',
        `${texts.fr.quote('Le tarif A de la cantine est de 3,20 €.')} [1]`,
        '',
        '**Quand ouvre la (1) cantine ?**',
        texts.fr.closestIntroduction,
        '',
        `${texts.fr.quote('La cantine ouvre à midi.')} [2]`,
      ].join('\n'),
    );
    expect(textOf(events)).toBe(answer.text);
    for (const event of events)
      if (event.type === 'citation')
        expect(answer.text.slice(event.position, event.position + 3)).toBe(`[${event.n}]`);
    expect(answer.sentences.map(({ citations }) => citations)).toEqual([[1], [2]]);
  });

  test('one that nothing answers is told so, and what was found for it alone is no source', async () => {
    for (const confidence of ['none', 'doubtful'] as const) {
      const { answer } = await ask({ found: { parts: parts(confidence) } });
      expect(answer.text.endsWith(`\n${texts.fr.nothingFoundForPart}`)).toBe(true);
      expect(answer.sources.map(({ id }) => id)).toEqual(['a']);
    }
  });

  test('a model is asked once, with the passages of all questions that may have an answer', async () => {
    const model = aModel(['Le tarif A est de 3,20 € [1], midi [2].']);
    const { answer } = await ask({ model, found: { parts: parts('doubtful') } });
    expect([model.asked.length, answer.sources.length, answer.outcome]).toEqual([1, 2, 'answered']);
  });
});
