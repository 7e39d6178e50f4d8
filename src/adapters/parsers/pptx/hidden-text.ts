import { childElement, childElements, findElement, findElements, type XmlElement } from '../xml-reader.ts';
import { overlap, type Rectangle, type SlideShape, shapesOf } from './shapes.ts';

/** Letters below this size (hundredths of a point) are dots. */
const smallestSize = 200;
const white = /^f[c-f]f[c-f]f[c-f]$/i;

/** Tells what nobody sees on a slide. */
export type Sight = {
  /** True for a shape that is switched off, or wholly beside the slide. */
  readonly hidesShape: (shape: SlideShape) => boolean;
  /** True for a run of text in the colour of the paper behind its shape, or too small to read. */
  readonly hidesRun: (run: XmlElement, shape: SlideShape) => boolean;
};

/**
 * Judges the text of a slide on what is drawn: the slide, then the layout and the master below it. In doubt it is seen:
 * white letters count as hidden only where nothing but a white background can be behind them.
 */
export function sightOf(layers: readonly XmlElement[], theme: XmlElement, size: Rectangle | null): Sight {
  const whitePaper = isLight(layers, theme) && isWhitePaper(layers);
  const grounds = layers.flatMap((layer, at) =>
    shapesOf(layer)
      // The placeholders of a layout are no drawing: they tell where the slide's own ones stand.
      .filter((shape) => (at === 0 || shape.placeholder === null) && !shape.hidden && isGround(shape.element))
      .flatMap(({ rectangle, element }) => (rectangle === null ? [] : [{ rectangle, element }])),
  );
  return {
    hidesShape: ({ hidden, rectangle }) =>
      hidden || (size !== null && rectangle !== null && !overlapsSlide(rectangle, size)),
    hidesRun(run, { element, rectangle }) {
      const properties = childElement(run, 'rPr');
      const points = Number(properties?.attributes.get('sz') ?? smallestSize);
      if (points < smallestSize) return true;
      if (!whitePaper || rectangle === null || !isWhite(childElement(properties, 'solidFill'))) return false;
      if (isGround(element)) return false;
      return !grounds.some((ground) => ground.element !== element && overlap(ground.rectangle, rectangle));
    },
  };
}

// A line has no height, and still lies on the slide.
function overlapsSlide(shape: Rectangle, slide: Rectangle): boolean {
  return overlap({ ...shape, width: Math.max(shape.width, 1), height: Math.max(shape.height, 1) }, slide);
}

function isWhitePaper(layers: readonly XmlElement[]): boolean {
  const [background] = layers.flatMap((layer) => findElement(layer, 'bg') ?? []);
  const properties = background === undefined ? undefined : childElement(background, 'bgPr');
  if (background === undefined) return true;
  if (properties !== undefined) return isWhite(childElement(properties, 'solidFill'));
  const reference = childElement(background, 'bgRef');
  // Beyond 1001 the theme's own pictures and gradients begin.
  const plain = /^(0|1000|1001)?$/.test(reference?.attributes.get('idx') ?? '');
  return plain && isWhite(reference);
}

// Themes call their light colour `lt1`; a deck may turn it into any other, or swap it with the dark one.
function isLight(layers: readonly XmlElement[], theme: XmlElement): boolean {
  const maps = layers.flatMap((layer) => [
    ...findElements(layer, 'clrMap'),
    ...findElements(layer, 'overrideClrMapping'),
  ]);
  if (maps.some(({ attributes }) => (attributes.get('bg1') ?? 'lt1') !== 'lt1')) return false;
  const [light] = childElements(findElement(theme, 'lt1'));
  const colour = light?.attributes.get('lastClr') ?? light?.attributes.get('val');
  return colour === undefined || white.test(colour);
}

function isWhite(fill: XmlElement | undefined): boolean {
  const [colour] = childElements(fill);
  if (colour === undefined || childElements(colour).some(({ name }) => /^lum|^shade|^tint/.test(name)))
    return false;
  const value = colour.attributes.get('val') ?? '';
  if (colour.name === 'srgbClr') return white.test(value);
  return colour.name === 'schemeClr' && /^(bg1|lt1)$/.test(value);
}

function isGround(element: XmlElement): boolean {
  if (element.name === 'pic' || element.name === 'graphicFrame') return true;
  const properties = childElement(element, 'spPr');
  const fill = childElements(properties).find(({ name }) => /Fill$/.test(name));
  if (fill !== undefined)
    return fill.name !== 'noFill' && !isWhite(fill.name === 'solidFill' ? fill : undefined);
  const style = childElement(childElement(element, 'style'), 'fillRef');
  return style !== undefined && style.attributes.get('idx') !== '0';
}
