import type { Agreement } from './read-agreements.ts';

/** An agreement as a web page: its sections and articles under headings, down to the sixth level. */
export function agreementPage({ title, articles }: Pick<Agreement, 'title' | 'articles'>): string {
  const parts = [
    `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head><body>`,
    heading(1, title),
  ];
  let above: readonly string[] = [];
  for (const { sectionPath, title: name, html } of articles) {
    const same = sectionPath.findIndex((section, at) => section !== above[at]);
    const from = same === -1 ? sectionPath.length : same;
    for (const [at, section] of sectionPath.slice(from).entries())
      parts.push(heading(from + at + 2, section));
    above = sectionPath;
    // An article without number is called by its section, whose heading stands already.
    if (name !== sectionPath.at(-1)) parts.push(heading(sectionPath.length + 2, name));
    parts.push(`<div>${html}</div>`);
  }
  return `${parts.join('\n')}\n</body></html>\n`;
}

function heading(level: number, text: string): string {
  const depth = Math.min(6, level);
  return `<h${depth}>${escapeHtml(text)}</h${depth}>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
