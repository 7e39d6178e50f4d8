import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useAnnounce } from '../../../../shared/interface/announcer.tsx';
import { ProblemText } from '../../../../shared/interface/problem-text.tsx';
import { useAct } from '../../../../shared/interface/use-act.ts';
import type { ChainReport } from '../../api/compliance.ts';
import { Badge } from '../../interface/badge.tsx';
import { TextInput } from '../../interface/fields.tsx';
import { useLanguage } from '../../interface/language.ts';
import { useClient } from '../../session/session.ts';

/** Walks the chain of the audit, and compares it with a hash that was kept elsewhere where one is given (R65). */
export function Verification() {
  const { t } = useLanguage();
  const { compliance } = useClient();
  const announce = useAnnounce();
  const { run, isRunning, problem } = useAct();
  const [sequence, setSequence] = useState('');
  const [hash, setHash] = useState('');
  const [report, setReport] = useState<ChainReport | null>(null);
  const wordsOf = ({ fault, records }: ChainReport) =>
    fault === null
      ? t('audit.intact', { count: records })
      : t('audit.broken', { sequence: fault.sequence ?? '–', text: fault.text });
  const verify = () =>
    run(async () => {
      const known = sequence === '' || hash === '' ? null : { sequence: Number(sequence), hash: hash.trim() };
      const found = await compliance.verify(known);
      setReport(found);
      announce(wordsOf(found));
    });
  return (
    <>
      <div className="line">
        <Button className="button" isPending={isRunning} onPress={() => void verify()}>
          {t(isRunning ? 'audit.verifying' : 'audit.verify')}
        </Button>
        {report === null ? null : <Badge tone={report.intact ? 'good' : 'bad'}>{wordsOf(report)}</Badge>}
      </div>
      {problem === null ? null : <ProblemText problem={problem} isAlert />}
      {report === null ? null : (
        <div className="notice">
          <p>{t('audit.head', { sequence: report.head.sequence })}</p>
          <code className="secret">{report.head.hash}</code>
          <p>{t('audit.headWhat')}</p>
          {report.dropped.sequence === 0 ? null : (
            <p>{t('audit.dropped', { sequence: report.dropped.sequence + 1 })}</p>
          )}
        </div>
      )}
      <details className="adder">
        <summary>{t('audit.known')}</summary>
        <div className="fields">
          <TextInput label={t('audit.knownSequence')} type="number" value={sequence} onChange={setSequence} />
          <TextInput label={t('audit.knownHash')} value={hash} onChange={setHash} maxLength={64} />
        </div>
      </details>
    </>
  );
}
