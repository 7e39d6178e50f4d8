import type { FormField, ParsedPage, Rect, TextItem } from '@llamaindex/liteparse';
import { cleanText } from '../clean-text.ts';
import { layOutAgain } from './layout.ts';
import type { SecondReading } from './second-reading.ts';

type Filled = FormField & { readonly rect: Rect };

/** Flag of a field that shows dots in the place of its value (PDF 32000-1, table 228). */
const password = 1 << 13;

/**
 * The pages with what people filled in, at its place. Most programs also print the values; here are those that left it to
 * the viewer. Fields that no viewer shows are left out, and nothing is run to know a value.
 */
export async function withFormValues(
  pages: readonly ParsedPage[],
  reading: SecondReading,
): Promise<ParsedPage[]> {
  const missing = new Map(pages.map((page) => [page, unprinted(page)]));
  if ([...missing.values()].every((fields) => fields.length === 0)) return [...pages];
  const shown = shownNames(await reading.ask((_, document) => document.getFieldObjects()));
  return pages.map((page) => {
    const fields = (missing.get(page) ?? []).filter((field) => shown.has(field.name ?? ''));
    return fields.length === 0 ? page : layOutAgain(page, [...page.textItems, ...fields.map(itemOf)]);
  });
}

/** True for a text that stands in a field: it is drawn by the viewer, not with the page. */
export function inFormField(item: TextItem, page: ParsedPage): boolean {
  return (page.formFields ?? []).some(({ rect }) => rect !== undefined && isInside(item, rect));
}

function unprinted(page: ParsedPage): Filled[] {
  return (page.formFields ?? []).flatMap((field): Filled[] => {
    const { rect, type, fieldFlags } = field;
    if (rect === undefined || !/^(?:text|combobox|listbox)$/.test(type) || (fieldFlags & password) !== 0)
      return [];
    if (rect.width < 1 || rect.height < 1 || !/[\p{L}\p{N}]/u.test(shownValue(field))) return [];
    return page.textItems.some((item) => isInside(item, rect)) ? [] : [{ ...field, rect }];
  });
}

function shownValue({ selectedOptions, value }: FormField): string {
  return cleanText(selectedOptions.length > 0 ? selectedOptions.join(', ') : (value ?? ''));
}

function isInside(item: TextItem, rect: Rect): boolean {
  const x = item.x + Math.min(item.width / 2, 10);
  const y = item.y + item.height / 2;
  return x >= rect.x - 2 && x <= rect.x + rect.width + 2 && y >= rect.y - 2 && y <= rect.y + rect.height + 2;
}

const lineHeight = 12;

function itemOf(field: Filled): TextItem {
  const { x, y, width, height } = field.rect;
  const lines = Math.min(height, lineHeight);
  return { text: shownValue(field), x, y, width, height: lines, fontSize: lines, fontName: 'Helvetica' };
}

// Names of fields of which no widget is hidden.
function shownNames(fields: unknown): Set<string> {
  if (typeof fields !== 'object' || fields === null) return new Set();
  const shown = Object.entries(fields).filter(
    ([, widgets]: [string, unknown]) =>
      Array.isArray(widgets) &&
      widgets.every((widget: unknown) => typeof widget === 'object' && widget !== null && !isHidden(widget)),
  );
  return new Set(shown.map(([name]) => name));
}

const isHidden = (widget: object): boolean => 'hidden' in widget && widget.hidden === true;
