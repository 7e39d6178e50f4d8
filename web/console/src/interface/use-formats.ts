import { useMemo } from 'react';
import type { Language } from '../../../shared/api/types.ts';
import { useLanguage } from './language.ts';

/** How numbers and times are written; all take `null` for « nobody knows » and write a dash. */
export type Formats = ReturnType<typeof createFormats>;

const missing = '–';

/** The way of writing of one language. Times are those of the person's own clock. */
function createFormats(language: Language) {
  const locale = language === 'fr' ? 'fr-FR' : 'en-GB';
  const unlessNull =
    <Value>(write: (value: Value) => string) =>
    (value: Value | null): string =>
      value === null ? missing : write(value);
  const numbers = (options: Intl.NumberFormatOptions) => {
    const { format } = new Intl.NumberFormat(locale, options);
    return unlessNull<number>((value) => format(value));
  };
  const times = (options: Intl.DateTimeFormatOptions) => {
    const { format } = new Intl.DateTimeFormat(locale, options);
    // In a narrow cell a line may end between day and hour alone.
    return unlessNull<string>((iso) => format(new Date(iso)).replaceAll(/(?<!,) /g, '\u{a0}'));
  };
  return {
    locale,
    number: numbers({ maximumFractionDigits: 1 }),
    euros: numbers({ style: 'currency', currency: 'EUR' }),
    share: numbers({ style: 'percent', maximumFractionDigits: 0 }),
    day: times({ dateStyle: 'medium' }),
    time: times({ dateStyle: 'medium', timeStyle: 'short' }),
    /** A calendar day without a time, such as `2026-11-26`, wherever one is. */
    calendarDay: times({ dateStyle: 'medium', timeZone: 'UTC' }),
    shortDay: times({ day: 'numeric', month: 'short', timeZone: 'UTC' }),
  };
}

export function useFormats(): Formats {
  const { language } = useLanguage();
  return useMemo(() => createFormats(language), [language]);
}
