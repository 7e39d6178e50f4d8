/**
 * The path of a file in its folder as its external id. `!/` stands between a file and a file inside it, so a folder whose
 * own name ends with `!` is written `%21/`: otherwise « mail.eml!/a.pdf » could be both, with each other's readers.
 */
export function externalIdOf(path: string): string {
  return path.replace(/%((?:25)*)21\//g, '%25$121/').replaceAll('!/', '%21/');
}

/** The path that an external id stands for. */
export function pathOf(externalId: string): string {
  return externalId.replace(/%((?:25)*)21\//g, (_, escapes: string) =>
    escapes === '' ? '!/' : `%${escapes.slice(2)}21/`,
  );
}
