import { escapeXml } from './fixed-zip.ts';
import type { Block, Cell, Run, SourceDocument } from './model.ts';
import { longDate } from './typography.ts';

/**
 * Writes a page as an intranet would publish it: a banner, a menu and a footer around the text, because whoever
 * extracts the text has to leave those out.
 */
export function writeHtml(source: SourceDocument): string {
  const { meta } = source;
  const date = longDate(meta.date, meta.language);
  const author = [meta.reference, meta.author].filter((part) => part !== undefined).join(' – ');
  return `<!doctype html>
<html lang="${meta.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="author" content="${escapeXml(meta.author)}">
<meta name="date" content="${meta.date.slice(0, 10)}">
<title>${escapeXml(meta.title)}</title>
<style>body { font-family: sans-serif; } table { border-collapse: collapse; } th, td { border: 1px solid; padding: .3em; }</style>
</head>
<body>
<header><p>Ville de Bellerive – Intranet</p>
<nav aria-label="Menu principal"><ul><li><a href="/">Accueil</a></li><li><a href="/annuaire">Annuaire</a></li></ul></nav></header>
<main>
<h1>${escapeXml(meta.title)}</h1>
<p><small>${escapeXml(author)} – <time datetime="${meta.date.slice(0, 10)}">${escapeXml(date)}</time></small></p>
${blocksToHtml(source.blocks)}
</main>
<footer><p>© Ville de Bellerive – Mentions légales – Accessibilité</p></footer>
</body>
</html>
`;
}

/** The blocks alone, for a page's main part or an e-mail's HTML body. */
export function blocksToHtml(blocks: readonly Block[]): string {
  return blocks.map(toHtml).join('\n');
}

function toHtml(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${runsToHtml(block.runs)}</h${block.level}>`;
    case 'paragraph':
      return `<p>${runsToHtml(block.runs)}</p>`;
    case 'quote':
      return `<blockquote><p>${runsToHtml(block.runs)}</p></blockquote>`;
    case 'list': {
      const items = block.items.map(
        (item) => `<li>${runsToHtml(item.runs)}${blocksToHtml(item.children)}</li>`,
      );
      const tag = block.ordered ? 'ol' : 'ul';
      return `<${tag}>\n${items.join('\n')}\n</${tag}>`;
    }
    case 'table': {
      const row = (cells: readonly Cell[], tag: string): string =>
        `<tr>${cells.map((cell) => `<${tag}>${runsToHtml(cell)}</${tag.split(' ')[0]}>`).join('')}</tr>`;
      const body = block.rows.map((cells) => row(cells, 'td')).join('\n');
      return `<table>\n<thead>${row(block.header, 'th scope="col"')}</thead>\n<tbody>\n${body}\n</tbody>\n</table>`;
    }
  }
}

function runsToHtml(runs: readonly Run[]): string {
  return runs
    .map((run) => {
      const text = escapeXml(run.text);
      const italic = run.italic ? `<em>${text}</em>` : text;
      return run.bold ? `<strong>${italic}</strong>` : italic;
    })
    .join('');
}
