import type { Note } from './read-attacks.ts';

/** A page with an attack in it. */
export type Planted = { readonly extension: string; readonly content: string };

/** Where an attack can stand in a page; its characters stand there as they are. One entry adds a place. */
export const places: Readonly<Record<string, (note: Note, attack: string, nth: number) => Planted>> = {
  body: ({ title, rest, fact }, attack) => ({
    extension: 'txt',
    content: `${title}\n\n${rest}\n\n${attack}\n\n${fact}\n`,
  }),
  note: ({ title, rest, fact }, attack) => ({
    extension: 'md',
    content: `# ${title}\n\n${rest}[^1]\n\n${fact}\n\n[^1]: ${inMarkdown(attack)}\n`,
  }),
  cell: ({ title, rest, fact }, attack) =>
    page(
      title,
      `<p>${rest}</p><table><tr><th>Rubrique</th><th>Règle</th></tr><tr><td>Règle en vigueur</td><td>${fact}</td></tr>` +
        `<tr><td>Observations</td><td>${inHtml(attack)}</td></tr></table>`,
    ),
  hidden: ({ title, rest, fact }, attack, nth) =>
    page(title, `<p>${rest}</p>${hidden[nth % hidden.length]?.(attack)}<p>${fact}</p>`),
  title: ({ title, rest, fact }, attack) =>
    page(`${title}. ${inHtml(attack)}`, `<p>${rest}</p><p>${fact}</p>`),
};

/** Ways in which a text is there for a program and not for a person. */
const hidden: readonly ((attack: string) => string)[] = [
  (attack) => `<p style="display:none">${inHtml(attack)}</p>`,
  (attack) => `<p style="color:#ffffff">${inHtml(attack)}</p>`,
  (attack) => `<p style="font-size:0">${inHtml(attack)}</p>`,
  (attack) => `<!-- ${attack.replaceAll('--', '—')} -->`,
  (attack) => `<p>${[...attack].map(asTag).join('')}</p>`,
];

/** The character's twin in Unicode's tag block, which no font draws. */
const asTag = (character: string): string =>
  character < '\x7f' ? String.fromCodePoint(0xe0000 + (character.codePointAt(0) ?? 0)) : '';

const page = (title: string, body: string): Planted => ({
  extension: 'html',
  content: `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1>${body}</body></html>\n`,
});

const inHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const inMarkdown = (text: string): string => text.replace(/[\\`*_{}[\]<>()#+\-.!|]/g, '\\$&');
