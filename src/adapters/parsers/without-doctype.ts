const opening = /^(?:\s|<\?[\s\S]{0,1000}?\?>|<!--[\s\S]{0,20000}?-->)*/;

/**
 * An XML text without its document type, which names outside files or defines entities: neither is ever followed, an
 * entity that it defined stays as it is written (R48, R49). A text that does not close its document type is given back
 * whole; the XML reader then refuses it.
 */
export function withoutDoctype(text: string): string {
  const before = opening.exec(text)?.[0].length ?? 0;
  if (!/^<!DOCTYPE/i.test(text.slice(before, before + 9))) return text;
  const end = endOfDoctype(text, before);
  return end === null ? text : text.slice(0, before) + text.slice(end);
}

// Quoted texts and comments may hold brackets; a definition may hold quoted texts.
function endOfDoctype(text: string, start: number): number | null {
  let inSubset = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"' || character === "'") {
      const close = text.indexOf(character, at + 1);
      if (close === -1) return null;
      at = close;
    } else if (text.startsWith('<!--', at)) {
      const close = text.indexOf('-->', at);
      if (close === -1) return null;
      at = close + 2;
    } else if (character === '[') inSubset = true;
    else if (character === ']') inSubset = false;
    else if (character === '>' && !inSubset) return at + 1;
  }
  return null;
}
