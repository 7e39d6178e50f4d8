import { frameTexts } from './frame/texts.ts';
import { withNoBreakSpaces } from './interface/no-break-spaces.ts';
import { interfaceTexts } from './interface/texts.ts';
import { costsTexts } from './pages/costs/texts.ts';
import { modelsTexts } from './pages/models/texts.ts';
import { policyTexts } from './pages/policy/texts.ts';
import { sessionTexts } from './session/texts.ts';

/** All sentences of the console in French, by the part that says them. */
export const fr = withNoBreakSpaces({
  interface: interfaceTexts.fr,
  frame: frameTexts.fr,
  session: sessionTexts.fr,
  models: modelsTexts.fr,
  policy: policyTexts.fr,
  costs: costsTexts.fr,
});

/** The same in English. */
export const en: typeof fr = {
  interface: interfaceTexts.en,
  frame: frameTexts.en,
  session: sessionTexts.en,
  models: modelsTexts.en,
  policy: policyTexts.en,
  costs: costsTexts.en,
};
