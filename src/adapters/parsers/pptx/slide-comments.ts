import { cleanText } from '../clean-text.ts';
import { paragraphTexts } from '../ooxml/drawing-text.ts';
import { type Parts, xmlOfPart } from '../ooxml/read-parts.ts';
import { relationshipsOf } from '../ooxml/relationships.ts';
import { remarkText } from '../remark-text.ts';
import { childElement, childElements, findElements, textContent, type XmlElement } from '../xml-reader.ts';

/** The comments on the slide in `part`, each after its author and day; answers follow what they answer. */
export function slideComments(parts: Parts, part: string, authors: ReadonlyMap<string, string>): string[] {
  return relationshipsOf(parts, part)
    .filter(({ kind }) => kind === 'comments')
    .flatMap(({ target }) => findElements(xmlOfPart(parts, target), 'cm'))
    .flatMap((comment) => [comment, ...findElements(comment, 'reply')])
    .flatMap((comment) => {
      const text = ownText(comment);
      const { attributes } = comment;
      const author = authors.get(attributes.get('authorId') ?? '');
      return text === '' ? [] : [remarkText(text, author, attributes.get('dt') ?? attributes.get('created'))];
    });
}

/** The authors of comments by their number or identifier, of both kinds of comments that PowerPoint knows. */
export function commentAuthors(parts: Parts, main: string): ReadonlyMap<string, string> {
  const known = relationshipsOf(parts, main).filter(({ kind }) => /^(commentAuthors|authors)$/.test(kind));
  return new Map(
    known
      .flatMap(({ target }) => childElements(childElements(xmlOfPart(parts, target))[0]))
      .map(({ attributes }) => [attributes.get('id') ?? '', cleanText(attributes.get('name') ?? '')]),
  );
}

// Old comments are one text, new ones have paragraphs; those of their answers are not theirs.
function ownText(comment: XmlElement): string {
  const text = childElement(comment, 'text');
  if (text !== undefined) return cleanText(textContent(text));
  const body = childElement(comment, 'txBody');
  return body === undefined ? '' : paragraphTexts(body).join(' ');
}
