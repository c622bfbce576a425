import type { TradeRecord } from '@payserver/client';
import { useMemo } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { useWhoami } from '../../api/use-session.ts';
import { useText } from '../../i18n/use-text.ts';
import type { ListDefinition } from '../../lists/list-definition.ts';
import { ListPage } from '../../lists/list-page.tsx';
import type { FilterField } from '../../lists/list-search.ts';
import { RECORD_COLUMNS } from './record-columns.tsx';

function recordFields(scope: 'own' | 'all'): FilterField[] {
  return [
    { kind: 'choice', name: 'kind', choices: ['pay', 'refund'] },
    { kind: 'period', name: 'created' },
    ...(scope === 'all' ? [{ kind: 'text', name: 'merchantUUID' } as const] : []),
    { kind: 'text', name: 'tractionNo' },
    { kind: 'text', name: 'payOrderUUID' },
    { kind: 'text', name: 'refundOrderUUID' },
    { kind: 'text', name: 'payTemplateId' },
    { kind: 'text', name: 'payModeUUID' },
  ];
}

/** Every step of every order, the newest first. */
export function RecordsPage() {
  const text = useText();
  const { scope } = useWhoami();
  const list = useMemo(
    (): ListDefinition<TradeRecord> => ({
      path: '/records',
      title: text.nav.records,
      lead: text.lists.leadOf.records,
      fields: recordFields(scope),
      columns: RECORD_COLUMNS,
      words: (words) => words.kind,
      fetchPage: async (query, signal) =>
        await answerOf(api.GET('/tradeRecords', { params: { query }, signal })),
      row: {
        rowId: ({ uuid }) => uuid,
        linkOf: ({ payOrderUUID }) => ({ to: '/payments/$uuid', uuid: payOrderUUID }),
        numberOf: ({ tractionNo }) => tractionNo,
      },
      exportAs: 'tradeRecords',
      empty: text.lists.emptyOf.records,
    }),
    [text, scope],
  );
  return <ListPage list={list} />;
}
