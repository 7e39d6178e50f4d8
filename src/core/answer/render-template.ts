import { AppError } from '../errors.ts';

const placeholder = /\{\{([a-zA-Z]+)\}\}/g;

/** Names of the values that a template wants, each once. */
export function valuesOf(template: string): string[] {
  return [...new Set([...template.matchAll(placeholder)].map((match) => match[1] ?? ''))];
}

/**
 * Puts values in place of `{{name}}`, in one pass: what a value holds is never read again, so `{{…}}` or `$&` in a
 * document or a question stays what it is (R43).
 * @throws AppError `INTERNAL` when the template wants a value that was not given
 */
export function renderTemplate(template: string, values: ReadonlyMap<string, string>): string {
  return template.replace(placeholder, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined)
      throw new AppError('INTERNAL', { detail: `The prompt wants a value named ${name}.` });
    return value;
  });
}
