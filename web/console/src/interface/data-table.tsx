import { type ReactNode, useMemo, useState } from 'react';
import { Button, Input, Label, SearchField } from 'react-aria-components';
import { useAnnounce } from '../../../shared/interface/announcer.tsx';
import { saveFile } from '../../../shared/interface/save-file.ts';
import { FittingTable } from './fitting-table.tsx';
import { useLanguage } from './language.ts';
import { filterRows, type Order, rowsAsCsv, sortRows, type Values } from './table-rows.ts';
import { useFormats } from './use-formats.ts';

/** A column: what it knows of a row, and how that is shown where it is more than its text. */
export type Column<Row> = Values<Row> & {
  readonly cell?: (row: Row) => ReactNode;
  /** Written to the right, so that digits stand below each other. */
  readonly isNumber?: boolean;
  /** Texts of some lines: on narrow screens they take the whole width. */
  readonly isLong?: boolean;
};

/** How many rows are shown at first: more at once are slow to draw and slow to pass by. */
const rowsAtFirst = 50;

/** How many rows a table needs before a filter is of use. */
const worthFiltering = 6;

/**
 * A table with a caption, sorted by the buttons of its header, filtered by words and saved as a file: all of it by keyboard, and
 * in a native table, so that every reader of screens knows how to read it. Where its columns do not fit, there is a card for each
 * row. The first column names the row.
 */
export function DataTable<Row>({
  caption,
  name,
  columns,
  rows,
  rowKey,
  actions,
  empty,
  more,
  firstOrder = null,
}: {
  readonly caption: string;
  /** Of the file, without its ending. */
  readonly name: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly actions?: (row: Row) => ReactNode;
  /** What is said when there is no row at all. */
  readonly empty: string;
  /** There when the server has further pages. */
  readonly more?: { readonly hasMore: boolean; readonly isLoading: boolean; readonly load: () => void };
  readonly firstOrder?: Order | null;
}) {
  const { t } = useLanguage();
  const { locale } = useFormats();
  const announce = useAnnounce();
  const [order, setOrder] = useState<Order | null>(firstOrder);
  const [text, setText] = useState('');
  const [isWhole, setWhole] = useState(false);
  const shown = useMemo(
    () => sortRows(filterRows(rows, columns, text), columns, order, locale),
    [rows, columns, text, order, locale],
  );
  // Pages of the server were asked for one by one.
  const visible = isWhole || more !== undefined ? shown : shown.slice(0, rowsAtFirst);
  if (rows.length === 0) return <p className="empty">{empty}</p>;

  const save = () => {
    const file = `sourcier-${name}.csv`;
    saveFile(file, new Blob([rowsAsCsv(shown, columns)], { type: 'text/csv;charset=utf-8' }));
    announce(t('interface.exported', { name: file }));
  };
  return (
    <div className="table-block">
      <div className="table-tools">
        {rows.length < worthFiltering ? null : (
          <SearchField
            className="search"
            value={text}
            onChange={setText}
            aria-label={`${t('interface.filter')} : ${caption}`}
          >
            <Label className="visually-hidden">{t('interface.filter')}</Label>
            <Input className="input" placeholder={t('interface.filterHint')} />
          </SearchField>
        )}
        <span className="muted" role="status">
          {shown.length === rows.length
            ? t('interface.rows', { count: rows.length })
            : t('interface.filtered', { count: rows.length, shown: shown.length })}
          {more?.hasMore ? ` · ${t('interface.loadedOnly')}` : ''}
        </span>
        <Button className="button quiet" onPress={save} aria-label={t('interface.exportOf', { caption })}>
          {t('interface.exportCsv')}
        </Button>
      </div>
      <FittingTable>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeaderCell key={column.id} column={column} order={order} onOrder={setOrder} />
            ))}
            {actions === undefined ? null : (
              <th scope="col" className="row-actions">
                <span className="visually-hidden">{t('interface.actions')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {visible.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column, index) => (
                <Cell key={column.id} column={column} row={row} isName={index === 0} />
              ))}
              {actions === undefined ? null : <td className="row-actions">{actions(row)}</td>}
            </tr>
          ))}
        </tbody>
      </FittingTable>
      {shown.length === 0 ? <p className="empty">{t('interface.noneFound')}</p> : null}
      {visible.length === shown.length ? null : (
        <Button className="button" onPress={() => setWhole(true)}>
          {t('interface.allRows', { count: shown.length })}
        </Button>
      )}
      {more?.hasMore ? (
        <Button className="button" isPending={more.isLoading} onPress={more.load}>
          {t(more.isLoading ? 'loading' : 'interface.more')}
        </Button>
      ) : null}
    </div>
  );
}

function HeaderCell<Row>({
  column,
  order,
  onOrder,
}: {
  readonly column: Column<Row>;
  readonly order: Order | null;
  readonly onOrder: (order: Order | null) => void;
}) {
  const isSorted = order?.column === column.id;
  const direction = !isSorted ? undefined : order.descending ? 'descending' : 'ascending';
  // Once more after both directions gives the order of the server back.
  const next = (): Order | null => {
    if (!isSorted) return { column: column.id, descending: false };
    return order.descending ? null : { column: column.id, descending: true };
  };
  return (
    <th scope="col" aria-sort={direction} data-number={column.isNumber}>
      <Button className="sort" onPress={() => onOrder(next())}>
        {column.title}
        <span aria-hidden="true" className="sort-mark" data-direction={direction} />
      </Button>
    </th>
  );
}

function Cell<Row>({
  column,
  row,
  isName,
}: {
  readonly column: Column<Row>;
  readonly row: Row;
  readonly isName: boolean;
}) {
  const { number } = useFormats();
  const value = column.value(row);
  const shown = column.cell?.(row) ?? (typeof value === 'string' ? value : number(value));
  if (isName)
    return (
      <th scope="row" data-number={column.isNumber}>
        {shown}
      </th>
    );
  return (
    <td data-label={column.title} data-number={column.isNumber} data-long={column.isLong}>
      {shown}
    </td>
  );
}
