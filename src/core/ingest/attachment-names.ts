import type { ParsedAttachment } from '../parsed-document.ts';
import { safePath } from './safe-path.ts';

/** Length of a name with its folders (UTF-16 units). */
const maxCharacters = 240;

/**
 * The attachments under names that are safe as labels and as the end of a path (`safePath`); equal names are told apart by a
 * number.
 */
export function nameAttachments(attachments: readonly ParsedAttachment[]): ParsedAttachment[] {
  const taken = new Set<string>();
  return attachments.map(({ name, bytes }, index) => {
    const label = free(safePath(name, maxCharacters) || `${index + 1}`, taken);
    taken.add(label);
    return { name: label, bytes };
  });
}

function free(label: string, taken: ReadonlySet<string>): string {
  const at = label.lastIndexOf('/') + 1;
  let free = label;
  for (let count = 2; taken.has(free); count += 1) free = `${label.slice(0, at)}${count}-${label.slice(at)}`;
  return free;
}
