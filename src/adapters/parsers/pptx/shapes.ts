import { childElement, childElements, findElement, type XmlElement } from '../xml-reader.ts';

/** A rectangle on a slide, in the units of the file (914,400 to the inch). */
export type Rectangle = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/** What stands on a slide by itself: a shape with text, a table, chart or diagram, a picture. */
export type SlideShape = {
  readonly element: XmlElement;
  /** Kind of the placeholder that it fills, `null` outside placeholders. */
  readonly placeholder: string | null;
  /** Where it stands, as far as the shape says so itself. */
  readonly rectangle: Rectangle | null;
  readonly hidden: boolean;
};

const maxGroupDepth = 50;

/** The shapes of a slide in their order, which is the reading order; groups opened, the title first. */
export function shapesOf(slide: XmlElement): SlideShape[] {
  const tree = findElement(slide, 'spTree');
  const shapes = tree === undefined ? [] : shapesBelow(tree, (rectangle) => rectangle, false, 0);
  return [...shapes.filter(isTitle), ...shapes.filter((shape) => !isTitle(shape))];
}

/** True for the shape whose text is the title of its slide. */
export function isTitle({ placeholder }: SlideShape): boolean {
  return placeholder === 'title' || placeholder === 'ctrTitle';
}

type Projection = (rectangle: Rectangle) => Rectangle;

function shapesBelow(
  tree: XmlElement,
  project: Projection,
  hiddenAbove: boolean,
  depth: number,
): SlideShape[] {
  if (depth > maxGroupDepth) return [];
  return childElements(tree).flatMap((element): SlideShape[] => {
    // Newer shapes come with a rendition for older programs.
    if (element.name === 'AlternateContent')
      return shapesBelow(
        childElement(element, 'Choice') ?? childElement(element, 'Fallback') ?? element,
        project,
        hiddenAbove,
        depth + 1,
      );
    const properties = childElements(element).find(({ name }) => /^nv\w+Pr$/.test(name));
    const drawing = childElement(properties, 'cNvPr');
    const hidden = hiddenAbove || /^(1|true)$/.test(drawing?.attributes.get('hidden') ?? '');
    if (element.name === 'grpSp') {
      const transform = childElement(childElement(element, 'grpSpPr'), 'xfrm');
      return shapesBelow(element, (inner) => project(outOfGroup(inner, transform)), hidden, depth + 1);
    }
    if (!/^(sp|graphicFrame|pic|cxnSp)$/.test(element.name)) return [];
    const placeholder = childElement(childElement(properties, 'nvPr'), 'ph');
    const own = rectangleOf(
      childElement(childElement(element, 'spPr'), 'xfrm') ?? childElement(element, 'xfrm'),
    );
    return [
      {
        element,
        placeholder: placeholder === undefined ? null : (placeholder.attributes.get('type') ?? 'obj'),
        rectangle: own === null ? null : project(own),
        hidden,
      },
    ];
  });
}

function rectangleOf(
  transform: XmlElement | undefined,
  offsetName = 'off',
  sizeName = 'ext',
): Rectangle | null {
  const offset = childElement(transform, offsetName)?.attributes;
  const size = childElement(transform, sizeName)?.attributes;
  const [x, y] = [Number(offset?.get('x')), Number(offset?.get('y'))];
  const [width, height] = [Number(size?.get('cx')), Number(size?.get('cy'))];
  return [x, y, width, height].every(Number.isFinite) ? { x, y, width, height } : null;
}

// The shapes of a group are placed in a space of its own.
function outOfGroup(inner: Rectangle, transform: XmlElement | undefined): Rectangle {
  const outer = rectangleOf(transform);
  const space = rectangleOf(transform, 'chOff', 'chExt');
  if (outer === null || space === null || space.width === 0 || space.height === 0) return inner;
  const [across, down] = [outer.width / space.width, outer.height / space.height];
  return {
    x: outer.x + (inner.x - space.x) * across,
    y: outer.y + (inner.y - space.y) * down,
    width: inner.width * across,
    height: inner.height * down,
  };
}

/** True when the two have a point in common. */
export function overlap(one: Rectangle, other: Rectangle): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}
