import type { FastifyRequest } from 'fastify';
import type { Language } from '../core/document.ts';

/** The language for sentences to people: French unless the caller asks for English first. */
export function preferredLanguage(request: FastifyRequest): Language {
  const wanted = String(request.headers['accept-language'] ?? '')
    .trim()
    .toLowerCase();
  return wanted.startsWith('en') ? 'en' : 'fr';
}
