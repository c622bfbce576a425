import { Button } from '@mantine/core';
import { IconInbox } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { exportUrl } from '../api/exports.ts';
import { useIsRoomy } from '../app/use-width.ts';
import { EmptyState } from '../components/empty-state.tsx';
import { ErrorNote, ErrorState } from '../components/error-state.tsx';
import { Page } from '../components/page.tsx';
import { RowSkeleton } from '../components/skeletons.tsx';
import { useLanguage, useText } from '../i18n/use-text.ts';
import { ColumnMenu } from './column-menu.tsx';
import { CsvButton } from './csv-button.tsx';
import { DataList } from './data-list.tsx';
import { FilterBar } from './filter-bar.tsx';
import { usualColumns } from './list-column.ts';
import type { ListDefinition } from './list-definition.ts';
import { ListFoot } from './list-foot.tsx';
import classes from './list-page.module.css';
import {
  type ListParams,
  type ListShape,
  readListSearch,
  toQuery,
  withColumns,
  withFilter,
  withOrder,
  withoutFilters,
} from './list-search.ts';
import { useList } from './use-list.ts';
import { ViewsMenu } from './views-menu.tsx';

/** A list whose filters, columns and order are the URL. */
export function ListPage<Row extends object>({ list }: { readonly list: ListDefinition<Row> }) {
  const text = useText();
  const { shape, params, search, usual, go } = useListUrl(list);
  const query = toQuery(search);
  const loaded = useList({ name: list.path, query, fetchPage: list.fetchPage });
  const shown = search.columns ?? usual;
  const [exportError, onExportError] = useState<unknown>(null);
  return (
    <Page
      isFilling
      title={list.title}
      {...(list.lead === undefined ? {} : { lead: list.lead })}
      actions={<Actions {...{ list, params, query, shown, usual, go, onExportError }} />}
    >
      <div className={classes['filters']}>
        <FilterBar
          fields={list.fields}
          search={search}
          words={list.words}
          onSet={(field, values) => go(withFilter(params, field, values))}
          onClear={() => go(withoutFilters(params, shape))}
        />
        {exportError === null ? null : (
          <ErrorNote title={text.lists.csvFailed} error={exportError} />
        )}
      </div>
      <Body
        loaded={loaded}
        empty={
          <Nothing
            list={list}
            isFiltered={search.filters.length > 0}
            onClear={() => go(withoutFilters(params, shape))}
          />
        }
      >
        <DataList
          {...list.row}
          label={list.title}
          rows={loaded.rows}
          columns={list.columns}
          shown={shown}
          hasMore={loaded.hasNextPage}
          sort={{
            column: 'createdAt',
            isUp: search.isOldestFirst,
            onTurn: () => go(withOrder(params, !search.isOldestFirst)),
            label: search.isOldestFirst ? text.lists.oldestFirst : text.lists.newestFirst,
          }}
          foot={<ListFoot loaded={loaded} />}
        />
      </Body>
    </Page>
  );
}

/** What the URL says of the list, and how to say something else. */
function useListUrl<Row>(list: ListDefinition<Row>) {
  const navigate = useNavigate();
  const params = useSearch({ strict: false }) as ListParams;
  const shape: ListShape = {
    fields: list.fields,
    columns: list.columns.map(({ id }) => id),
    isOldestFirst: list.isOldestFirst ?? false,
  };
  const go = (next: Record<string, string>) => {
    void navigate({ to: list.path, search: next, replace: false });
  };
  const usual = usualColumns(list.columns, useIsRoomy());
  return { shape, params, search: readListSearch(shape, params), usual, go };
}

interface ActionsProps<Row> {
  readonly list: ListDefinition<Row>;
  readonly params: ListParams;
  readonly query: Readonly<Record<string, string>>;
  readonly shown: readonly string[];
  readonly usual: readonly string[];
  readonly go: (next: Record<string, string>) => void;
  readonly onExportError: (error: unknown) => void;
}

function Actions<Row>(props: ActionsProps<Row>) {
  const { list, params, query, shown, usual, go, onExportError } = props;
  const language = useLanguage();
  return (
    <>
      <ViewsMenu path={list.path} params={params} />
      <ColumnMenu
        columns={list.columns}
        shown={shown}
        usual={usual}
        onChange={(chosen) => go(withColumns(params, chosen, usual))}
      />
      {list.exportAs === null ? null : (
        <CsvButton url={exportUrl(list.exportAs, query, language)} onError={onExportError} />
      )}
      {list.actions}
    </>
  );
}

interface BodyProps {
  readonly loaded: { isPending: boolean; error: unknown; rows: unknown[]; refetch: () => unknown };
  readonly empty: ReactNode;
  readonly children: ReactNode;
}

function Body({ loaded, empty, children }: BodyProps) {
  if (loaded.isPending) {
    return (
      <div className={classes['body']}>
        <RowSkeleton />
      </div>
    );
  }
  if (loaded.rows.length > 0) return children;
  return (
    <div className={classes['body']}>
      {loaded.error === null ? (
        empty
      ) : (
        <ErrorState error={loaded.error} onRetry={() => void loaded.refetch()} />
      )}
    </div>
  );
}

interface NothingProps<Row> {
  readonly list: ListDefinition<Row>;
  readonly isFiltered: boolean;
  readonly onClear: () => void;
}

function Nothing<Row>({ list, isFiltered, onClear }: NothingProps<Row>) {
  const text = useText();
  const icon = list.emptyIcon ?? <IconInbox size={20} />;
  if (!isFiltered) {
    return (
      <EmptyState icon={icon} title={text.lists.empty}>
        {list.empty}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={icon} title={text.lists.emptyFiltered}>
      <p className={classes['help']}>{text.lists.emptyFilteredHelp}</p>
      <Button variant="default" size="xs" onClick={onClear}>
        {text.lists.clearFilters}
      </Button>
    </EmptyState>
  );
}
