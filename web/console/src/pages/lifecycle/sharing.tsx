import { useCallback } from 'react';
import { ProblemText } from '../../../../shared/interface/problem-text.tsx';
import { useAct } from '../../../../shared/interface/use-act.ts';
import { CheckInput } from '../../interface/fields.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Section } from '../../interface/page.tsx';
import { Resource } from '../../interface/resource.tsx';
import { useDone } from '../../interface/undo.tsx';
import { useLoaded } from '../../interface/use-loaded.ts';
import { useClient } from '../../session/session.ts';

/** Whether people may share conversations. */
export function Sharing() {
  const { t } = useLanguage();
  const { compliance } = useClient();
  const tell = useDone();
  const { run, problem } = useAct();
  const loaded = useLoaded(useCallback((signal) => compliance.sharing(signal), [compliance]));
  const change = async (allowed: boolean) => {
    await compliance.changeSharing(allowed);
    loaded.reload();
  };
  return (
    <Section title={t('lifecycle.sharing')}>
      {problem === null ? null : <ProblemText problem={problem} />}
      <Resource of={loaded}>
        {({ allowed }) => (
          <CheckInput
            label={t('lifecycle.sharingAllowed')}
            hint={t('lifecycle.sharingWhat')}
            value={allowed}
            onChange={(wanted) =>
              void run(async () => {
                await change(wanted);
                const sentence = t(wanted ? 'lifecycle.sharingOn' : 'lifecycle.sharingOff');
                tell({ sentence, undo: () => change(!wanted) });
              })
            }
          />
        )}
      </Resource>
    </Section>
  );
}
