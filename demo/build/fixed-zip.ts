import { strToU8, type Zippable, zipSync } from 'fflate';

/** The only date a zip of the demo carries: zips hold local times, and the build must not depend on the clock. */
const ENTRY_DATE = '2026-01-01T00:00:00';

/** Zips entries in the given order with fixed dates; an entry named in `stored` is not compressed. */
export function fixedZip(
  entries: ReadonlyMap<string, string | Uint8Array>,
  stored: readonly string[] = [],
): Uint8Array {
  const files: Zippable = {};
  for (const [name, content] of entries) {
    const bytes = typeof content === 'string' ? strToU8(content) : content;
    files[name] = [bytes, { level: stored.includes(name) ? 0 : 9, mtime: ENTRY_DATE }];
  }
  return zipSync(files);
}

export function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
