import { ProblemText } from '../../../shared/interface/problem-text.tsx';
import { DataTable } from './data-table.tsx';
import { useLanguage } from './language.ts';
import type { Pages } from './use-pages.ts';

type TableProps<Row> = Omit<Parameters<typeof DataTable<Row>>[0], 'rows' | 'more'>;

/** A table whose rows come by pages: the first ones, being read, cannot be read, and further ones on demand. */
export function PagedTable<Row>({ pages, ...table }: TableProps<Row> & { readonly pages: Pages<Row> }) {
  const { t } = useLanguage();
  const { rows, hasMore, isLoading, problem, loadMore, reload } = pages;
  return (
    <div className="resource" aria-busy={isLoading}>
      {problem === null ? null : <ProblemText problem={problem} onRetry={reload} />}
      {rows === null && isLoading ? <p className="muted">{t('loading')}</p> : null}
      {rows === null ? null : (
        <DataTable {...table} rows={rows} more={{ hasMore, isLoading, load: loadMore }} />
      )}
    </div>
  );
}
