import type { ParsedAttachment } from '../parsed-document.ts';

/** Length of a name with its folders, and of each part of it (UTF-16 units). */
const maxCharacters = 240;
const maxPartCharacters = 120;

/**
 * The attachments under names that are safe as labels and as the end of a path (R47): folders kept, nothing that leads
 * up or away, no control character or one that looks like a separator, bounded length; equal names are told apart by a
 * number. A folder never ends with `!`, which before `/` marks a file within a file.
 */
export function nameAttachments(attachments: readonly ParsedAttachment[]): ParsedAttachment[] {
  const taken = new Set<string>();
  return attachments.map(({ name, bytes }, index) => {
    const label = free(labelOf(name) || `${index + 1}`, taken);
    taken.add(label);
    return { name: label, bytes };
  });
}

function labelOf(name: string): string {
  const parts = name
    .toWellFormed()
    .normalize('NFC')
    .split('/')
    .map((part) => shorten(part.replace(/[\p{Cc}\p{Bidi_Control}\\\u2044\u2215\u29F5\uFF0F]+/gu, '_').trim()))
    .filter((part) => !/^\.{0,2}$/.test(part));
  const names = parts.map((part, index) => (index < parts.length - 1 ? part.replace(/!+$/, '_') : part));
  // The file's own name is what people look for: folders go first.
  while (names.length > 1 && names.join('/').length > maxCharacters) names.shift();
  return names.join('/');
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
