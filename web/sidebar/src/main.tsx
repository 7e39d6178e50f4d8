import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { takeLinkedToken } from '../../shared/session/linked-token.ts';
import { focusQuestion } from './ask/question-field.ts';
import { connectHost, noHost } from './host/connect-host.ts';
import { HostContext } from './host/use-host.ts';
import { Page } from './page.tsx';
import '../../shared/styles/tokens.css';
import '../../shared/styles/base.css';
import '../../shared/styles/controls.css';
import '../../shared/styles/document.css';
import './styles/assistant.css';
import './styles/layout.css';
import '../../shared/styles/forced-colors.css';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root element.');

// Who holds this page says which origin it is; another one gets no word and is not heard.
const origin = new URLSearchParams(location.search).get('host');
const isHeld = window.parent !== window && origin !== null && URL.canParse(origin);
const host = isHeld
  ? connectHost(new URL(origin).origin, focusQuestion)
  : { ...noHost, token: takeLinkedToken() };

createRoot(root).render(
  <StrictMode>
    <HostContext value={host}>
      <Page />
    </HostContext>
  </StrictMode>,
);
