import { sentenceOf } from '../../../../shared/texts/translate.ts';
import type { Receipt } from '../../api/compliance.ts';
import { type Column, DataTable } from '../../interface/data-table.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Section } from '../../interface/page.tsx';

type Line = { readonly store: string; readonly what: string; readonly count: number };

/** How much an erasure took, by store (R70, R73). */
export function ErasureReceipt({ receipt: { erasureId, idsHash, stores } }: { readonly receipt: Receipt }) {
  const { t } = useLanguage();
  const lines: readonly Line[] = Object.entries(stores).flatMap(([store, rows]) =>
    Object.entries(rows).map(([what, count]) => ({ store, what, count })),
  );
  const columns: readonly Column<Line>[] = [
    {
      id: 'store',
      title: t('lifecycle.store'),
      value: ({ store }) => sentenceOf(t, `lifecycle.stores.${store}`) ?? store,
    },
    { id: 'what', title: t('lifecycle.what'), value: ({ what }) => what },
    { id: 'count', title: t('lifecycle.count'), value: ({ count }) => count, isNumber: true },
  ];
  const title = t('lifecycle.receipt', { id: erasureId });
  return (
    <Section title={title}>
      <DataTable
        caption={title}
        name={`erasure-${erasureId}`}
        columns={columns}
        rows={lines}
        rowKey={({ store, what }) => `${store} ${what}`}
        empty={t('lifecycle.nothing')}
      />
      <p className="muted code">{t('lifecycle.fingerprint', { hash: idsHash })}</p>
    </Section>
  );
}
