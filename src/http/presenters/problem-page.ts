import type { Language } from '../../core/document.ts';
import type { Problem } from '../error-handler.ts';

/** A problem as a page, for the few addresses that people come to with a browser. No style, no script: nothing to load. */
export function problemPage({ title, detail, code, requestId }: Problem, language: Language): string {
  const back = language === 'fr' ? 'Revenir à l’accueil' : 'Back to the start';
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sourcier</title></head>
<body><main>
<h1>${escaped(title)}</h1>
${detail === undefined ? '' : `<p>${escaped(detail)}</p>\n`}<p><small>${code} · ${escaped(requestId)}</small></p>
<p><a href="/">${back}</a></p>
</main></body>
</html>
`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
