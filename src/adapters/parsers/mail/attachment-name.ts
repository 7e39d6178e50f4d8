import { cleanText } from '../clean-text.ts';

const maxNameCharacters = 120;

/**
 * The label of a file inside another one: separators of paths have no meaning in it, its length is bounded, its
 * extension is kept. Without a usable name, it is `fallback`.
 */
export function attachmentName(name: string | null | undefined, fallback: string): string {
  const label = cleanText(name ?? '')
    .replace(/[/\\\u2215\u2044\u29F5]/g, '_')
    .replace(/^\.+/, '');
  if (label === '') return fallback;
  if (label.length <= maxNameCharacters) return label;
  const extension = /\.[a-z0-9]{1,10}$/i.exec(label)?.[0] ?? '';
  return label.slice(0, maxNameCharacters - extension.length) + extension;
}
