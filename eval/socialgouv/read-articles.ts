import type { Article, LegalNode } from './articles.ts';
import { htmlText } from './html-text.ts';

/** The articles of a tree that have a text, in its order. */
export function* articlesOf(root: LegalNode): Generator<Article> {
  for (const child of root.children ?? []) yield* articlesBelow(child, []);
}

function* articlesBelow(node: LegalNode, sectionPath: readonly string[]): Generator<Article> {
  if (node.type === 'article') {
    const html = node.data.content ?? node.data.texteHtml ?? '';
    const text = htmlText(html);
    const { id = '', cid = id } = node.data;
    const num = tidy(node.data.num);
    if (text !== '') yield { id, cid, num, title: titleOf(node, num, sectionPath), sectionPath, text, html };
  }
  const title = node.type === 'article' ? null : tidy(node.data.title);
  const below = title === null ? sectionPath : [...sectionPath, title];
  for (const child of node.children ?? []) yield* articlesBelow(child, below);
}

function titleOf({ data }: LegalNode, num: string | null, sectionPath: readonly string[]): string {
  const heading = tidy(data.surtitre);
  if (num === null) return heading ?? sectionPath.at(-1) ?? '';
  // Some numbers are words already: « Annexe II », « Préambule ».
  const name = /^\p{L}{3,}/u.test(num) ? num : `Article ${num}`;
  return heading === null ? name : `${name} : ${heading}`;
}

function tidy(value: string | number | null | undefined): string | null {
  return (
    String(value ?? '')
      .replace(/\s+/g, ' ')
      .trim() || null
  );
}
