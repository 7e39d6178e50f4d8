/** What a backfill does: first who people, groups, spaces and folders are, then items, then what was not listed. */
export type BackfillPhase = 'directory' | 'items' | 'sweep' | 'done';
export type BackfillState = 'running' | 'paused' | 'failed' | 'cancelled' | 'done';

/** Why a backfill waits or stopped, as scripts know it, and what to do about it. */
export const backfillTroubles = {
  EXPORT_UNAVAILABLE: {
    fr: 'L’export ne répond pas, ou répond par une erreur.',
    en: 'The export does not answer, or answers with an error.',
  },
  EXPORT_REFUSED: {
    fr: 'L’export refuse le jeton de la source.',
    en: 'The export refuses the token of the source.',
  },
  EXPORT_CUT_SHORT: {
    fr: 'Une page s’arrête avant sa dernière ligne.',
    en: 'A page ends before its last line.',
  },
  EXPORT_TOO_LARGE: {
    fr: 'Une page est plus grande que permis, même quand on en demande peu.',
    en: 'A page is larger than allowed, even when little is asked for.',
  },
  EXPORT_REPEATS: {
    fr: 'L’export redonne sans fin les mêmes documents.',
    en: 'The export gives the same items over and over.',
  },
  CURSOR_REFUSED: {
    fr: 'L’export ne connaît plus la page suivante ; reprendre recommence la liste.',
    en: 'The export no longer knows the next page; resuming begins the list again.',
  },
  ADDRESS_FORBIDDEN: {
    fr: 'L’adresse de l’export est dans un réseau qui n’est pas ouvert, ou publique sans https.',
    en: 'The address of the export is in a network that is not open, or public without https.',
  },
  SOURCE_DISABLED: {
    fr: 'La source est désactivée ou n’a plus d’adresse d’export.',
    en: 'The source is disabled, or has no export address any more.',
  },
  SPACE_UNKNOWN: {
    fr: 'Un des espaces demandés n’existe pas : rien n’a été retiré.',
    en: 'One of the spaces that were asked for does not exist: nothing was removed.',
  },
  SWEEP_TOO_LARGE: {
    fr: 'Plus de la moitié des documents connus, ou des personnes, groupes et espaces, ne sont pas dans l’export : rien n’est retiré sans confirmation (--force).',
    en: 'More than half of the known documents, or of people, groups and spaces, are not in the export: nothing is removed unless confirmed (--force).',
  },
  LINES_UNREADABLE: {
    fr: 'Des lignes ne disent pas de quel document elles sont : rien n’a été retiré.',
    en: 'Some lines do not say which document they are of: nothing was removed.',
  },
} as const;
export type BackfillTrouble = keyof typeof backfillTroubles;

/** How far one pull of a source has come. All of it was saved together with what it counts. */
export type Backfill = {
  readonly org: string;
  readonly id: string;
  readonly source: string;
  /** The only spaces that it asks for; `null`: all. Empty: the directory alone. */
  readonly spaces: readonly string[] | null;
  readonly phase: BackfillPhase;
  readonly state: BackfillState;
  /** Which of `spaces` is being listed; of the directory, 1 while it is listed once more to be sure of who is missing. */
  readonly spaceAt: number;
  readonly cursor: string | null;
  /** Items that the workplace says it has; `null`: it did not say. */
  readonly expected: number | null;
  readonly listed: number;
  readonly changed: number;
  readonly unreadable: number;
  readonly removed: number;
  /** Of the unreadable lines, those that do not even say which item they are of. */
  readonly nameless: number;
  /** Where the first problems of lines are, never what stands there. */
  readonly problems: readonly string[];
  /** It may remove more than a sweep usually may. */
  readonly forced: boolean;
  readonly trouble: BackfillTrouble | null;
  /** Pages in a row that could not be had. */
  readonly attempts: number;
  readonly startedAt: Date;
  readonly updatedAt: Date;
  readonly endedAt: Date | null;
};

/** Where a backfill stands; a page counts only if it still stands where the page was asked for. */
export type BackfillPlace = Pick<Backfill, 'phase' | 'spaceAt' | 'cursor'>;

/** It lists the directory a second time: who is missing again is removed at its end. */
export const isSecondLook = ({ phase, spaceAt }: BackfillPlace): boolean =>
  phase === 'directory' && spaceAt === 1;

/** What follows a page of the directory or of items, or the end of a list; with `looksAgain`, the directory is listed twice. */
export function placeAfter(
  backfill: Backfill,
  next: string | null,
  { looksAgain = false }: { readonly looksAgain?: boolean } = {},
): BackfillPlace {
  const { phase, spaces, spaceAt } = backfill;
  if (next !== null) return { phase, spaceAt, cursor: next };
  if (looksAgain && phase === 'directory' && !isSecondLook(backfill))
    return { phase, spaceAt: 1, cursor: null };
  const nextSpace = phase === 'directory' ? 0 : spaceAt + 1;
  if (spaces === null) return { phase: phase === 'directory' ? 'items' : 'sweep', spaceAt: 0, cursor: null };
  if (nextSpace < spaces.length) return { phase: 'items', spaceAt: nextSpace, cursor: null };
  return { phase: 'sweep', spaceAt: 0, cursor: null };
}

/** Seconds that the listing will still take at the pace so far; `null` where nobody can say. */
export function remainingSeconds({ phase, expected, listed, startedAt }: Backfill, now: Date): number | null {
  if (phase !== 'items' || expected === null || listed === 0) return null;
  const seconds = (now.getTime() - startedAt.getTime()) / 1000;
  return Math.max(0, Math.round((seconds / listed) * (expected - listed)));
}
