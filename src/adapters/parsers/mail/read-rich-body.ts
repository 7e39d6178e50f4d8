import type { Element, ElementContent, Root, RootContent } from 'hast';
import type { ParsedBlock } from '../../../core/parsed-document.ts';
import { blocksOfHast, parseFragment, readOrFlatten } from '../html/blocks-of-hast.ts';
import { prune } from '../html/prune.ts';
import { textOfNode, wordsOfAttribute } from '../html/tree.ts';
import { blocksOfRichBody } from './blocks-of-body.ts';
import { answersBetween, type MailPart } from './set-apart.ts';

type Marked = Exclude<MailPart, 'body'>;

/** How mail programs mark in their HTML what they quote and what they sign with: classes and identifiers. */
const marks: readonly (readonly [part: Marked, names: RegExp])[] = [
  [
    'history',
    /^(gmail_quote|gmail_quote_container|gmail_extra_quote|yahoo_quoted|protonmail_quote|zmail_extra|moz-cite-prefix|moz-forward-container|OLK_SRC_BODY_SECTION|mail-editor-reference-message-container|reply-intro)$/,
  ],
  [
    'signature',
    /^(gmail_signature|moz-signature|Signature|ms-outlook-mobile-signature|ms-outlook-mobile-body-separator-signature|protonmail_signature_block|zimbra_signature|signature)$/,
  ],
];

/** Outlook marks where the header of the older mail stands: all that follows is history. */
const historyBelow = /^(divRplyFwdMsg|appendonsend|OutlookMessageHeader)$/;

/** A mail's HTML as blocks, signature and history set apart, and how many characters of it nobody sees. */
export function readRichBody(html: string): { readonly blocks: ParsedBlock[]; readonly hidden: number } {
  const read = (): { blocks: ParsedBlock[]; hidden: number } => {
    const tree = parseFragment(html);
    const hidden = prune(tree);
    const found = new Map<RootContent, Marked>();
    collectMarks(tree, found);
    if (repliesBetween(tree, found))
      for (const [node, part] of found) if (part === 'history') found.delete(node);
    const blocks = (part: MailPart): ParsedBlock[] =>
      found.size === 0 && part !== 'body' ? [] : blocksOfHast(onlyPart(tree, part, found));
    return {
      blocks: blocksOfRichBody({
        body: blocks('body'),
        signature: blocks('signature'),
        history: blocks('history'),
      }),
      hidden,
    };
  };
  return readOrFlatten(html, read, (blocks) => ({
    blocks: blocksOfRichBody({ body: blocks, signature: [], history: [] }),
    hidden: 0,
  }));
}

// Gives whether history has begun, and with it whatever follows.
function collectMarks(node: Root | Element, found: Map<RootContent, Marked>): boolean {
  let begun = false;
  for (const child of node.children) {
    const part = begun ? 'history' : child.type === 'element' ? markOf(child) : null;
    if (part !== null) found.set(child, part);
    else if (child.type === 'element') begun = collectMarks(child, found);
    if (part === 'history' && child.type === 'element') begun ||= isNamed(child, historyBelow);
  }
  return begun;
}

function markOf(element: Element): Marked | null {
  const isCited = element.tagName === 'blockquote' && wordsOfAttribute(element, 'type').includes('cite');
  if (isCited || isNamed(element, historyBelow)) return 'history';
  return marks.find(([, names]) => isNamed(element, names))?.[0] ?? null;
}

// Outlook on the web puts `x_` before the names in what it quotes.
function isNamed(element: Element, pattern: RegExp): boolean {
  const names = [...wordsOfAttribute(element, 'id'), ...wordsOfAttribute(element, 'className')];
  return names.some((name) => pattern.test(name.replace(/^(x_)+/, '')));
}

/** A copy of the tree with what belongs to one part, below the elements that it stands in. */
function onlyPart(tree: Root, part: MailPart, found: ReadonlyMap<RootContent, Marked>): Root {
  const keptIn = (children: readonly RootContent[]): RootContent[] =>
    children.flatMap((child): RootContent[] => {
      const own = found.get(child);
      if (own !== undefined) return own === part ? [child] : [];
      if (child.type !== 'element') return part === 'body' ? [child] : [];
      const kept = keptIn(child.children) as ElementContent[];
      return part === 'body' || kept.length > 0
        ? [{ ...child, properties: { ...child.properties }, children: kept }]
        : [];
    });
  return { ...tree, children: keptIn(tree.children) };
}

// Quotations with words of the writer between them are what these words answer.
function repliesBetween(tree: Root, found: ReadonlyMap<RootContent, Marked>): boolean {
  const lines: string[] = [];
  const quoted: boolean[] = [];
  const visit = (node: Root | Element): void => {
    for (const child of node.children) {
      const part = found.get(child);
      if (part === 'signature') continue;
      if (part === undefined && child.type === 'element') visit(child);
      else {
        lines.push(textOfNode(child));
        quoted.push(part === 'history');
      }
    }
  };
  visit(tree);
  return answersBetween(
    quoted.map((is) => (is ? 'history' : 'body')),
    quoted,
    lines,
  );
}
