import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { AnnouncerProvider } from '../../shared/interface/announcer.tsx';
import { LanguageProvider, useRememberedLanguage } from '../../shared/interface/language.tsx';
import { App } from './app.tsx';
import { en } from './texts/en.ts';
import { fr } from './texts/fr.ts';
import '../../shared/styles/tokens.css';
import '../../shared/styles/base.css';
import '../../shared/styles/controls.css';
import '../../shared/styles/document.css';
import './styles/documents.css';
import './styles/layout.css';
import '../../shared/styles/forced-colors.css';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root element.');

const texts = { fr, en };

function Page() {
  const [language, setLanguage] = useRememberedLanguage();
  return (
    <LanguageProvider texts={texts} language={language} setLanguage={setLanguage}>
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
