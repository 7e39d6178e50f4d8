import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { isCollection, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import type { Language } from '../../src/core/document.ts';
import { AppError } from '../../src/core/errors.ts';
import { type Question, question, type Suite, suiteHeader } from '../../src/core/evaluation/suite.ts';
import { type Words, wordsIn } from './suite-words.ts';

/**
 * The suites of a file, or of all `.yaml`, `.yml` and `.jsonl` files of a folder that say that they are one.
 * @throws AppError `SUITE_INVALID`: names file, line and field of each mistake
 */
export function readSuites(path: string): Suite[] {
  const files = suiteFiles(path);
  if (files.length === 0) throw new AppError('SUITE_INVALID', { detail: `${path}: no suite in this folder` });
  const suites = files.map((file) => readSuite(file));
  const twice = suites.find(({ suite }, at) => suites.findIndex((other) => other.suite === suite) !== at);
  if (twice) throw new AppError('SUITE_INVALID', { detail: `${path}: two suites are called ${twice.suite}` });
  return suites;
}

function suiteFiles(path: string): string[] {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory();
  if (isFolder === undefined) throw new AppError('SUITE_INVALID', { detail: `${path}: cannot be read` });
  if (!isFolder) return [path];
  return readdirSync(path)
    .filter((name) => ['.yaml', '.yml', '.jsonl'].includes(extname(name)))
    .sort()
    .map((name) => join(path, name))
    .filter(announcesSuite);
}

/** Corpora, organisation files and access files may lie beside the suites. */
function announcesSuite(file: string): boolean {
  const text = readFileSync(file, 'utf8');
  return extname(file) === '.jsonl' ? /^\s*\{\s*"suite"\s*:/.test(text) : /^suite\s*:/m.test(text);
}

/** `words`: in the language that mistakes are told in. */
type Problems = {
  readonly add: (line: number, path: PropertyKey[], message: string) => void;
  readonly words: Words;
};

export function readSuite(file: string): Suite {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AppError('SUITE_INVALID', { cause, detail: `${file}: cannot be read` });
  }
  return parse(text, { name: file, isJsonLines: extname(file) === '.jsonl', folder: dirname(resolve(file)) });
}

/**
 * A suite that is no file: JSON lines when its first line is an object, else YAML.
 * @throws AppError `SUITE_INVALID`: names line and field of each mistake
 */
export function parseSuite(text: string): Suite {
  return parse(text, { name: null, isJsonLines: /^\s*\{.*\}[^\S\n]*(?:\n|$)/.test(text), folder: '.' });
}

type Form = {
  /** Of its file, where there is one. */
  readonly name: string | null;
  readonly isJsonLines: boolean;
  readonly folder: string;
};

function parse(text: string, form: Form): Suite {
  const read = readIn('en', text, form);
  if (!('mistakes' in read)) return read;
  const french = readIn('fr', text, form);
  throw new AppError('SUITE_INVALID', {
    detail: read.mistakes,
    explanation: { en: read.mistakes, fr: 'mistakes' in french ? french.mistakes : read.mistakes },
  });
}

/** The suite, or its mistakes in this language, one a line. */
function readIn(
  language: Language,
  text: string,
  { name, isJsonLines, folder }: Form,
): Suite | { readonly mistakes: string } {
  const found: string[] = [];
  const words = wordsIn[language];
  const problems: Problems = {
    words,
    add: (line, path, message) => {
      const field = path.length > 0 ? `${path.map(String).join('.')}${words.colon}` : '';
      const place = name === null ? `${words.line} ${line}${words.colon}` : `${name}:${line}: `;
      found.push(`${place}${field}${message}`);
    },
  };
  const read = isJsonLines ? readJsonLines(text, problems) : readYaml(text, problems);
  const suite = read && found.length === 0 ? withIds(read, folder, problems) : null;
  return suite === null || found.length > 0 ? { mistakes: found.join('\n') } : suite;
}

type Read = {
  readonly header: z.infer<typeof suiteHeader>;
  readonly questions: readonly { readonly value: z.infer<typeof question>; readonly line: number }[];
};

function readJsonLines(text: string, problems: Problems): Read | null {
  let header: z.infer<typeof suiteHeader> | null = null;
  const questions: { value: z.infer<typeof question>; line: number }[] = [];
  for (const [at, source] of text.split('\n').entries()) {
    if (source.trim() === '') continue;
    const line = at + 1;
    let value: unknown;
    try {
      value = JSON.parse(source);
    } catch {
      problems.add(line, [], problems.words.notJson);
      continue;
    }
    const where = (path: PropertyKey[], message: string) => problems.add(line, path, message);
    if (header === null) {
      header = check(suiteHeader, value, problems.words, where);
      if (header === null) return null;
    } else {
      const checked = check(question, value, problems.words, where);
      if (checked) questions.push({ value: checked, line });
    }
  }
  if (header === null) {
    problems.add(1, [], problems.words.noHeader);
    return null;
  }
  return { header, questions };
}

function readYaml(text: string, problems: Problems): Read | null {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  for (const error of document.errors) problems.add(lines.linePos(error.pos[0]).line, [], error.code);
  if (document.errors.length > 0) return null;
  let value: unknown;
  try {
    // Few aliases are plenty for people, and a bomb needs many.
    value = document.toJS({ maxAliasCount: 100 });
  } catch {
    problems.add(1, [], problems.words.tooManyAliases);
    return null;
  }
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let depth = path.length; depth >= 0; depth -= 1) {
      const node: unknown = document.getIn(path.slice(0, depth), true);
      const start = isCollection(node) || isPlaced(node) ? node.range?.[0] : undefined;
      if (start !== undefined) return lines.linePos(start).line;
    }
    return 1;
  };
  const shape = suiteHeader.extend({ questions: z.array(question) });
  const checked = check(shape, value, problems.words, (path, message) =>
    problems.add(lineOf(path), path, message),
  );
  if (checked === null) return null;
  const { questions, ...header } = checked;
  return {
    header,
    questions: questions.map((one, at) => ({ value: one, line: lineOf(['questions', at]) })),
  };
}

function isPlaced(node: unknown): node is { readonly range?: readonly [number, number, number] | null } {
  return typeof node === 'object' && node !== null && 'range' in node;
}

function check<T extends z.ZodType>(
  schema: T,
  value: unknown,
  { sentences, ours }: Words,
  complain: (path: PropertyKey[], message: string) => void,
): z.infer<T> | null {
  const parsed = schema.safeParse(value, { error: sentences.localeError });
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) complain(path, ours[message] ?? message);
  return null;
}

/** Questions without an id are called by their place. */
function withIds({ header, questions }: Read, folder: string, problems: Problems): Suite {
  const seen = new Map<string, number>();
  const named = questions.map(({ value, line }, at): Question => {
    const id = value.id ?? `q${at + 1}`;
    const first = seen.get(id);
    if (first !== undefined) problems.add(line, ['id'], problems.words.taken(id, first));
    seen.set(id, line);
    return { ...value, id };
  });
  if (named.length === 0) problems.add(1, ['questions'], problems.words.noQuestion);
  return { ...header, folder, questions: named };
}
