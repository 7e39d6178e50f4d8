import type { ParsedBlock, SensitivityLabel } from '../parsed-document.ts';
import { hintOfMarking, type Marking, markings } from './sensitivity-markings.ts';

/** Longer texts are prose or titles that only speak of secrets. */
const maxMarkingCharacters = 120;
/** Blocks at the start and at the end of a document where markings stand. */
const openingBlocks = 15;
const closingBlocks = 3;
/** Cells of a small table at the start: boxes in which letterheads are laid out. */
const maxBoxCells = 6;
/** A text of its own that comes back this often was the header of the pages. */
const repeatedAsHeader = 3;
/** So many levels in one document are a scale that it explains. */
const scaleOfLevels = 3;

const announced =
  /^(?:mention(?: de (?:protection|sensibilite|confidentialite))?|niveau (?:de |d )?(?:diffusion|confidentialite|sensibilite|protection|classification)|classification(?: (?:du document|level))?|sensibilite|sensitivity|confidentialite|confidentiality|marquage|marking|statut|status|tlp) ?: ?/;
// The colon of `TLP:RED` parts nothing.
const separator = /\s+[-–—/*]\s+|\s*[|•·–—]\s*|\s*(?<!\btlp ?):\s*|[()[\]]/i;
const decoration = /^[\s\-–—*_=.:;,!?«»"“”'()[\]#|•·/]+|[\s\-–—*_=.:;,!?«»"“”'()[\]#|•·/]+$/g;

/**
 * The sensitivity mentions that a document carries (« Diffusion restreinte », `TLP:AMBER`), under their canonical names, each
 * once. A mention counts where it stands as a marking: a short text of its own or the beginning or end of a title, near the
 * start or the end of the document or over and over; never in a sentence, a list or a table of data.
 * `furniture` are texts that a reader took for headers and footers of pages.
 */
export function findSensitivityMentions(
  blocks: readonly ParsedBlock[],
  furniture: readonly string[] = [],
): SensitivityLabel[] {
  const found = new Set(furniture.flatMap((text) => markingsOf(text, true)).map(({ name }) => name));
  const times = new Map<string, number>();
  for (const [index, block] of blocks.entries()) {
    const isNear = index < openingBlocks || index >= blocks.length - closingBlocks;
    for (const text of standingTexts(block, isNear)) {
      for (const { name } of markingsOf(text, block.kind !== 'heading')) {
        times.set(name, (times.get(name) ?? 0) + 1);
        if (isNear || times.get(name) === repeatedAsHeader) found.add(name);
      }
    }
  }
  const levels = markings.filter(({ name, isLevel }) => isLevel && found.has(name));
  const explained = levels.length >= scaleOfLevels ? levels : [];
  return [...found]
    .filter((name) => !explained.some((level) => level.name === name))
    .map((name) => ({ scheme: 'mention', name }));
}

/** False for labels that say that a document is open: « Non protégé », `TLP:CLEAR`, a label named "Public". */
export function restricts({ scheme, name }: SensitivityLabel): boolean {
  if (scheme === 'msip')
    return !/^(?:public|publique|non[ -]?(?:protégé|sensible|classifié)|unclassified)/i.test(name);
  return markings.find((marking) => marking.name === name)?.isOpen !== true;
}

/** True for a text that is nothing but a marking: it is no heading, whatever it looks like. */
export function isMarking(text: string): boolean {
  if (text.length > maxMarkingCharacters || !hintOfMarking.test(text)) return false;
  const whole = text.replace(decoration, '');
  return consume(fold(whole), isCapitals(whole)).length > 0;
}

function standingTexts(block: ParsedBlock, isNear: boolean): readonly string[] {
  if (block.kind === 'list-item' || block.kind === 'code' || block.aside !== undefined) return [];
  if (block.kind !== 'table') return [block.text];
  const cells = [...block.header, ...block.rows.flat()];
  return isNear && cells.length <= maxBoxCells ? cells : [];
}

/** The markings that a text is made of; `alone` when a word like « Secret » may be one by itself, whatever its letters. */
function markingsOf(text: string, alone: boolean): Marking[] {
  if (text.length > maxMarkingCharacters || !hintOfMarking.test(text)) return [];
  const whole = text.replace(decoration, '');
  const asAnnounced = consume(fold(whole).replace(announced, ''), true);
  if (announced.test(fold(whole)) && asAnnounced.length > 0) return asAnnounced;
  const own = consume(fold(whole), alone || isCapitals(whole));
  if (own.length > 0) return own;
  // A title is marked at its beginning or at its end; a sentence is not.
  if (/[.!?…]$/.test(text.trim())) return [];
  const parts = whole
    .split(separator)
    .map((part) => part.replace(decoration, ''))
    .filter((part) => part !== '');
  if (parts.length < 2) return [];
  const ends = [parts[0] ?? '', parts.at(-1) ?? ''];
  return ends.flatMap((part) => consume(fold(part), isCapitals(part) && !isCapitals(whole)));
}

/** The markings that make up the whole of a folded text one after the other; none when anything else is in it. */
function consume(folded: string, weakToo: boolean): Marking[] {
  const found: Marking[] = [];
  let rest = folded;
  while (rest !== '') {
    const match = markings.find(
      (marking) => (weakToo || marking.isWeak !== true) && marking.pattern.test(rest),
    );
    if (match === undefined) return [];
    found.push(match);
    rest = rest.replace(match.pattern, '').replace(/^[\s\-–—/|:;,.+&]*(?:et |and )?/, '');
  }
  return found;
}

function isCapitals(text: string): boolean {
  return text === text.toUpperCase() && /\p{Lu}/u.test(text);
}

function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[’‘']/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
