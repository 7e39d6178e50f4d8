/** True when an Office Open XML file carries macros; they are never read. */
export function hasMacros(parts: ReadonlyMap<string, Uint8Array>): boolean {
  return [...parts.keys()].some((name) => /(^|\/)vbaProject\.bin$/i.test(name));
}
