import { tunables } from '../../../config/tunables.ts';
import type { Passage } from '../answer/passage.ts';
import { type QuoteUnit, quoteUnitsOf } from '../answer/quote-units.ts';
import { announcesDecisions, weighDecision } from './decision-words.ts';

/** A piece of a passage that stands for a task's result, word for word; `place` is its index in the passage. */
export type TaskQuote = { readonly passage: Passage; readonly unit: QuoteUnit; readonly place: number };

/** What was chosen, as it is read, and how many more there would be. */
export type ChosenQuotes = { readonly quotes: readonly TaskQuote[]; readonly left: number };

const shortQuote = 200;

/** The beginning of each main section: its first sentence, and the second one when both are short. */
export function chooseSummary(passages: readonly Passage[]): ChosenQuotes {
  const sections = mainSections(passages.filter(({ aside }) => aside === null));
  const quoted = sections.flatMap((section) => {
    const [first, second] = section.flatMap(unitsOf);
    if (!first) return [];
    const goesOn = second?.passage === first.passage && second.unit.kind === first.unit.kind;
    return [
      goesOn && first.unit.text.length + second.unit.text.length <= shortQuote ? [first, second] : [first],
    ];
  });
  const { quotedSections: most } = tunables.tasks;
  return { quotes: quoted.slice(0, most).flat(), left: Math.max(0, quoted.length - most) };
}

/** Sentences, list items and rows that hold a decision, an action or a deadline; where they are too many, the surest. */
export function chooseDecisions(passages: readonly Passage[]): ChosenQuotes {
  const weighed = passages
    .flatMap(unitsOf)
    .map((quote) => ({ quote, weight: weighDecision(quote.unit.text) + Number(isAnnounced(quote)) }))
    .filter(({ weight }) => weight > 0);
  const { quotedDecisions: most } = tunables.tasks;
  const surest = new Set(weighed.toSorted((a, b) => b.weight - a.weight).slice(0, most));
  return {
    quotes: weighed.filter((one) => surest.has(one)).map(({ quote }) => quote),
    left: Math.max(0, weighed.length - most),
  };
}

/** « Karim : montage des chalets » says by its list alone that it is one. */
function isAnnounced({ unit, passage }: TaskQuote): boolean {
  return unit.kind !== 'sentence' && announcesDecisions(`${passage.headings.at(-1) ?? ''}\n${unit.context}`);
}

function unitsOf(passage: Passage): TaskQuote[] {
  return quoteUnitsOf(passage, passage.document.language).map((unit, place) => ({ passage, unit, place }));
}

/** Runs of passages below one heading, of the highest level that parts the document. */
function mainSections(passages: readonly Passage[]): Passage[][] {
  const deepest = Math.max(0, ...passages.map(({ headings }) => headings.length));
  for (let level = 1; level <= deepest; level += 1) {
    const sections = runsBy(passages, ({ headings }) => headings.slice(0, level).join('\n'));
    if (sections.length > 1) return sections;
  }
  return passages.length > 0 ? [[...passages]] : [];
}

function runsBy(passages: readonly Passage[], keyOf: (passage: Passage) => string): Passage[][] {
  const runs: Passage[][] = [];
  let key: string | null = null;
  for (const passage of passages) {
    if (keyOf(passage) !== key) runs.push([]);
    key = keyOf(passage);
    runs.at(-1)?.push(passage);
  }
  return runs;
}
