import type { Element, Nodes, Root } from 'hast';
import { eachElement, findElement, textOfNode, wordsOfAttribute } from './tree.ts';

/** Banners about cookies, sharing buttons and the like, by the names that sites give them. */
const furniture =
  /^(cookie|tarteaucitron|axeptio|didomi|onetrust|gdpr|rgpd|consent|share|sharing|social|breadcrumb|fil-ariane|ariane|pagination|skip-?link|back-to-top)/i;
/** Menus that are no `nav`: named so, short, and hardly anything but links. */
const menu = /(?:^|[-_])(?:menu|nav|navbar|navigation|topbar)(?:[-_]|$)/i;
const menuLinkShare = 0.8;
const furnitureCharacters = 1_500;
/** A page whose `main` holds less than this share of its text is not marked up soundly: the whole page is read. */
const leastShare = 0.2;

/**
 * The part of a pruned page that people come for: its `main`, or its one `article`, when that holds a sound share of the
 * text; else the whole page. Menus, cookie banners, breadcrumbs and sharing buttons go in any case.
 */
export function mainContent(tree: Root): Root {
  dropFurniture(tree);
  const main =
    findElement(tree, (element) => element.tagName === 'main' || element.properties.role === 'main') ??
    onlyArticle(tree);
  if (main === null) return tree;
  const share = lengthOf(main) / Math.max(1, lengthOf(tree));
  return share < leastShare ? tree : { type: 'root', children: main.children };
}

function onlyArticle(tree: Root): Element | null {
  const articles: Element[] = [];
  eachElement(tree, (element) => {
    if (element.tagName === 'article') articles.push(element);
  });
  const [only] = articles;
  return articles.length === 1 && only !== undefined ? only : null;
}

function dropFurniture(node: Nodes): void {
  if (!('children' in node)) return;
  const kept = node.children.filter((child) => child.type !== 'element' || !isFurniture(child));
  node.children = kept as typeof node.children;
  for (const child of kept) dropFurniture(child);
}

// Only what holds little text: a name is a hint, an article is not thrown away for it.
function isFurniture(element: Element): boolean {
  const names = [...wordsOfAttribute(element, 'id'), ...wordsOfAttribute(element, 'className')];
  const isNamed = (pattern: RegExp): boolean => names.some((name) => pattern.test(name));
  if (!isNamed(furniture) && !isNamed(menu)) return false;
  const length = lengthOf(element);
  if (length > furnitureCharacters) return false;
  return isNamed(furniture) || linkedLength(element) >= length * menuLinkShare;
}

function linkedLength(element: Element): number {
  let length = 0;
  eachElement(element, (below) => {
    if (below.tagName === 'a') length += lengthOf(below);
  });
  return length;
}

const lengthOf = (node: Nodes): number => textOfNode(node).replace(/\s+/g, '').length;
