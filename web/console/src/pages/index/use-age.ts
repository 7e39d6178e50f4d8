import { useLanguage } from '../../interface/language.ts';
import { ageOf } from './health.ts';

/** Writes a length of time; `null`: there is none. */
export function useAge(): (seconds: number | null) => string {
  const { t } = useLanguage();
  return (seconds) => {
    if (seconds === null) return '–';
    const { unit, count } = ageOf(seconds);
    return t(`index.${unit}`, { count });
  };
}
