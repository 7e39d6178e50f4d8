import { useId } from 'react';
import { useLanguage } from '../language.ts';
import type { useScope } from './use-scope.ts';

/** Where to look, always in sight. The browser's own choice: it works with every keyboard and on every screen. */
export function ScopeSelect({
  scope: { name, names, others, choices, hold },
}: {
  readonly scope: ReturnType<typeof useScope>;
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
        onChange={({ target }) => hold(choices.find((one) => one === target.value) ?? 'everything')}
      >
        {names.map((one) => (
          <option key={one} value={one}>
            {t(`scopes.${one}`)}
          </option>
        ))}
        {others.length === 0 ? null : (
          <optgroup label={t('scopeOthers')}>
            {others.map(({ id, title }) => (
              <option key={id} value={`space:${id}`}>
                {title}
              </option>
            ))}
          </optgroup>
        )}
      </select>
    </div>
  );
}
