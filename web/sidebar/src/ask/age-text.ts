import type { Language } from '../../../shared/api/types.ts';

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** How long ago a moment was, in the largest unit that it fills: « il y a 4 minutes ». `null`: less than a minute, or to come. */
export function ageText(iso: string, language: Language, now: number = Date.now()): string | null {
  const seconds = (now - Date.parse(iso)) / 1_000;
  const fitting = units.find(([, least]) => seconds >= least);
  if (fitting === undefined) return null;
  const [unit, length] = fitting;
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(
    -Math.floor(seconds / length),
    unit,
  );
}
