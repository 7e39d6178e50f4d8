import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { AnnouncerProvider } from '../../shared/interface/announcer.tsx';
import { LanguageProvider, useRememberedLanguage } from '../../shared/interface/language.tsx';
import { App } from './app.tsx';
import '../../shared/styles/tokens.css';
import '../../shared/styles/base.css';
import '../../shared/styles/controls.css';
import './styles/documents.css';
import './styles/assistant.css';
import './styles/layout.css';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root element.');

/** The sentences of this page come with `useLanguage` of its own. */
const noMore = { fr: {}, en: {} };

function Page() {
  const [language, setLanguage] = useRememberedLanguage();
  return (
    <LanguageProvider texts={noMore} language={language} setLanguage={setLanguage}>
      <AnnouncerProvider>
        <App />
      </AnnouncerProvider>
    </LanguageProvider>
  );
}

createRoot(root).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
