import type { Placement } from '../../ports/document-store.ts';

/** True when a document stands at this place already, with these readers. */
export function isPlacedAt(document: Placement, place: Placement): boolean {
  return (
    document.space === place.space &&
    document.accessClass === place.accessClass &&
    document.sensitivity === place.sensitivity &&
    document.path === place.path
  );
}
