import type { RefundOrder } from '@payserver/client';
import { useMemo } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { useWhoami } from '../../api/use-session.ts';
import { useText } from '../../i18n/use-text.ts';
import { wordsEn } from '../../i18n/words-en.ts';
import type { ListDefinition } from '../../lists/list-definition.ts';
import { ListPage } from '../../lists/list-page.tsx';
import type { FilterField } from '../../lists/list-search.ts';
import { REFUND_COLUMNS } from './refund-columns.tsx';

/** Every status has a word. */
const STATUSES = Object.keys(wordsEn.refundStatus);

function refundFields(scope: 'own' | 'all'): FilterField[] {
  return [
    { kind: 'choice', name: 'status', choices: STATUSES },
    { kind: 'period', name: 'created' },
    { kind: 'flag', name: 'needsReview' },
    ...(scope === 'all' ? [{ kind: 'text', name: 'merchantUUID' } as const] : []),
    { kind: 'text', name: 'clientRefundNo' },
    { kind: 'text', name: 'tractionNo' },
    { kind: 'text', name: 'payTractionNo' },
    { kind: 'text', name: 'payTemplateId' },
    { kind: 'text', name: 'payModeUUID' },
  ];
}

/** Refunds. */
export function RefundsPage() {
  const text = useText();
  const { scope } = useWhoami();
  const list = useMemo(
    (): ListDefinition<RefundOrder> => ({
      path: '/refunds',
      title: text.nav.refunds,
      fields: refundFields(scope),
      columns: REFUND_COLUMNS,
      words: (words) => words.refundStatus,
      fetchPage: async (query, signal) =>
        await answerOf(api.GET('/refundOrders', { params: { query }, signal })),
      row: {
        rowId: ({ uuid }) => uuid,
        linkOf: ({ uuid }) => ({ to: '/refunds/$uuid', uuid }),
        numberOf: ({ tractionNo }) => tractionNo,
      },
      exportAs: 'refundOrders',
      empty: text.lists.emptyOf.refunds,
    }),
    [text, scope],
  );
  return <ListPage list={list} />;
}
