/** A title to show until, or unless, the document gives its own: the file's name without extension, readable. */
export function titleFromFileName(name: string): string {
  const base = name.replace(/\.[\p{L}\d]{1,8}$/u, '');
  const words = base
    .replace(/[_\s]+/g, ' ')
    .replace(/(?<=\p{L})-|-(?=\p{L})/gu, ' ')
    .trim();
  const title = words || name;
  return title.charAt(0).toLocaleUpperCase('fr') + title.slice(1);
}
