import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorTable } from '../../../src/core/errors.ts';
import { fileFormats } from '../../../src/core/file-formats.ts';
import { dialectNames } from '../../../src/core/providers/provider.ts';
import { reasons } from '../../../src/core/reasons.ts';
import { warnings } from '../../../src/core/warnings.ts';
import { catalogue } from '../../../src/queue/catalogue.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`)
    .sort(),
];

/** Keys of the schema, and of the secrets with the form that names a file. */
function environmentKeys(): string[] {
  const source = read('config/env.ts') + read('config/blob-settings.ts');
  const plain = [...source.matchAll(/^ {2}([A-Z][A-Z0-9_]+): /gm)].map(([, key = '']) => key);
  const secrets = [...source.matchAll(/secret\(source, '([A-Z0-9_]+)'/g)].map(([, key = '']) => key);
  return [...plain, ...secrets, ...secrets.map((key) => `${key}_FILE`)];
}

const missingFrom = (text: string, names: readonly string[]): string[] =>
  names.filter((name) => !text.includes(`\`${name}\``));

describe('the documentation', () => {
  it('finds the keys of the environment in their source', () => {
    expect(environmentKeys()).toEqual(
      expect.arrayContaining(['SOURCIER_DATA', 'LLM_MODEL', 'LLM_API_KEY_FILE']),
    );
    expect(environmentKeys().length).toBeGreaterThanOrEqual(18);
  });

  it('names every key of the environment in .env.example, and no other', () => {
    const named = [...read('config/.env.example').matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)].map(
      ([, key = '']) => key,
    );
    expect(named.toSorted()).toEqual(environmentKeys().toSorted());
  });

  it('explains every key of the environment on the page of the environment', () => {
    expect(missingFrom(read('docs/environment.md'), environmentKeys())).toEqual([]);
  });

  it('gives every error code with its true status and whether to retry', () => {
    const rows = read('docs/error-codes.md')
      .split('\n')
      .map((line) => line.split('|').map((cell) => cell.trim()));
    for (const [code, { status, retryable }] of Object.entries(errorTable)) {
      const row = rows.find(([, codes = '']) => codes.split(', ').includes(`\`${code}\``));
      expect({ code, row: row?.slice(2, 4) }).toEqual({
        code,
        row: [String(status), retryable ? 'yes' : 'no'],
      });
    }
  });

  it('explains every reason for which a file is not read', () => {
    const operations = read('docs/operations.md');
    expect(missingFrom(operations, Object.keys(reasons))).toEqual([]);
  });

  it('explains every warning about how a document was read', () => {
    expect(missingFrom(read('docs/formats.md'), Object.keys(warnings))).toEqual([]);
  });

  it('has one row for each format, with the extensions that the code knows, and no other', () => {
    const rows = read('docs/formats.md')
      .split('## Warnings', 1)
      .join('')
      .split('\n')
      .flatMap((line) => (/^\| `([\w-]+)` \| ([^|]+) \|/.exec(line) ?? []).slice(1, 3).join(': ') || []);
    const known = Object.entries(fileFormats).map(
      ([format, { extensions }]) => `${format}: ${extensions.join(', ')}`,
    );
    expect(rows.map((row) => row.trim()).toSorted()).toEqual(known.toSorted());
  });

  it('has a row for each dialect of providers, which LLM_DIALECT names', () => {
    const rows = read('docs/providers.md')
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    const told = read('config/.env.example')
      .split('\n')
      .filter((line) => line.includes('LLM_DIALECT') || line.startsWith('#'));
    for (const name of dialectNames) {
      expect(
        rows.some((row) => row.startsWith(`| \`${name}\` |`)),
        name,
      ).toBe(true);
      // It answers no question.
      if (name !== 'tei')
        expect(
          told.some((line) => line.includes(name)),
          name,
        ).toBe(true);
    }
  });

  it('lists every job with its queue and attempts', () => {
    const architecture = read('docs/architecture.md');
    for (const [name, { queue, attempts, backoffMs }] of Object.entries(catalogue)) {
      const row = architecture.split('\n').find((line) => line.startsWith(`| \`${name}\``)) ?? '';
      const cells = row.split('|').map((cell) => cell.trim());
      expect([name, cells[2], cells[4], cells[5]]).toEqual([
        name,
        queue,
        String(attempts),
        `${backoffMs / 1_000} s`,
      ]);
    }
  });

  it('describes every command', () => {
    const commands = readdirSync(join(root, 'src', 'cli', 'commands'))
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => name.slice(0, -3));
    const page = read('docs/command-line.md');
    expect(commands.filter((name) => !page.includes(`sourcier ${name}`))).toEqual([]);
  });

  it.each(pages)('%s: every relative link leads to a file, and its fragment to a heading', (page) => {
    const broken = linksOf(read(page)).filter((link) => !resolves(page, link));
    expect(broken).toEqual([]);
  });

  it.each(pages.filter((page) => page.startsWith('docs/')))('%s is at most 150 lines long', (page) => {
    expect(read(page).trimEnd().split('\n').length).toBeLessThanOrEqual(150);
  });

  it('names files and folders of the program that are there', () => {
    const named = pages.flatMap((page) =>
      [...read(page).matchAll(/`((?:src|config|test|prompts|demo|bench|web|setup)\/[\w./-]+)`/g)].map(
        ([, path = '']) => ({ page, path }),
      ),
    );
    // Names that instructions invent for something to be written.
    const invented = new Set(['src/adapters/parsers/formats/dwg.ts']);
    const gone = named.filter(({ path }) => !invented.has(path) && !existsSync(join(root, path)));
    expect(named.length).toBeGreaterThan(30);
    expect(gone).toEqual([]);
  });
});

/** Targets of links and pictures outside code that stay in this repository. */
function linksOf(markdown: string): string[] {
  const prose = markdown.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, 'code');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/i.test(target));
}

function resolves(page: string, link: string): boolean {
  const [path = '', fragment] = link.split('#', 2);
  const target = path === '' ? page : relative(root, join(root, dirname(page), path));
  if (!existsSync(join(root, target))) return false;
  return fragment === undefined || anchorsOf(read(target)).includes(fragment);
}

/** Anchors as GitHub makes them of headings. */
function anchorsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}
