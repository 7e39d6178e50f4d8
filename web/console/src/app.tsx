import { ProblemText } from '../../shared/interface/problem-text.tsx';
import { Frame } from './frame/frame.tsx';
import { Header } from './frame/header.tsx';
import { useLanguage } from './interface/language.ts';
import { ChoicePage, OutsidePage, SignInPage } from './session/entrance-pages.tsx';
import { useEntrance } from './session/use-entrance.ts';

/** The whole console: who comes in, then their pages. */
export function App() {
  const { t } = useLanguage();
  const { entrance, choose, retry } = useEntrance();
  const skip = (
    // biome-ignore lint/a11y/useValidAnchor: it is a link within the page; only the fragment of the address names something else here.
    <a
      className="skip-link"
      href="#content"
      onClick={(event) => {
        event.preventDefault();
        document.getElementById('content')?.focus();
      }}
    >
      {t('frame.skip')}
    </a>
  );
  if (entrance.at === 'inside')
    return (
      <>
        {skip}
        <Header session={entrance.session} />
        <Frame session={entrance.session} />
      </>
    );
  return (
    <>
      {skip}
      <Header session={null} />
      <main id="content" tabIndex={-1} className="entrance">
        {entrance.at === 'checking' ? <p className="muted">{t('loading')}</p> : null}
        {entrance.at === 'choice' ? <ChoicePage demo={entrance.demo} onChoose={choose} /> : null}
        {entrance.at === 'sign-in' ? <SignInPage wasInside={entrance.wasInside} /> : null}
        {entrance.at === 'outside' ? <OutsidePage onLeave={entrance.leave} /> : null}
        {entrance.at === 'failed' ? <ProblemText problem={entrance.problem} onRetry={retry} /> : null}
      </main>
    </>
  );
}
