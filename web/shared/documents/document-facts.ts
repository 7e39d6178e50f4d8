import type { DocumentState, Language, WorkDocument } from '../api/types.ts';
import { sentenceOf, type Translate } from '../texts/translate.ts';

const movingStates: ReadonlySet<DocumentState> = new Set(['queued', 'fetching', 'parsing']);

/** True while something still happens to the document by itself. */
export function isMoving(document: WorkDocument): boolean {
  return movingStates.has(document.state);
}

/** True when the document can be found, at least by its words. */
export function isFindable(document: WorkDocument): boolean {
  return document.state === 'searchable' || document.state === 'searchable-words';
}

/** The state in words with its short reason, for example « illisible : protégé par un mot de passe ». */
export function stateText(document: WorkDocument, t: Translate): string {
  // What nobody wanted to be read is not unreadable.
  const state = t(document.reason?.code === 'space-excluded' ? 'states.unread' : `states.${document.state}`);
  const reason = shortReason(document, t);
  return reason === null ? state : t('badge', { state, reason });
}

/** Why the document cannot be found, in two or three words; `null` when there are none for it. */
export function shortReason({ reason }: WorkDocument, t: Translate): string | null {
  return reason === null ? null : sentenceOf(t, `reasons.${reason.code}`);
}

/** The size as people of the language write it. */
export function sizeText(bytes: number, language: Language): string {
  const units = language === 'fr' ? ['octets', 'Ko', 'Mo', 'Go'] : ['bytes', 'KB', 'MB', 'GB'];
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const value = bytes / 1000 ** step;
  const digits = step === 0 || value >= 10 ? 0 : 1;
  const format = new Intl.NumberFormat(language, { maximumFractionDigits: digits });
  return `${format.format(value)}\u{a0}${units[step]}`;
}

/** The kind of file, as its extension in capitals; the media type's end where there is no extension. */
export function kindText(document: WorkDocument): string {
  const name = document.path.slice(document.path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  const kind = dot > 0 ? name.slice(dot + 1) : (document.mediaType?.split('/').pop() ?? '');
  return kind.slice(0, 8).toUpperCase();
}
