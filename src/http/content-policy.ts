const own = ["'self'"];

/** Nothing of ours loads from, talks to or is framed by anywhere else (R41). */
export const ownOnly = {
  defaultSrc: ["'none'"],
  scriptSrc: own,
  styleSrc: own,
  connectSrc: own,
  imgSrc: own,
  fontSrc: own,
  baseUri: ["'none'"],
  formAction: own,
  frameAncestors: ["'none'"],
};

/** The header of a page: the same, but for what it may frame and who may frame it. Nobody where the lists are empty. */
export function contentPolicy(frames: {
  readonly frameSrc: readonly string[];
  readonly frameAncestors: readonly string[];
}): string {
  const { frameSrc, frameAncestors } = frames;
  const directives = {
    ...ownOnly,
    ...(frameSrc.length > 0 && { frameSrc }),
    ...(frameAncestors.length > 0 && { frameAncestors }),
  };
  return Object.entries(directives)
    .map(
      ([name, sources]) =>
        `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${sources.join(' ')}`,
    )
    .join('; ');
}
