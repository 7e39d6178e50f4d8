import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { AnnouncerProvider } from '../../shared/interface/announcer.tsx';
import { LanguageProvider, useRememberedLanguage } from '../../shared/interface/language.tsx';
import { App } from './app.tsx';
import * as texts from './texts.ts';
import '../../shared/styles/tokens.css';
import '../../shared/styles/base.css';
import '../../shared/styles/controls.css';
import './styles/frame.css';
import './styles/table.css';
import './styles/forms.css';
import './styles/charts.css';
import '../../shared/styles/forced-colors.css';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root element.');

function Console() {
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
    <Console />
  </StrictMode>,
);
