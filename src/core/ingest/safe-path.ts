/** Length of each part of a path (UTF-16 units). */
const maxPartCharacters = 120;
/** End of a path that is looked at. */
const maxReadCharacters = 10_000;

/**
 * A path as a label that is safe (R47): folders kept, nothing that leads up or away, no control character or one that looks like a
 * separator. At most `longest` UTF-16 units, the outer folders going first; empty when nothing of it is left. A folder never ends
 * with `!`, which before `/` marks a file within a file.
 */
export function safePath(name: string, longest: number): string {
  // The file's own name is what people look for: folders go first. Parts are taken from the end, however many there are.
  const names: string[] = [];
  let length = 0;
  for (const part of name.slice(-maxReadCharacters).toWellFormed().normalize('NFC').split('/').reverse()) {
    const shown = shorten(part.replace(/[\p{Cc}\p{Bidi_Control}\\\u2044\u2215\u29F5\uFF0F]+/gu, '_').trim());
    if (/^\.{0,2}$/.test(shown)) continue;
    const label = names.length === 0 ? shown : shown.replace(/!+$/, '_');
    length += label.length + (names.length === 0 ? 0 : 1);
    if (names.length > 0 && length > longest) break;
    names.push(label);
  }
  return names.reverse().join('/');
}

function shorten(part: string): string {
  if (part.length <= maxPartCharacters) return part;
  const extension = /\.[a-z0-9]{1,10}$/i.exec(part)?.[0] ?? '';
  return part.slice(0, maxPartCharacters - extension.length).toWellFormed() + extension;
}
