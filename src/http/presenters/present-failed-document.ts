import type { Language } from '../../core/document.ts';
import { type ReasonCode, reasons } from '../../core/reasons.ts';
import type { FailedDocument, KeptDocument, UnreadCount } from '../../ports/failed-documents.ts';

/** A document that could not be read: without its name for an administrator who may not read it. */
export function presentFailedDocument(document: FailedDocument, language: Language) {
  const { id, space, version, reason, failedAt, name } = document;
  return {
    id,
    space,
    version,
    reason: presentReason(reason, language),
    failedAt: failedAt.toISOString(),
    title: name?.title ?? null,
    path: name?.path ?? null,
  };
}

/** How many documents have no text for one reason. */
export function presentUnreadCount({ state, reason, documents }: UnreadCount, language: Language) {
  return { state, reason: presentReason(reason, language), documents };
}

/** A document that could not be read anew and can be found as it was. */
export function presentKept({ id, space, reason }: KeptDocument, language: Language) {
  return { id, space, reason: presentReason(reason, language) };
}

const presentReason = (code: ReasonCode, language: Language) => ({ code, text: reasons[code][language] });
