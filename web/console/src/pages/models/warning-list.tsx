import type { Warning } from '../../api/providers.ts';
import { useLanguage } from '../../interface/language.ts';

/** What an administrator should know before text is sent to a provider. */
export function WarningList({ warnings }: { readonly warnings: readonly Warning[] }) {
  const { t, language } = useLanguage();
  if (warnings.length === 0) return null;
  return (
    <div className="notice" role="status">
      <p>{t('models.warnings')}</p>
      <ul>
        {warnings.map((warning) => (
          <li key={warning.code}>{warning[language]}</li>
        ))}
      </ul>
    </div>
  );
}
