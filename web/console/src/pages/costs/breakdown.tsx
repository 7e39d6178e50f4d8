import { useCallback, useState } from 'react';
import { Button } from 'react-aria-components';
import { ProblemText } from '../../../../shared/interface/problem-text.tsx';
import { saveFile } from '../../../../shared/interface/save-file.ts';
import { useAct } from '../../../../shared/interface/use-act.ts';
import type { Span, UsageRow } from '../../api/costs.ts';
import { spaceTitle, useSpaces } from '../../api/use-spaces.ts';
import { type Column, DataTable } from '../../interface/data-table.tsx';
import { ChoiceInput } from '../../interface/fields.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Section } from '../../interface/page.tsx';
import { Resource } from '../../interface/resource.tsx';
import { ShareBar } from '../../interface/share-bar.tsx';
import { useFormats } from '../../interface/use-formats.ts';
import { useLoaded } from '../../interface/use-loaded.ts';
import { useClient } from '../../session/session.ts';
import { type Measure, measured, writeMeasured } from './measures.ts';

const groupings = ['model', 'provider', 'space'] as const;

/** What answers took by model, provider or space: bars and figures in one table. */
export function Breakdown({
  span: { from, to },
  measure,
}: {
  readonly span: Span;
  readonly measure: Measure;
}) {
  const { t } = useLanguage();
  const { costs } = useClient();
  const spaces = useSpaces();
  const { run, isRunning, problem } = useAct();
  const [by, setBy] = useState<(typeof groupings)[number]>('model');
  const loaded = useLoaded(
    useCallback(
      // Together with what they are summed up by: another choice must not show these rows under its name.
      async (signal) => ({ by, rows: (await costs.usage({ from, to }, by, signal)).usage }),
      [costs, from, to, by],
    ),
  );
  const save = () =>
    run(async () => saveFile(`sourcier-usage-${from}-${to}.csv`, await costs.usageFile({ from, to })));
  return (
    <Section
      title={t('costs.breakdown')}
      tools={
        <Button className="button quiet" isPending={isRunning} onPress={() => void save()}>
          {t('costs.exportAll')}
        </Button>
      }
    >
      {problem === null ? null : <ProblemText problem={problem} isAlert />}
      <div className="filters">
        <ChoiceInput
          label={t('costs.by')}
          value={by}
          onChange={setBy}
          options={groupings.map((id) => ({ id, text: t(`costs.groupings.${id}`) }))}
        />
      </div>
      <Resource of={loaded}>
        {(found) => (
          <BreakdownTable
            {...found}
            measure={measure}
            nameOf={(row) => {
              const name = row[found.by];
              if (name !== null) return found.by === 'space' ? spaceTitle(spaces.value, name) : name;
              return t(found.by === 'space' ? 'costs.anywhere' : 'costs.quoted');
            }}
          />
        )}
      </Resource>
    </Section>
  );
}

function BreakdownTable({
  by,
  rows,
  measure,
  nameOf,
}: {
  readonly by: (typeof groupings)[number];
  readonly rows: readonly UsageRow[];
  readonly measure: Measure;
  readonly nameOf: (row: UsageRow) => string;
}) {
  const { t } = useLanguage();
  const formats = useFormats();
  const most = Math.max(...rows.map((row) => measured(row, measure) ?? 0));
  const columns: readonly Column<UsageRow>[] = [
    { id: 'name', title: t(`costs.columns.${by}`), value: nameOf },
    {
      id: 'measure',
      title: t(`costs.measures.${measure}`),
      value: (row) => measured(row, measure),
      cell: (row) => {
        const value = measured(row, measure);
        if (value === null) return '–';
        return (
          <ShareBar share={most === 0 ? 0 : value / most} words={writeMeasured(value, measure, formats)} />
        );
      },
    },
    { id: 'requests', title: t('costs.questions'), value: ({ requests }) => requests, isNumber: true },
    {
      id: 'prompt',
      title: t('costs.promptTokens'),
      value: ({ promptTokens }) => promptTokens,
      isNumber: true,
    },
    {
      id: 'completion',
      title: t('costs.completionTokens'),
      value: ({ completionTokens }) => completionTokens,
      isNumber: true,
    },
    {
      id: 'euros',
      title: t('costs.cost'),
      value: ({ costEuro }) => costEuro,
      cell: ({ costEuro }) => (costEuro === null ? '–' : writeMeasured(costEuro, 'euros', formats)),
      isNumber: true,
    },
    { id: 'energy', title: t('costs.energy'), value: ({ energyWh }) => energyWh, isNumber: true },
  ];
  return (
    <>
      <DataTable
        caption={t('costs.breakdown')}
        name={`usage-by-${by}`}
        columns={columns.filter(({ id }) => id !== measure)}
        rows={rows}
        rowKey={(row) => `${row[by]}`}
        empty={t('costs.none')}
        firstOrder={{ column: 'measure', descending: true }}
      />
      {rows.some(({ costEuro, model }) => costEuro === null && (by !== 'model' || model !== null)) ? (
        <p className="muted">{t('costs.unpriced')}</p>
      ) : null}
    </>
  );
}
