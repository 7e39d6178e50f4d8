import { tunables } from '../../../config/tunables.ts';
import type { Language } from '../document.ts';
import { documentDateOf } from '../find/document-date.ts';
import { shorten } from '../shorten.ts';
import type { AnswerEvent, AnswerSentence, Source } from './answer.ts';
import { chooseQuotes } from './choose-quotes.ts';
import { withoutLiveMarkup } from './inert-text.ts';
import { withoutCitationMarks } from './neutralise.ts';
import { headingOver, type RatedQuote } from './rate-quotes.ts';
import { texts } from './texts.ts';

/** A piece of a source to quote; `place` is its index among the source's pieces. */
export type Quotation = Pick<RatedQuote, 'source' | 'unit' | 'place'> &
  Partial<Pick<RatedQuote, 'isUnderAsked'>>;

/** The text of an answer with the sentences that it is made of. */
export type Written = { readonly text: string; readonly sentences: readonly AnswerSentence[] };

/**
 * An answer without a model: a line of introduction, then for each source a paragraph that quotes it, closed by its
 * number. `sentences` holds the quotations alone, each as it stands in the text of its source.
 */
export function* writeQuotes(
  rated: readonly RatedQuote[],
  sources: readonly Source[],
  {
    language,
    isSure,
    from,
  }: {
    readonly language: Language;
    /** Given as what the documents say, not as what comes closest. */
    readonly isSure: boolean;
    /** How much of the answer stands before it, in UTF-16 units. */
    readonly from?: number | undefined;
  },
): Generator<AnswerEvent, Written> {
  const { quotesIntroduction, closestIntroduction } = texts[language];
  return yield* writeQuotations(chooseQuotes(rated, { isSure }), sources, {
    language,
    from,
    introduction: isSure ? quotesIntroduction : closestIntroduction,
  });
}

/** The same of quotations that were chosen otherwise. */
export function* writeQuotations(
  quotes: readonly Quotation[],
  sources: readonly Source[],
  {
    language,
    introduction,
    from = 0,
  }: { readonly language: Language; readonly introduction: string; readonly from?: number | undefined },
): Generator<AnswerEvent, Written> {
  let text = introduction;
  yield { type: 'text-delta', text };
  const quoted = sources.filter(({ n }) => quotes.some((quote) => quote.source.n === n));
  const labels = labelsOf(quoted);
  for (const source of quoted) {
    const own = quotes.filter((quote) => quote.source.n === source.n);
    const leads = [labels.get(source.n), headingAsked(own)].filter((lead) => lead !== undefined);
    const lead = leads.length === 0 ? '' : `${texts[language].lead(leads.join(', '))} `;
    const paragraph = `\n\n${lead}${paragraphOf(own, language)} `;
    text += paragraph;
    yield { type: 'text-delta', text: paragraph };
    yield { type: 'citation', n: source.n, position: from + text.length };
    text += `[${source.n}]`;
    yield { type: 'text-delta', text: `[${source.n}]` };
  }
  const sentences = quotes.map(
    ({ unit, source }): AnswerSentence => ({
      text: unit.text,
      citations: [source.n],
      // Quoted is supported, once it is seen that it stands there.
      support: source.text.includes(unit.text) ? 'supported' : 'unsupported',
    }),
  );
  return { text, sentences };
}

/**
 * What the documents are called of which several are of one family, by numbers of sources: two prices of two years say nothing without
 * it. Those of one title are told by their files.
 */
function labelsOf(sources: readonly Source[]): ReadonlyMap<number, string> {
  const families = Map.groupBy(sources, (source) => documentDateOf(source).family);
  const named = [...families.values()].flatMap((members) => {
    const documents = new Map(members.map(({ document }) => [document.id, document]));
    if (documents.size < 2) return [];
    const isTold = new Set([...documents.values()].map(({ title }) => title)).size === documents.size;
    return members.map(({ n, document: { title, path } }) => {
      const name = isTold ? title : `${title} (${path.split('/').at(-1)})`;
      return [n, shownInLine(shorten(name, tunables.answering.titleCharacters))] as const;
    });
  });
  return new Map(named);
}

/** The heading over all of them, where it says what they are about in words of the question that they have not. */
function headingAsked(quotes: readonly Quotation[]): string | undefined {
  const [heading = '', ...others] = [...new Set(quotes.map(headingOver))];
  const isWanted = heading !== '' && others.length === 0 && quotes.some(({ isUnderAsked }) => isUnderAsked);
  return isWanted && heading.length <= tunables.answering.titleCharacters ? shownInLine(heading) : undefined;
}

const shownInLine = (words: string) => withoutCitationMarks(withoutLiveMarkup(words.replace(/\s+/g, ' ')));

function paragraphOf(quotes: readonly Quotation[], language: Language): string {
  const { quote, omission } = texts[language];
  const words = quotes.map((one, index) => {
    const before = quotes[index - 1];
    const beside = { before, after: quotes[index + 1] };
    const shown = shownAs(one, beside, language);
    if (one.unit.kind === 'item' && (before || beside.after?.unit.kind === 'item'))
      return `${before ? '\n' : ''}${numbered.test(shown) ? '' : '– '}${shown}`;
    if (!before) return shown;
    if (one.unit.kind === 'row') return `\n${shown}`;
    // What follows a list or a table is not part of its last line.
    const from = before.unit.kind === 'sentence' ? ' ' : '\n';
    return before.place === one.place - 1 ? `${from}${shown}` : `${from}${omission} ${shown}`;
  });
  return quote(words.join(''));
}

/** An item that brought its number needs no dash. */
const numbered = /^\(?\d{1,2}[.)°]\s/;

type Beside = { readonly before: Quotation | undefined; readonly after: Quotation | undefined };

/**
 * Rows of a table read as « Tarif A : Prix : 12 € », items without their dash; a number in brackets is not taken for a citation, nor
 * markup that a document writes out for markup of ours (R38).
 */
function shownAs(quote: Quotation, beside: Beside, language: Language): string {
  const { unit } = quote;
  const words = unit.kind === 'row' ? rowShownAs(quote, beside, language) : unit.text;
  return withoutCitationMarks(withoutLiveMarkup(words));
}

/** Of several rows of two columns the names of both stand once, over them. */
function rowShownAs(quote: Quotation, { before, after }: Beside, language: Language): string {
  const { row } = texts[language];
  const { cells } = quote.unit;
  const isBelow = before !== undefined && isOfSameTable(quote, before);
  const isSeveral = isBelow || (after !== undefined && isOfSameTable(quote, after));
  if (cells.length !== 2 || !isSeveral || cells.some(({ name }) => name === '')) return row(cells);
  const values = row(cells.map(({ value }) => ({ name: '', value })));
  const names = row(cells.map(({ name }) => ({ name: '', value: name })));
  return isBelow ? values : `${names}\n${values}`;
}

function isOfSameTable(one: Quotation, other: Quotation): boolean {
  return other.unit.kind === 'row' && other.unit.context === one.unit.context;
}
