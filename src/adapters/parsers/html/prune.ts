import type { Element, Nodes, Parents } from 'hast';
import { cleanText } from '../clean-text.ts';
import { type Background, backgroundOf, isHidden } from './hidden.ts';
import { textOfNode } from './tree.ts';

/** Elements without words for a reader, or that only serve to move around a site. */
const dropped = new Set(
  'head script style noscript template svg math iframe object embed canvas audio video map nav dialog button select input textarea link meta base'.split(
    ' ',
  ),
);
const droppedRoles = new Set(['navigation', 'menu', 'menubar', 'search', 'banner', 'dialog', 'alertdialog']);

/**
 * Takes out of a tree what is no text for a reader: scripts, forms, navigation, comments, and what is hidden.
 * Gives the number of characters that were hidden (R37).
 */
export function prune(tree: Parents): number {
  return pruneBelow(tree, 'white');
}

function pruneBelow(parent: Parents, background: Background): number {
  let hidden = 0;
  const kept = parent.children.filter((child) => {
    if (child.type === 'comment' || child.type === 'doctype') return false;
    if (child.type !== 'element') return true;
    if (isDropped(child)) return false;
    const behind = backgroundOf(child, background);
    if (isHidden(child, behind)) {
      hidden += hiddenCharacters(child);
      return false;
    }
    hidden += pruneBelow(child, behind);
    return true;
  });
  parent.children = kept as typeof parent.children;
  return hidden;
}

// What would be left out all the same is not text that somebody hid.
function hiddenCharacters(element: Element): number {
  const words = (node: Nodes): string => {
    if (node.type === 'element' && isDropped(node)) return '';
    return 'children' in node ? node.children.map(words).join('') : textOfNode(node);
  };
  return cleanText(words(element)).length;
}

function isDropped({ tagName, properties }: Element): boolean {
  return (
    dropped.has(tagName) ||
    droppedRoles.has(String(properties.role ?? '')) ||
    properties.ariaHidden === 'true'
  );
}
