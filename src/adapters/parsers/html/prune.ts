import type { Element, Nodes, Parents } from 'hast';
import { cleanText } from '../clean-text.ts';
import { isOutOfSight, isUnseen, type Look, lookOf, plainLook } from './hidden.ts';
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
  return pruneBelow(tree, plainLook);
}

function pruneBelow(parent: Parents, look: Look): number {
  let hidden = 0;
  const unseen = isUnseen(look);
  const kept = parent.children.filter((child) => {
    if (child.type === 'text') {
      if (unseen) hidden += cleanText(child.value).length;
      return !unseen;
    }
    if (child.type !== 'element' || isDropped(child)) return false;
    if (isOutOfSight(child)) {
      hidden += hiddenCharacters(child);
      return false;
    }
    hidden += pruneBelow(child, lookOf(child, look));
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
