import type { DocumentCard, Language } from '../../core/document.ts';
import { fileFormats } from '../../core/file-formats.ts';
import { reasons } from '../../core/reasons.ts';
import { type Warning, warnings } from '../../core/warnings.ts';
import type { DocumentView } from '../../ports/library.ts';

/** A document beside a passage. Each field is named here, so that nothing new leaves by accident. */
export function presentCard(card: DocumentCard) {
  return {
    id: card.id,
    title: card.title,
    path: card.path,
    space: card.space,
    version: card.version,
    language: card.language,
    modifiedAt: card.modifiedAt.toISOString(),
    url: card.url,
  };
}

/** A document in a list or by itself, with where it stands. */
export function presentDocument(view: DocumentView, language: Language) {
  return {
    ...presentCard(view),
    state: view.state,
    reason: view.reason && { code: view.reason, text: reasons[view.reason][language] },
    mediaType: view.format && fileFormats[view.format].mediaType,
    bytes: view.bytes,
    author: view.author,
    createdAt: view.createdAt?.toISOString() ?? null,
    pages: view.pages,
    languages: [...view.languages],
    warnings: presentWarnings(view.warnings, language),
    labels: view.labels.map(({ scheme, name }) => ({ scheme, name })),
    sensitivity: view.sensitivity,
    canDelete: view.mayChange,
  };
}

/** What the owner of a document should know of how it was read. */
export function presentWarnings(found: readonly Warning[], language: Language) {
  return found.map(({ code, count }) => ({ code, count, text: warnings[code][language] }));
}
