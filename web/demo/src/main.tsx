import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { AnnouncerProvider } from './interface/announcer.tsx';
import { LanguageProvider } from './interface/language.tsx';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/documents.css';
import './styles/assistant.css';
import './styles/layout.css';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root element.');
createRoot(root).render(
  <StrictMode>
    <LanguageProvider>
      <AnnouncerProvider>
        <App />
      </AnnouncerProvider>
    </LanguageProvider>
  </StrictMode>,
);
