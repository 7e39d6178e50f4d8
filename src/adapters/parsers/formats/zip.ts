import { tunables } from '../../../../config/tunables.ts';
import type { ParsedAttachment, ParsedBlock, ParsedDocument } from '../../../core/parsed-document.ts';
import { addWarning } from '../add-warning.ts';
import { type ArchiveMember, archiveMembers } from '../archive.ts';
import { cleanText } from '../clean-text.ts';
import { parsedDocument } from '../parsed.ts';
import { Refusal } from '../refusal.ts';

const maxListedNames = 200;

/** What systems leave in archives beside people's files. */
const leftovers = /(^|\/)(__MACOSX\/|\.DS_Store$|\._[^/]*$|Thumbs\.db$|desktop\.ini$|\.git\/)/i;

/**
 * Reads a zip: each member becomes an attachment that keeps its folder in its name; the names are the archive's own text.
 * Members that are locked, damaged, too many or too large together are left out and counted. Nothing is ever written
 * under a member's name, which is a label (R47).
 * Throws `Refusal`: `encrypted` when all members are, `inflates-too-much` for a bomb, `empty` without any file.
 */
export async function readZip(bytes: Uint8Array): Promise<ParsedDocument> {
  const members = archiveMembers(bytes)
    .map((member) => ({ ...member, name: labelOf(member.name) }))
    .filter(({ name }) => name !== '' && !name.endsWith('/') && !leftovers.test(name));
  if (members.length === 0) throw new Refusal('skipped', 'empty');
  if (members.every(({ encrypted }) => encrypted)) throw new Refusal('skipped', 'encrypted');
  refuseDeclaredBomb(members, bytes.length);
  const { attachments, unread } = inflateAll(members);
  const document = parsedDocument(listingOf(members), { attachments });
  return addWarning(document, 'members-unread', unread);
}

function inflateAll(members: readonly ArchiveMember[]): { attachments: ParsedAttachment[]; unread: number } {
  const attachments: ParsedAttachment[] = [];
  let left: number = tunables.parsing.outputAttachmentBytes;
  for (const member of members) {
    if (attachments.length >= tunables.parsing.archiveMembers) break;
    const inflated = inflateOrNull(member, left);
    if (inflated === null) continue;
    left -= inflated.length;
    attachments.push({ name: member.name, bytes: inflated });
  }
  return { attachments, unread: members.length - attachments.length };
}

// One damaged member says nothing of the others; a bomb ends the whole.
function inflateOrNull(
  { encrypted, declaredBytes, inflate }: ArchiveMember,
  maxBytes: number,
): Uint8Array | null {
  if (encrypted || declaredBytes > maxBytes) return null;
  try {
    return inflate(maxBytes);
  } catch (error) {
    if (error instanceof Refusal && error.reason === 'damaged') return null;
    throw error;
  }
}

function refuseDeclaredBomb(members: readonly ArchiveMember[], archiveBytes: number): void {
  const { inflationRatio, inflationRatioFromBytes } = tunables.parsing;
  const declared = members.reduce((total, { declaredBytes }) => total + declaredBytes, 0);
  if (declared > inflationRatioFromBytes && declared > inflationRatio * archiveBytes)
    throw new Refusal('failed', 'inflates-too-much', 'declared ratio');
}

function listingOf(members: readonly ArchiveMember[]): ParsedBlock[] {
  return members.slice(0, maxListedNames).map(({ name }) => ({ kind: 'list-item', depth: 0, text: name }));
}

/** A path made of names alone: no drive, no root, no way up. A folder keeps its final stroke. */
function labelOf(path: string): string {
  const parts = path
    .replace(/\\/g, '/')
    .replace(/^[a-z]:/i, '')
    .split('/');
  const isFolder = parts.at(-1) === '';
  const names = parts.map(cleanText).filter((part) => !/^\.{0,2}$/.test(part));
  return names.join('/') + (isFolder ? '/' : '');
}
