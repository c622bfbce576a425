import type { PayOrder } from '@payserver/client';
import { useMemo } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { useWhoami } from '../../api/use-session.ts';
import { useText } from '../../i18n/use-text.ts';
import type { ListDefinition } from '../../lists/list-definition.ts';
import { ListPage } from '../../lists/list-page.tsx';
import { PAYMENT_COLUMNS } from './payment-columns.tsx';
import { paymentFields } from './payment-fields.ts';

/** Payments. */
export function PaymentsPage() {
  const text = useText();
  const { scope } = useWhoami();
  const list = useMemo(
    (): ListDefinition<PayOrder> => ({
      path: '/payments',
      title: text.nav.payments,
      fields: paymentFields(scope),
      columns: PAYMENT_COLUMNS,
      words: (words) => words.payStatus,
      fetchPage: async (query, signal) =>
        await answerOf(api.GET('/payOrders', { params: { query }, signal })),
      row: {
        rowId: ({ uuid }) => uuid,
        linkOf: ({ uuid }) => ({ to: '/payments/$uuid', uuid }),
        numberOf: ({ tractionNo }) => tractionNo,
      },
      exportAs: 'payOrders',
      empty: text.lists.emptyOf.payments,
    }),
    [text, scope],
  );
  return <ListPage list={list} />;
}
