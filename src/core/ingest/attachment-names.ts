import type { ParsedAttachment } from '../parsed-document.ts';

/** Length of a name with its folders, and of each part of it (UTF-16 units). */
const maxCharacters = 240;
const maxPartCharacters = 120;
/** End of a name that is looked at. */
const maxReadCharacters = 10_000;

/**
 * The attachments under names that are safe as labels and as the end of a path (R47): folders kept, nothing that leads
 * up or away, no control character or one that looks like a separator, bounded length; equal names are told apart by a
 * number. A folder never ends with `!`, which before `/` marks a file within a file.
 */
export function nameAttachments(attachments: readonly ParsedAttachment[]): ParsedAttachment[] {
  const taken = new Set<string>();
  return attachments.map(({ name, bytes }, index) => {
    const label = free(safePath(name, maxCharacters) || `${index + 1}`, taken);
    taken.add(label);
    return { name: label, bytes };
  });
}

/** A path that is safe as a label, as above; empty when nothing of it is. At most `longest` UTF-16 units: outer folders go first. */
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

function free(label: string, taken: ReadonlySet<string>): string {
  const at = label.lastIndexOf('/') + 1;
  let free = label;
  for (let count = 2; taken.has(free); count += 1) free = `${label.slice(0, at)}${count}-${label.slice(at)}`;
  return free;
}
