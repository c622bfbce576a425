import type { TradeException } from '@payserver/client';
import { useMemo } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { useWhoami } from '../../api/use-session.ts';
import { useText } from '../../i18n/use-text.ts';
import type { ListDefinition } from '../../lists/list-definition.ts';
import { ListPage } from '../../lists/list-page.tsx';
import type { FilterField } from '../../lists/list-search.ts';
import { uuidOf } from '../../lists/uuid-of.ts';
import { EXCEPTION_COLUMNS } from './exception-columns.tsx';

const STATUSES = [
  'open',
  'reversing',
  'resolved',
] as const satisfies readonly TradeException['status'][];
const REASONS = [
  'lateSuccess',
  'lateFailure',
] as const satisfies readonly TradeException['reason'][];

function exceptionFields(scope: 'own' | 'all'): FilterField[] {
  return [
    { kind: 'choice', name: 'status', choices: STATUSES },
    { kind: 'choice', name: 'reason', choices: REASONS },
    { kind: 'period', name: 'created' },
    ...(scope === 'all' ? [{ kind: 'text', name: 'merchantUUID' } as const] : []),
    { kind: 'text', name: 'tractionNo' },
    { kind: 'text', name: 'payOrderUUID' },
  ];
}

/** Evidence that came after an order was final. A row opens its payment, where it is dealt with. */
export function ExceptionsPage() {
  const text = useText();
  const { scope } = useWhoami();
  const list = useMemo(
    (): ListDefinition<TradeException> => ({
      path: '/exceptions',
      title: text.nav.exceptions,
      lead: text.lists.leadOf.exceptions,
      fields: exceptionFields(scope),
      columns: EXCEPTION_COLUMNS,
      words: (words, { name }) =>
        name === 'status' ? words.exceptionStatus : words.exceptionReason,
      fetchPage: async (query, signal) =>
        await answerOf(api.GET('/exceptions', { params: { query }, signal })),
      row: {
        rowId: ({ uuid }) => uuid,
        linkOf: ({ payOrder }) => ({ to: '/payments/$uuid', uuid: uuidOf(payOrder.href) }),
        numberOf: ({ tractionNo }) => tractionNo,
      },
      exportAs: 'exceptions',
      empty: text.lists.emptyOf.exceptions,
    }),
    [text, scope],
  );
  return <ListPage list={list} />;
}
