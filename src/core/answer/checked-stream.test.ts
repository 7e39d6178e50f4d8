import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cases, offered } from '../../../test/support/agents-answers.ts';
import { createChecker } from '../check/checker.ts';
import { createCheckedStream } from './checked-stream.ts';
import { createCitationStream } from './citation-stream.ts';
import { repairCitations } from './repair-citations.ts';

const checker = createChecker({ passages: offered, question: '', language: 'fr' });

function stream(deltas: readonly string[], withhold = false) {
  const cited = createCitationStream(offered.length);
  const checked = createCheckedStream({ checker, language: 'fr', withhold });
  const events = [
    ...deltas.flatMap((delta) => checked.push(cited.push(delta))),
    ...checked.push(cited.finish()),
    ...checked.finish(),
  ];
  const shown = events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
  const verdicts = events.flatMap((event) => (event.type === 'verdict' ? [event.sentence] : []));
  return { events, shown, verdicts, written: repairCitations(checked.streamed), withheld: checked.withheld };
}

const someCases = fc.shuffledSubarray([...cases], { minLength: 1, maxLength: 5 });
const answer = someCases.map((some) =>
  some.map(({ say, cites }) => `${say.replace(/\.$/, '')}${cites.map((n) => ` [${n}]`).join('')}.`).join(' '),
);

function cut(text: string, cuts: readonly number[]): string[] {
  const places = [...new Set([0, ...cuts.filter((at) => at < text.length), text.length])].sort(
    (a, b) => a - b,
  );
  return places.slice(1).map((end, index) => text.slice(places[index], end));
}

describe('checking while an answer streams', () => {
  test('any cut of the text into deltas gives the same verdicts and the same answer', () => {
    fc.assert(
      fc.property(answer, fc.array(fc.nat(600), { maxLength: 20 }), fc.boolean(), (text, cuts, withhold) => {
        const whole = stream([text], withhold);
        const pieces = stream(cut(text, cuts), withhold);
        expect(pieces.verdicts).toEqual(whole.verdicts);
        expect(pieces.written).toEqual(whole.written);
        expect(pieces.shown).toBe(whole.shown);
      }),
      { numRuns: 40 },
    );
  });

  test('a verdict names the place of its sentence in what was shown, after it was shown', () => {
    fc.assert(
      fc.property(answer, fc.boolean(), (text, withhold) => {
        let shown = '';
        for (const event of stream([...text], withhold).events) {
          if (event.type === 'text-delta') shown += event.text;
          if (event.type !== 'verdict') continue;
          const { start = -1, end = -1, text: said } = event.sentence;
          expect(shown.slice(start, end).replace(/ ?\[\d\]/g, '')).toContain(said);
        }
      }),
      { numRuns: 20 },
    );
  });

  test('R45: the repaired text cites what its sentences cite, and offered passages only', () => {
    fc.assert(
      fc.property(answer, fc.boolean(), (text, withhold) => {
        const { written } = stream([text], withhold);
        for (const { start, end, citations } of written.sentences) {
          const marks = [...written.text.slice(start, end).matchAll(/\[(\d+)\]/g)].map(([, n]) => Number(n));
          expect(new Set(marks)).toEqual(new Set(citations));
          for (const n of marks) expect(offered.map((passage) => passage.n)).toContain(n);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('text goes through at once; withheld, it waits for its verdict', () => {
    const first = 'Le marché ne peut excéder';
    expect(stream([first]).events[0]).toEqual({ type: 'text-delta', text: first });
    const checked = createCheckedStream({ checker, language: 'fr', withhold: true });
    expect(checked.push([{ type: 'text-delta', text: first }])).toEqual([]);
  });

  test('what is withheld leaves no hole', () => {
    const { shown, withheld } = stream(
      [
        'Il faut savoir :\n- Le CET a un plafond de 60 jours [1].\n- Le CET a un plafond de 90 jours [1].\n- Le permis est valable trois ans [3].',
      ],
      true,
    );
    expect(shown).toBe(
      'Il faut savoir :\n- Le CET a un plafond de 60 jours [1].\n- Le permis est valable trois ans [3].',
    );
    expect(withheld).toBe(1);
  });
});
