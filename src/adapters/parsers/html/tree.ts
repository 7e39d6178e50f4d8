import type { Element, Nodes, Parents } from 'hast';

/** The first element below a node, in document order, that `accept` takes; `null` when none does. */
export function findElement(node: Nodes, accept: (element: Element) => boolean): Element | null {
  if (node.type === 'element' && accept(node)) return node;
  if (!('children' in node)) return null;
  for (const child of node.children) {
    const found = findElement(child, accept);
    if (found !== null) return found;
  }
  return null;
}

/** All text below a node, as it stands. */
export function textOfNode(node: Nodes): string {
  if (node.type === 'text') return node.value;
  return 'children' in node ? node.children.map(textOfNode).join('') : '';
}

const inline = new Set(
  'a abbr b bdi bdo cite code del dfn em font i ins kbd mark q s samp small span strong sub sup time u var'.split(
    ' ',
  ),
);

/** All words below a node on one line: where a block or a line ends, a space parts them. Images leave their alternative text. */
export function wordsOfNode(node: Nodes): string {
  if (node.type === 'text') return node.value;
  if (!('children' in node)) return '';
  if (node.type === 'element' && node.tagName === 'img') return String(node.properties.alt ?? '');
  const words = node.children.map(wordsOfNode).join('');
  return node.type === 'element' && inline.has(node.tagName) ? words : ` ${words} `;
}

/** Calls `visit` for every element below a node, parents before their children. */
export function eachElement(node: Parents, visit: (element: Element) => void): void {
  for (const child of node.children) {
    if (child.type !== 'element') continue;
    visit(child);
    eachElement(child, visit);
  }
}

/** The words of an attribute that holds several (`class`), or its one value. */
export function wordsOfAttribute({ properties }: Element, name: string): readonly string[] {
  const value = properties[name];
  if (Array.isArray(value)) return value.map(String);
  return value === undefined || value === null ? [] : String(value).split(/\s+/);
}
