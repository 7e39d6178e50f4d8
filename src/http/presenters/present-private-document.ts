import type { Language } from '../../core/document.ts';
import { fileFormats } from '../../core/file-formats.ts';
import type { OpenPrivateDocument } from '../../core/private-documents/private-desk.ts';
import { keptInMemory } from '../../core/private-documents/private-document-texts.ts';
import { presentWarnings } from './present-document.ts';

/** A private document for its person, with what becomes of it. */
export function presentPrivateDocument({ document, expiresAt }: OpenPrivateDocument, language: Language) {
  const { card, format, pages, warnings, sensitivity, passages } = document;
  return {
    id: card.id,
    title: card.title,
    name: card.path,
    language: card.language,
    mediaType: fileFormats[format].mediaType,
    pages,
    passages: passages.size,
    warnings: presentWarnings(warnings, language),
    sensitivity,
    expiresAt: expiresAt.toISOString(),
    kept: keptInMemory[language],
  };
}
