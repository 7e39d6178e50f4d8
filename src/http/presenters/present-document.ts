import type { DocumentCard, Language } from '../../core/document.ts';
import type { FileFormat } from '../../core/parsed-document.ts';
import { reasons } from '../../core/reasons.ts';
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

/** Names of the formats as the web knows them. */
const mediaTypes: Readonly<Record<FileFormat, string>> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  odt: 'application/vnd.oasis.opendocument.text',
  markdown: 'text/markdown',
  html: 'text/html',
  text: 'text/plain',
  csv: 'text/csv',
  eml: 'message/rfc822',
};

/** A document in a list or by itself, with where it stands. */
export function presentDocument(view: DocumentView, language: Language) {
  return {
    ...presentCard(view),
    state: view.state,
    reason: view.reason && { code: view.reason, text: reasons[view.reason][language] },
    mediaType: view.format && mediaTypes[view.format],
    bytes: view.bytes,
    sensitivity: view.sensitivity,
    canDelete: view.mayChange,
  };
}
