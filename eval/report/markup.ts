/** Markup that is already safe; everything else is escaped when it is put into `html`. */
export type Markup = { readonly markup: string };

type Value = Markup | string | number | null | undefined | false | readonly (Markup | string)[];

/** A template of HTML whose values are escaped unless they are markup themselves. */
export function html(texts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return { markup: texts.reduce((whole, text, at) => `${whole}${render(values[at - 1])}${text}`) };
}

export const raw = (markup: string): Markup => ({ markup });

function render(value: Value): string {
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  if ('markup' in value) return value.markup;
  return value.map(render).join('');
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
