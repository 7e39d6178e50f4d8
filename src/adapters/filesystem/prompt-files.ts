import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { valuesOf } from '../../core/answer/render-template.ts';
import { AppError } from '../../core/errors.ts';
import type { Prompt, PromptLibrary } from '../../ports/prompt-library.ts';

const frontMatter = z.strictObject({
  id: z.string().regex(/^[a-z]+(?:-[a-z]+)*$/, 'words joined by hyphens'),
  version: z.int().min(1),
  language: z.enum(['fr', 'en']),
  about: z.string().min(1).optional(),
  temperature: z.number().min(0).max(2),
  maxTokens: z.int().min(1).max(100_000),
  values: z.array(z.string()),
});

const layout = /^---\n(.*?)\n---\n# system\n(.*?)\n# user\n(.*)$/s;

/**
 * The prompts of a folder: one file for each id, version and language, named `id.v1.md` in French and `id.en.v1.md` in
 * English. A file is YAML front matter, then the parts `# system` and `# user`. All are read and checked at once.
 * @throws AppError `CONFIGURATION_INVALID` naming the file and the key that is wrong
 */
export function createPromptFiles(folder: string): PromptLibrary {
  const prompts = new Map(
    namesIn(folder).map((name) => {
      const prompt = readPrompt(folder, name);
      return [keyOf(prompt), prompt] as const;
    }),
  );
  return {
    get(name) {
      const prompt = prompts.get(keyOf(name));
      if (!prompt) throw invalid(`There is no prompt file ${fileNameOf(name)}.`);
      return prompt;
    },
    versions: (id) => versionsOf([...prompts.values()], id),
    list: () => [...prompts.values()],
  };
}

const languages = ['fr', 'en'] as const;

function versionsOf(prompts: readonly Prompt[], id: string): readonly number[] {
  const own = prompts.filter((prompt) => prompt.id === id);
  return [...new Set(own.map(({ version }) => version))]
    .filter((version) =>
      languages.every((language) =>
        own.some((prompt) => prompt.version === version && prompt.language === language),
      ),
    )
    .sort((a, b) => a - b);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.md'));
  } catch {
    throw invalid('The folder of prompts cannot be read.');
  }
}

function readPrompt(folder: string, name: string): Prompt {
  const text = readFileSync(join(folder, name), 'utf8').replace(/\r\n/g, '\n');
  const [, head, system, user] = layout.exec(text) ?? [];
  if (head === undefined || system === undefined || user === undefined)
    throw invalid(`Prompt ${name}: write front matter between two lines ---, then # system, then # user.`);
  const checked = frontMatter.safeParse(parseYaml(name, head));
  if (!checked.success) {
    const problems = checked.error.issues.map(
      (issue) => `${issue.path.join('.') || 'front matter'}: ${issue.message}`,
    );
    throw invalid(`Prompt ${name}: ${problems.join('; ')}.`);
  }
  const { about = null, ...data } = checked.data;
  const prompt = { ...data, about, system: system.trim(), user: user.trim() };
  if (fileNameOf(prompt) !== name)
    throw invalid(`Prompt ${name}: id, version and language ask for the name ${fileNameOf(prompt)}.`);
  const wanted = valuesOf(`${prompt.system}\n${prompt.user}`).sort().join(', ');
  if (wanted !== [...prompt.values].sort().join(', '))
    throw invalid(`Prompt ${name}: values must list exactly what the text uses: ${wanted}.`);
  return prompt;
}

function parseYaml(name: string, head: string): unknown {
  try {
    return parse(head);
  } catch {
    throw invalid(`Prompt ${name}: the front matter is not valid YAML.`);
  }
}

type Name = Pick<Prompt, 'id' | 'version' | 'language'>;

function fileNameOf({ id, version, language }: Name): string {
  return `${id}${language === 'fr' ? '' : `.${language}`}.v${version}.md`;
}

function keyOf({ id, version, language }: Name): string {
  return `${id} ${version} ${language}`;
}

function invalid(detail: string): AppError {
  return new AppError('CONFIGURATION_INVALID', { detail });
}
