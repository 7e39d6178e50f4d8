import type { Language } from '../../core/document.ts';
import type { Problem } from '../error-handler.ts';

/** A problem as a page, for the few addresses that people come to with a browser. */
export function problemPage({ title, detail, code, requestId }: Problem, language: Language): string {
  const back = language === 'fr' ? 'Revenir à l’accueil' : 'Back to the start';
  return plainPage(
    title,
    `${detail === undefined ? '' : `<p>${escaped(detail)}</p>\n`}<p><small>${code} · ${escaped(requestId)}</small></p>
<p><a href="/">${back}</a></p>`,
    language,
  );
}

/** Links to choose among, for somebody who signs in and belongs to several organisations. */
export function choicePage(
  choices: readonly { readonly text: string; readonly address: string }[],
  language: Language,
): string {
  const links = choices.map(
    ({ text, address }) => `<li><a href="${escaped(address)}">${escaped(text)}</a></li>`,
  );
  const title = language === 'fr' ? 'Choisissez votre organisation' : 'Choose your organisation';
  return plainPage(title, `<ul>\n${links.join('\n')}\n</ul>`, language);
}

/** No style, no script: nothing to load. */
function plainPage(title: string, content: string, language: Language): string {
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escaped(title)} – Sourcier</title></head>
<body><main>
<h1>${escaped(title)}</h1>
${content}
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
