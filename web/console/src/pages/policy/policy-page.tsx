import { useCallback } from 'react';
import { ProblemText } from '../../../../shared/interface/problem-text.tsx';
import { useAct } from '../../../../shared/interface/use-act.ts';
import type { Policy, PolicyChange } from '../../api/providers.ts';
import { CheckInput } from '../../interface/fields.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Page, Section } from '../../interface/page.tsx';
import { Resource } from '../../interface/resource.tsx';
import { useDone } from '../../interface/undo.tsx';
import { useLoaded } from '../../interface/use-loaded.ts';
import { useClient } from '../../session/session.ts';
import { TrustMatrix } from './trust-matrix.tsx';

const switches = ['withholdUnsupported', 'secondOpinion', 'privateDocuments'] as const;

/** What may be sent to providers of each level of trust, and what becomes of what they write. Each change holds at once. */
export default function PolicyPage() {
  const { t } = useLanguage();
  const { providers } = useClient();
  const tell = useDone();
  const { run, problem } = useAct();
  const loaded = useLoaded(useCallback((signal) => providers.policy(signal), [providers]));

  const change = (to: PolicyChange, back: PolicyChange) =>
    run(async () => {
      await providers.changePolicy(to);
      loaded.reload();
      const undo = async () => {
        await providers.changePolicy(back);
        loaded.reload();
      };
      tell({ sentence: t('policy.changed'), undo });
    });
  return (
    <Page title={t('policy.title')} lead={t('policy.lead')}>
      {problem === null ? null : <ProblemText problem={problem} />}
      <Resource of={loaded}>
        {(policy: Policy) => (
          <>
            <Section title={t('policy.matrix')}>
              <TrustMatrix
                key={policy.version}
                matrix={policy.matrix}
                onSave={(matrix) => void change({ matrix }, { matrix: policy.matrix })}
              />
            </Section>
            <Section title={t('policy.answers')}>
              {switches.map((name) => (
                <CheckInput
                  key={name}
                  label={t(`policy.${name}`)}
                  value={policy[name]}
                  onChange={(value) => void change({ [name]: value }, { [name]: policy[name] })}
                />
              ))}
            </Section>
            <p className="muted">{t('policy.version', { version: policy.version })}</p>
          </>
        )}
      </Resource>
    </Page>
  );
}
