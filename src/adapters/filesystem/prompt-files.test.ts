import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createPromptFiles } from './prompt-files.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const sound = [
  '---',
  'id: sum-up',
  'version: 2',
  'language: en',
  'temperature: 0',
  'maxTokens: 10',
  'values: [text]',
  '---',
  '# system',
  'Sum up.',
  '# user',
  '{{text}}',
].join('\n');

function folderWith(name: string, content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'sourcier-prompts-'));
  folders.push(folder);
  writeFileSync(join(folder, name), content);
  return folder;
}

test('reads a prompt by id, version and language', () => {
  const prompts = createPromptFiles(folderWith('sum-up.en.v2.md', sound));
  expect(prompts.get({ id: 'sum-up', version: 2, language: 'en' })).toEqual({
    id: 'sum-up',
    about: null,
    version: 2,
    language: 'en',
    temperature: 0,
    maxTokens: 10,
    values: ['text'],
    system: 'Sum up.',
    user: '{{text}}',
  });
  expect(() => prompts.get({ id: 'sum-up', version: 1, language: 'en' })).toThrow('sum-up.en.v1.md');
});

test('the prompts that Sourcier comes with are sound, in both languages', () => {
  const prompts = createPromptFiles(join(import.meta.dirname, '../../../prompts'));
  for (const language of ['fr', 'en'] as const)
    expect(prompts.get({ id: 'answer-question', version: 1, language }).values).toContain('passages');
});

test.each([
  ['a missing key', sound.replace('temperature: 0\n', ''), 'temperature'],
  ['an unknown key', sound.replace('maxTokens', 'maximumTokens'), 'maxTokens'],
  ['a wrong value', sound.replace('language: en', 'language: de'), 'language'],
  ['YAML that is none', sound.replace('[text]', '[text'), 'YAML'],
  ['no user part', sound.replace('# user', '# people'), '# user'],
  ['a value that the text does not use', sound.replace('[text]', '[text, other]'), 'values'],
  ['another name than its id asks for', sound.replace('version: 2', 'version: 3'), 'sum-up.en.v3.md'],
])('refuses %s, naming file and key', (_, content, named) => {
  const read = () => createPromptFiles(folderWith('sum-up.en.v2.md', content));
  expect(read).toThrow(expect.objectContaining({ code: 'CONFIGURATION_INVALID' }));
  expect(read).toThrow('sum-up.en.v2.md');
  expect(read).toThrow(named);
});

test('refuses a folder that is not there', () => {
  expect(() => createPromptFiles(join(tmpdir(), 'sourcier-no-such-folder'))).toThrow('folder of prompts');
});
