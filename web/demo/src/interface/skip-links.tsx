import { useLanguage } from '../language.ts';
import type { Pane } from '../use-opened-document.ts';

/** Links that jump over the header, shown when focused. Each calls back before the browser moves, so that its target is visible. */
export function SkipLinks({ onJump }: { readonly onJump?: (pane: Pane) => void }) {
  const { t } = useLanguage();
  const link = (pane: Pane, target: string, text: string) => (
    <a
      className="skip-link"
      href={`#${target}`}
      onClick={(event) => {
        event.preventDefault();
        onJump?.(pane);
        document.getElementById(target)?.focus();
      }}
    >
      {text}
    </a>
  );
  return (
    <nav className="skip-links" aria-label={t('skipToContent')}>
      {link('documents', 'content', t('skipToContent'))}
      {onJump === undefined ? null : link('assistant', 'assistant', t('skipToAssistant'))}
    </nav>
  );
}
