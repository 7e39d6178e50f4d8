import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { useAnnounce } from '../../../../shared/interface/announcer.tsx';
import { ProblemText } from '../../../../shared/interface/problem-text.tsx';
import { useAct } from '../../../../shared/interface/use-act.ts';
import { sentenceOf } from '../../../../shared/texts/translate.ts';
import type { Probe, Provider } from '../../api/providers.ts';
import { Badge } from '../../interface/badge.tsx';
import { type Column, DataTable } from '../../interface/data-table.tsx';
import { useLanguage } from '../../interface/language.ts';
import { useFormats } from '../../interface/use-formats.ts';
import { useClient } from '../../session/session.ts';

const tones = { passed: 'good', failed: 'bad', skipped: 'plain' } as const;

/** « Tester la connexion »: each probe as it ends, or those of the last test. */
export function ConnectionTest({
  provider,
  hasEdits,
  onEnd,
}: {
  readonly provider: Provider;
  /** Something is typed that is not saved: what is saved would be tested. */
  readonly hasEdits: boolean;
  readonly onEnd: () => void;
}) {
  const { t } = useLanguage();
  const { time } = useFormats();
  const { providers } = useClient();
  const announce = useAnnounce();
  const { run, isRunning, problem } = useAct();
  const [probes, setProbes] = useState<readonly Probe[] | null>(null);
  const leaving = useRef(new AbortController());
  useEffect(() => {
    leaving.current = new AbortController();
    return () => leaving.current.abort();
  }, []);

  const test = () =>
    run(async () => {
      const found: Probe[] = [];
      setProbes([]);
      for await (const probe of providers.test(provider.id, leaving.current.signal)) {
        found.push(probe);
        setProbes([...found]);
      }
      const count = (outcome: Probe['outcome']) => found.filter((probe) => probe.outcome === outcome).length;
      announce(t('models.tested', { passed: count('passed'), failed: count('failed') }));
      onEnd();
    });
  const shown = probes ?? provider.capabilities?.results ?? [];
  return (
    <>
      <div className="line">
        <Button className="button" isPending={isRunning} isDisabled={hasEdits} onPress={() => void test()}>
          {t(isRunning ? 'models.testing' : 'models.test')}
        </Button>
        {hasEdits ? <span className="muted">{t('models.testSavedOnly')}</span> : null}
        {provider.capabilities === null ? null : (
          <span className="muted">{t('models.testedAt', { at: time(provider.capabilities.probedAt) })}</span>
        )}
      </div>
      {problem === null ? null : <ProblemText problem={problem} isAlert />}
      {shown.length === 0 ? null : <ProbeTable probes={shown} />}
    </>
  );
}

function ProbeTable({ probes }: { readonly probes: readonly Probe[] }) {
  const { t, language } = useLanguage();
  const columns: readonly Column<Probe>[] = [
    {
      id: 'probe',
      title: t('models.probe'),
      value: ({ probe }) => sentenceOf(t, `models.probes.${probe}`) ?? probe,
    },
    {
      id: 'outcome',
      title: t('models.outcome'),
      value: ({ outcome }) => t(`models.outcomes.${outcome}`),
      cell: ({ outcome }) => <Badge tone={tones[outcome]}>{t(`models.outcomes.${outcome}`)}</Badge>,
    },
    { id: 'took', title: t('models.took'), value: ({ tookMs }) => Math.round(tookMs), isNumber: true },
    { id: 'finding', title: t('models.finding'), value: ({ text }) => text?.[language] ?? null },
    {
      id: 'facts',
      title: t('models.facts'),
      value: ({ learned }) => learned[language].join(' · ') || null,
    },
  ];
  return (
    <DataTable
      caption={t('models.test')}
      name="connection-test"
      columns={columns}
      rows={probes}
      rowKey={({ probe }) => probe}
      empty=""
    />
  );
}
