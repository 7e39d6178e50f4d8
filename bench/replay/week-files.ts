import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { type Material, makeDocument } from '../growth/realistic-corpus.ts';
import { type Format, formats, makeFile } from './make-file.ts';
import type { Step } from './plan-week.ts';

type Read = Extract<Step, { readonly kind: 'read' }>;

/** A file as the workplace has it. */
export type WeekFile = {
  readonly title: string;
  /** With the suffix of its format. */
  readonly path: string;
  readonly bytes: Uint8Array;
};

/** Makes the files of a week; `data` has real documents below `documents`. */
export function weekFiles(material: Material, data: string): (step: Read) => Promise<WeekFile> {
  const folder = join(data, 'documents');
  const known = new Set<string>(formats);
  const real = readFileSync(join(folder, 'MANIFEST.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { file: string }).file)
    .filter((file) => known.has(extname(file).slice(1)));
  return async ({ number, version, format, real: place }) => {
    const { title, path, markdown } = makeDocument(material, number);
    const name = (suffix: string) => path.replace(/md$/, suffix);
    const file = place === null ? undefined : real[Math.floor(place * real.length)];
    if (file !== undefined)
      return { title, path: name(extname(file).slice(1)), bytes: readFileSync(join(folder, file)) };
    const text = edit(markdown, version);
    return {
      title,
      path: name(format satisfies Format),
      bytes: await makeFile({ title, markdown: text }, format),
    };
  };
}

/** What people change: a paragraph says something else and another one is new; all others stay as they were. */
function edit(markdown: string, version: number): string {
  if (version === 1) return markdown;
  const parts = markdown.split('\n\n');
  const at = 2 + ((version * 7) % Math.max(1, parts.length - 2));
  parts[at] = `${parts[at] ?? ''} Modifié par la version ${version}.`;
  parts.splice(at + 1, 0, `La version ${version} ajoute cet alinéa, que les précédentes n'avaient pas.`);
  return parts.join('\n\n');
}
