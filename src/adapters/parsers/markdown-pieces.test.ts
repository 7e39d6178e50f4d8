import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { describe, expect, it } from 'vitest';
import { markdownPieces } from './markdown-pieces.ts';
import { blocksOfTree } from './mdast-blocks.ts';
import { readDocument } from './read-document.ts';

const parser = unified().use(remarkParse).use(remarkGfm);
const blocksOf = (markdown: string) => blocksOfTree(parser.parse(markdown).children);

const varied = (count: number) =>
  Array.from(
    { length: count },
    (_, at) => `# Partie ${at}

Un [lien](https://a.fr/${at}), un [autre][cible] et \`du | code\`.
Suite du paragraphe ${at}.

- un

  encore un

- deux
  1. dedans

> cité

\`\`\`sh
# pas un titre ${at}

echo ${'~'.repeat(3)}
\`\`\`

<!-- rien

# pas un titre non plus
-->

| a | b |
|---|---|
| 1 | ${at} |

Titre souligné
--------------

<details>

Dedans.

</details>
`,
  ).join('\n');

describe('markdownPieces', () => {
  it.each([
    300, 1_000, 3_000,
  ])('cuts where blocks end: pieces of %d characters say what the whole says', (size) => {
    const text = `${varied(40)}\n[cible]: https://a.fr/cible\n`;
    const pieces = [...markdownPieces(text, size)];
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.flatMap(blocksOf)).toEqual(blocksOf(text));
  });

  it('goes on with a long table below the names of its columns', () => {
    const rows = Array.from({ length: 500 }, (_, at) => [`ligne ${at}`, String(at)]);
    const text = `| nom | nombre |\n|---|---|\n${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}\n\nFin.`;
    const blocks = [...markdownPieces(text, 500)].flatMap(blocksOf);
    const tables = blocks.flatMap((block) => (block.kind === 'table' ? [block] : []));
    expect(tables.length).toBeGreaterThan(5);
    for (const { header } of tables) expect(header).toEqual(['nom', 'nombre']);
    expect(tables.flatMap((table) => table.rows)).toEqual(rows);
    expect(blocks.at(-1)).toEqual({ kind: 'paragraph', text: 'Fin.' });
  });

  it('leaves what is no longer than a piece as it is', () => {
    expect([...markdownPieces('# a\n\n[b]: c\n', 12)]).toEqual(['# a\n\n[b]: c\n']);
  });

  it('a long Markdown file is read whole', async () => {
    const paragraphs = Array.from(
      { length: 6_000 },
      (_, at) => `ligne ${at} **grasse** de la voirie et du reste`,
    );
    const outcome = await readDocument(Buffer.from(paragraphs.join('\n\n')), { name: 'a.md' });
    expect(outcome.outcome === 'parsed' && outcome.document.blocks.length).toBe(6_000);
  });
});
