import { tunables } from '../../../config/tunables.ts';
import type { Language } from '../document.ts';
import { shorten } from '../shorten.ts';
import type { AnswerEvent, AnswerSentence, Source } from './answer.ts';
import type { AnswerDeps, AnswerRequest, JudgedPart } from './answering.ts';
import { withoutLiveMarkup } from './inert-text.ts';
import { namesAreMet } from './names-are-met.ts';
import { withoutCitationMarks } from './neutralise.ts';
import { rateQuotes } from './rate-quotes.ts';
import { texts } from './texts.ts';
import { weighByMeaning } from './weigh-by-meaning.ts';
import { type Written, writeQuotes } from './write-quotes.ts';

/** A question as it was searched, what its words are called otherwise, and whether the sources hold its answer. */
type Quoted = Pick<JudgedPart, 'searchedFor'> & Pick<AnswerRequest, 'otherForms' | 'confidence'>;

/** Quotes what answers one question. */
export async function* quoteFor(
  { searchedFor, otherForms, confidence }: Quoted,
  sources: readonly Source[],
  { likeness }: Pick<AnswerDeps, 'likeness'>,
  writing: { readonly language: Language; readonly from?: number },
): AsyncGenerator<AnswerEvent, Written> {
  const rated = await weighByMeaning(
    searchedFor,
    rateQuotes(searchedFor, sources, { ...(otherForms && { otherForms }) }),
    likeness,
  );
  const isSure = confidence === 'sure' && namesAreMet(searchedFor, rated, sources);
  return yield* writeQuotes(rated, sources, { ...writing, isSure });
}

/** Each question over what answers it, or over the word that nothing does. */
export async function* quoteEach(
  parts: readonly JudgedPart[],
  sources: readonly Source[],
  deps: Pick<AnswerDeps, 'likeness'>,
  language: Language,
): AsyncGenerator<AnswerEvent, Written> {
  let text = '';
  const sentences: AnswerSentence[] = [];
  for (const part of parts) {
    const heading = `${text === '' ? '' : '\n\n'}${asHeading(part.question)}\n`;
    yield { type: 'text-delta', text: heading };
    text += heading;
    const own = sources.filter(part.isOwn);
    if (own.length === 0 || part.confidence === 'none' || part.confidence === 'doubtful') {
      const { nothingFoundForPart } = texts[language];
      yield { type: 'text-delta', text: nothingFoundForPart };
      text += nothingFoundForPart;
      continue;
    }
    const written = yield* quoteFor(part, own, deps, { language, from: text.length });
    text += written.text;
    sentences.push(...written.sentences);
  }
  return { text, sentences };
}

/** The question in strong letters, as people see it in other places than here as well: nothing in it can run (R38). */
function asHeading(question: string): string {
  const words = withoutCitationMarks(withoutLiveMarkup(question.replace(/[\s*]+/g, ' ').trim()));
  return `**${shorten(words, tunables.answering.headingCharacters)}**`;
}
