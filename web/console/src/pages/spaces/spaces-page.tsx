import { useCallback } from 'react';
import { Button } from 'react-aria-components';
import { ConfirmButton } from '../../../../shared/interface/confirm-button.tsx';
import { ProblemText } from '../../../../shared/interface/problem-text.tsx';
import { useAct } from '../../../../shared/interface/use-act.ts';
import type { SpacePanel } from '../../api/spaces.ts';
import { Badge } from '../../interface/badge.tsx';
import { type Column, DataTable } from '../../interface/data-table.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Page, Section } from '../../interface/page.tsx';
import { Resource } from '../../interface/resource.tsx';
import { useDone } from '../../interface/undo.tsx';
import { useLoaded } from '../../interface/use-loaded.ts';
import { useClient, useSession } from '../../session/session.ts';
import { IndexFigures } from '../index/index-figures.tsx';

/** The spaces that the person looks after: on or off, how fresh, and what is left out of them. */
export default function SpacesPage() {
  const { t } = useLanguage();
  const {
    animates,
    client: { spaces },
  } = useSession();
  const loaded = useLoaded(
    useCallback(
      (signal) =>
        spaces.panels(
          animates.map(({ id }) => id),
          signal,
        ),
      [spaces, animates],
    ),
  );
  return (
    <Page title={t('spaces.title')} lead={t('spaces.lead')}>
      <Resource of={loaded}>
        {(panels) => (
          <>
            {panels.length === 0 ? <p className="empty">{t('spaces.none')}</p> : null}
            {panels.map((panel) => (
              <Panel key={panel.id} panel={panel} onChange={loaded.reload} />
            ))}
          </>
        )}
      </Resource>
    </Page>
  );
}

function Panel({ panel, onChange }: { readonly panel: SpacePanel; readonly onChange: () => void }) {
  const { t, language } = useLanguage();
  const { id, title, enabled, excludedBy, unread } = panel;
  const columns: readonly Column<SpacePanel['unread'][number]>[] = [
    { id: 'reason', title: t('spaces.reason'), value: ({ text }) => text[language] },
    { id: 'documents', title: t('spaces.documents'), value: ({ documents }) => documents, isNumber: true },
  ];
  return (
    <Section title={title}>
      <div className="line">
        <Badge tone={enabled ? 'good' : 'plain'}>{t(enabled ? 'spaces.on' : 'spaces.off')}</Badge>
        {excludedBy === null ? null : <span className="muted">{t(`spaces.excludedBy.${excludedBy}`)}</span>}
        <PanelSwitch panel={panel} onChange={onChange} />
      </div>
      <IndexFigures counts={panel} />
      <DataTable
        caption={`${t('spaces.leftOut')} : ${title}`}
        name={`left-out-${id}`}
        columns={columns}
        rows={unread}
        rowKey={({ state, code }) => `${state} ${code}`}
        empty={t('spaces.nothingLeftOut')}
      />
    </Section>
  );
}

function PanelSwitch({
  panel: { id, title, enabled, maySwitch },
  onChange,
}: {
  readonly panel: SpacePanel;
  readonly onChange: () => void;
}) {
  const { t } = useLanguage();
  const { spaces } = useClient();
  const tell = useDone();
  const { run, problem } = useAct();
  if (!maySwitch) return null;
  const action = t(enabled ? 'spaces.exclude' : 'spaces.include');
  const label = t('spaces.actionOf', { action, space: title });
  const switchTo = async (isOpen: boolean) => {
    await spaces.switch(id, isOpen);
    onChange();
  };
  const change = async (isOpen: boolean) => {
    await switchTo(isOpen);
    const sentence = t(isOpen ? 'spaces.included' : 'spaces.excluded', { space: title });
    tell({ sentence, undo: () => switchTo(!isOpen) });
  };
  if (enabled)
    return (
      <ConfirmButton
        text={action}
        label={label}
        question={t('spaces.excludeAsk', { space: title })}
        consequence={t('spaces.excludeWhat')}
        look="plain"
        onConfirm={() => change(false)}
      />
    );
  return (
    <>
      <Button className="button" aria-label={label} onPress={() => void run(() => change(true))}>
        {action}
      </Button>
      {problem === null ? null : <ProblemText problem={problem} />}
    </>
  );
}
