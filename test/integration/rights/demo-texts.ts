import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const demo = join(import.meta.dirname, '..', '..', '..', 'demo');

export type DemoText = { readonly path: string; readonly title: string; readonly text: string };

/** The demo organisation's sources in Markdown, by path: realistic texts that share words, titles and subjects. */
export function demoTexts(): readonly DemoText[] {
  const folder = join(demo, 'sources');
  return globSync('**/*.md', { cwd: folder })
    .sort()
    .map((path) => {
      const [, head = '', text = ''] =
        /^---\n(.*?)\n---\n(.*)$/s.exec(readFileSync(join(folder, path), 'utf8')) ?? [];
      const { title } = (parse(head) ?? {}) as { title?: string };
      return { path, title: title ?? path, text };
    });
}

/** The questions that come with the demo. */
export function demoQuestions(): readonly string[] {
  const questions = parse(readFileSync(join(demo, 'questions.yaml'), 'utf8')) as { question: string }[];
  return questions.map(({ question }) => question);
}
