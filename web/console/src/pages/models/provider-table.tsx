import { sentenceOf } from '../../../../shared/texts/translate.ts';
import type { Capabilities, Provider } from '../../api/providers.ts';
import { routeTo } from '../../frame/use-route.ts';
import { Badge } from '../../interface/badge.tsx';
import { type Column, DataTable } from '../../interface/data-table.tsx';
import { useLanguage } from '../../interface/language.ts';
import { useFormats } from '../../interface/use-formats.ts';

/** The providers, each a link to all that is said of it. */
export function ProviderTable({ providers }: { readonly providers: readonly Provider[] }) {
  const { t } = useLanguage();
  const { euros } = useFormats();
  const columns: readonly Column<Provider>[] = [
    {
      id: 'name',
      title: t('models.columns.name'),
      value: ({ name }) => name,
      cell: ({ id, name }) => <a href={routeTo('models', id)}>{name}</a>,
    },
    {
      id: 'dialect',
      title: t('models.columns.dialect'),
      value: ({ dialect }) => sentenceOf(t, `models.dialects.${dialect}`) ?? dialect,
    },
    { id: 'host', title: t('models.columns.host'), value: ({ baseUrl }) => hostOf(baseUrl) },
    { id: 'chat', title: t('models.columns.chat'), value: ({ models }) => Object.values(models).join(', ') },
    { id: 'trust', title: t('models.columns.trust'), value: ({ trust }) => t(`models.trust.${trust}`) },
    {
      id: 'prices',
      title: t('models.columns.prices'),
      value: ({ prices }) => prices && `${euros(prices.promptEuro)} / ${euros(prices.completionEuro)}`,
      isNumber: true,
    },
    {
      id: 'test',
      title: t('models.columns.test'),
      value: ({ capabilities }) => failuresOf(capabilities),
      cell: ({ capabilities }) => <TestState capabilities={capabilities} />,
    },
    {
      id: 'state',
      title: t('models.columns.state'),
      value: ({ enabled }) => t(enabled ? 'models.on' : 'models.off'),
      cell: ({ enabled }) => (
        <Badge tone={enabled ? 'good' : 'plain'}>{t(enabled ? 'models.on' : 'models.off')}</Badge>
      ),
    },
  ];
  return (
    <DataTable
      caption={t('models.providers')}
      name="providers"
      columns={columns}
      rows={providers}
      rowKey={({ id }) => id}
      empty={t('models.noProvider')}
    />
  );
}

function TestState({ capabilities }: { readonly capabilities: Capabilities | null }) {
  const { t } = useLanguage();
  const failures = failuresOf(capabilities);
  if (capabilities === null || failures === null)
    return <span className="muted">{t('models.notTested')}</span>;
  if (failures > 0) return <Badge tone="bad">{t('models.testedBadly', { count: failures })}</Badge>;
  const passed = capabilities.results.filter(({ outcome }) => outcome === 'passed').length;
  return <Badge tone="good">{t('models.testedWell', { passed })}</Badge>;
}

const failuresOf = (capabilities: Capabilities | null): number | null =>
  capabilities === null ? null : capabilities.results.filter(({ outcome }) => outcome === 'failed').length;

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}
