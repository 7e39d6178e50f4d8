import { frameTexts } from './frame/texts.ts';
import { withNoBreakSpaces } from './interface/no-break-spaces.ts';
import { interfaceTexts } from './interface/texts.ts';
import { accessTexts } from './pages/access/texts.ts';
import { aliasesTexts } from './pages/aliases/texts.ts';
import { auditTexts } from './pages/audit/texts.ts';
import { costsTexts } from './pages/costs/texts.ts';
import { evaluationsTexts } from './pages/evaluations/texts.ts';
import { exposureTexts } from './pages/exposure/texts.ts';
import { feedbackTexts } from './pages/feedback/texts.ts';
import { indexTexts } from './pages/index/texts.ts';
import { keysTexts } from './pages/keys/texts.ts';
import { lifecycleTexts } from './pages/lifecycle/texts.ts';
import { modelsTexts } from './pages/models/texts.ts';
import { overviewTexts } from './pages/overview/texts.ts';
import { policyTexts } from './pages/policy/texts.ts';
import { promptsTexts } from './pages/prompts/texts.ts';
import { reportsTexts } from './pages/reports/texts.ts';
import { rolesTexts } from './pages/roles/texts.ts';
import { sourcesTexts } from './pages/sources/texts.ts';
import { spacesTexts } from './pages/spaces/texts.ts';
import { unreadTexts } from './pages/unread/texts.ts';
import { sessionTexts } from './session/texts.ts';

/** All sentences of the console in French, by the part that says them. */
export const fr = withNoBreakSpaces({
  interface: interfaceTexts.fr,
  frame: frameTexts.fr,
  session: sessionTexts.fr,
  overview: overviewTexts.fr,
  models: modelsTexts.fr,
  policy: policyTexts.fr,
  costs: costsTexts.fr,
  index: indexTexts.fr,
  unread: unreadTexts.fr,
  sources: sourcesTexts.fr,
  spaces: spacesTexts.fr,
  aliases: aliasesTexts.fr,
  prompts: promptsTexts.fr,
  evaluations: evaluationsTexts.fr,
  feedback: feedbackTexts.fr,
  exposure: exposureTexts.fr,
  access: accessTexts.fr,
  reports: reportsTexts.fr,
  audit: auditTexts.fr,
  lifecycle: lifecycleTexts.fr,
  keys: keysTexts.fr,
  roles: rolesTexts.fr,
});

/** The same in English. */
export const en: typeof fr = {
  interface: interfaceTexts.en,
  frame: frameTexts.en,
  session: sessionTexts.en,
  overview: overviewTexts.en,
  models: modelsTexts.en,
  policy: policyTexts.en,
  costs: costsTexts.en,
  index: indexTexts.en,
  unread: unreadTexts.en,
  sources: sourcesTexts.en,
  spaces: spacesTexts.en,
  aliases: aliasesTexts.en,
  prompts: promptsTexts.en,
  evaluations: evaluationsTexts.en,
  feedback: feedbackTexts.en,
  exposure: exposureTexts.en,
  access: accessTexts.en,
  reports: reportsTexts.en,
  audit: auditTexts.en,
  lifecycle: lifecycleTexts.en,
  keys: keysTexts.en,
  roles: rolesTexts.en,
};
