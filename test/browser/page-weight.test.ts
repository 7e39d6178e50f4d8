import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

const pages = join(import.meta.dirname, '..', '..', 'web');

/** Bytes of all that a built page loads before anybody touches it: itself, and what it names to be loaded with it. */
async function weightOf(name: string): Promise<number> {
  const folder = join(pages, name, 'dist');
  const html = await readFile(join(folder, 'index.html'), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="\/sidebar\/([^"]+\.(?:js|css))"/g)].map(
    ([, path = '']) => path,
  );
  expect(named.length).toBeGreaterThan(1);
  const files = await Promise.all(named.map((path) => readFile(join(folder, path))));
  return [html, ...files].reduce((sum, file) => sum + gzipSync(file).length, 0);
}

it('the sidebar loads at most 150 kB before the first interaction', async () => {
  const bytes = await weightOf('sidebar');
  console.log(`sidebar: ${Math.round(bytes / 1000)} kB with gzip`);
  expect(bytes).toBeLessThanOrEqual(150_000);
});

it('the script that workplaces load is a few lines', async () => {
  const script = await readFile(join(pages, 'sidebar', 'dist', 'sourcier-sidebar.js'));
  expect(gzipSync(script).length).toBeLessThan(5_000);
});
