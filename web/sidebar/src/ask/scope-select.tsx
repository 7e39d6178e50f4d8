import { useId } from 'react';
import { useLanguage } from '../language.ts';
import type { ScopeName } from './scope.ts';

/** Where to look, always in sight. The browser's own choice: it works with every keyboard and on every screen. */
export function ScopeSelect({
  name,
  names,
  onChoose,
}: {
  readonly name: ScopeName;
  readonly names: readonly ScopeName[];
  readonly onChoose: (name: ScopeName) => void;
}) {
  const { t } = useLanguage();
  const id = useId();
  return (
    <div className="scope">
      <label htmlFor={id}>{t('scope')}</label>
      <select
        id={id}
        className="scope-select"
        value={name}
        onChange={({ target }) => onChoose(names.find((one) => one === target.value) ?? 'everything')}
      >
        {names.map((one) => (
          <option key={one} value={one}>
            {t(`scopes.${one}`)}
          </option>
        ))}
      </select>
    </div>
  );
}
