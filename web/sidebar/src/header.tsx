import { Button } from 'react-aria-components';
import { useHost } from './host/use-host.ts';
import { useLanguage } from './language.ts';
import type { Screen } from './use-screen.ts';

/** What the sidebar is, that it is an assistant to be checked (R93), and the ways to its other screens. */
export function Header({
  screen,
  isPrivate,
  onShow,
  onNew,
  onLeave,
}: {
  readonly screen: Screen;
  /** A file is asked about of which nothing is kept: it is ended by its own button. */
  readonly isPrivate: boolean;
  readonly onShow: (screen: Screen) => void;
  readonly onNew: () => void;
  /** Signs out, where nobody holds the sidebar. */
  readonly onLeave: () => Promise<void>;
}) {
  const { t } = useLanguage();
  const { isAlone, tell } = useHost();
  return (
    <header className="assistant-header">
      <h1 id="assistant-title" tabIndex={-1}>
        {t('assistant')}
      </h1>
      <div className="header-actions">
        {isPrivate ? null : (
          <>
            <Button className="button quiet" aria-label={t('newConversation')} onPress={onNew}>
              {t('newShort')}
            </Button>
            <Button
              className="button quiet"
              aria-current={screen.name === 'history'}
              onPress={() => onShow({ name: 'history' })}
            >
              {t('history')}
            </Button>
          </>
        )}
        {isAlone ? (
          <Button className="button quiet" onPress={() => void onLeave()}>
            {t('signOut')}
          </Button>
        ) : (
          <Button
            className="button quiet close"
            aria-label={t('closeSidebar')}
            onPress={() => tell({ type: 'close' })}
          >
            <span aria-hidden="true">×</span>
          </Button>
        )}
      </div>
      <p className="ai-notice">
        <strong>{t('aiNotice')}.</strong> {t('aiNoticeMore')}
      </p>
    </header>
  );
}
