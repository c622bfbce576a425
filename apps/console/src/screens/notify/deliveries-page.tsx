import type { NotifyDelivery } from '@payserver/client';
import { IconMailForward } from '@tabler/icons-react';
import { useMemo } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { useWhoami } from '../../api/use-session.ts';
import { useText } from '../../i18n/use-text.ts';
import type { ListDefinition } from '../../lists/list-definition.ts';
import { ListPage } from '../../lists/list-page.tsx';
import type { FilterField } from '../../lists/list-search.ts';
import { DELIVERY_COLUMNS } from './delivery-columns.tsx';

const STATUSES = [
  'open',
  'ok',
  'failed',
  'skipped',
] as const satisfies readonly NotifyDelivery['status'][];

function deliveryFields(scope: 'own' | 'all'): FilterField[] {
  return [
    { kind: 'choice', name: 'status', choices: STATUSES },
    { kind: 'text', name: 'notifyEndpointUUID' },
    { kind: 'text', name: 'payOrderUUID' },
    { kind: 'text', name: 'refundOrderUUID' },
    { kind: 'period', name: 'created' },
    ...(scope === 'all' ? [{ kind: 'text', name: 'merchantUUID' } as const] : []),
  ];
}

/** What was sent to endpoints. */
export function DeliveriesPage() {
  const text = useText();
  const { scope } = useWhoami();
  const list = useMemo(
    (): ListDefinition<NotifyDelivery> => ({
      path: '/deliveries',
      title: text.nav.deliveries,
      lead: text.lists.leadOf.deliveries,
      fields: deliveryFields(scope),
      columns: DELIVERY_COLUMNS,
      words: ({ deliveryStatus }) => deliveryStatus,
      fetchPage: async (query, signal) =>
        await answerOf(api.GET('/notifyDeliveries', { params: { query }, signal })),
      row: {
        rowId: ({ uuid }) => uuid,
        linkOf: ({ uuid }) => ({ to: '/deliveries/$uuid', uuid }),
        numberOf: ({ eventId }) => eventId,
      },
      exportAs: null,
      empty: text.lists.emptyOf.deliveries,
      emptyIcon: <IconMailForward size={20} />,
    }),
    [text, scope],
  );
  return <ListPage list={list} />;
}
