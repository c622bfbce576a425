import type { NotifyEndpoint } from '@payserver/client';
import { IconWebhook } from '@tabler/icons-react';
import { useMemo } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { useWhoami } from '../../api/use-session.ts';
import { useText } from '../../i18n/use-text.ts';
import type { ListDefinition } from '../../lists/list-definition.ts';
import { ListPage } from '../../lists/list-page.tsx';
import type { FilterField } from '../../lists/list-search.ts';
import { AddButton } from './add-button.tsx';
import { ENDPOINT_COLUMNS } from './endpoint-columns.tsx';

const STATUSES = ['on', 'paused', 'off'] as const satisfies readonly NotifyEndpoint['status'][];
const KINDS = ['fixed', 'adhoc'] as const satisfies readonly NotifyEndpoint['kind'][];

function endpointFields(scope: 'own' | 'all'): FilterField[] {
  return [
    { kind: 'choice', name: 'status', choices: STATUSES },
    { kind: 'choice', name: 'kind', choices: KINDS },
    { kind: 'period', name: 'created' },
    ...(scope === 'all' ? [{ kind: 'text', name: 'merchantUUID' } as const] : []),
  ];
}

/** Where merchants want messages, and how it goes there. */
export function EndpointsPage() {
  const text = useText();
  const { scope } = useWhoami();
  const list = useMemo(
    (): ListDefinition<NotifyEndpoint> => ({
      path: '/endpoints',
      title: text.nav.endpoints,
      lead: text.lists.leadOf.endpoints,
      fields: endpointFields(scope),
      columns: ENDPOINT_COLUMNS,
      words: (words, { name }) => (name === 'status' ? words.endpointStatus : words.endpointKind),
      fetchPage: async (query, signal) =>
        await answerOf(api.GET('/notifyEndpoints', { params: { query }, signal })),
      row: {
        rowId: ({ uuid }) => uuid,
        linkOf: ({ uuid }) => ({ to: '/endpoints/$uuid', uuid }),
        numberOf: ({ uuid }) => uuid,
      },
      exportAs: null,
      empty: text.lists.emptyOf.endpoints,
      emptyIcon: <IconWebhook size={20} />,
      actions: <AddButton />,
    }),
    [text, scope],
  );
  return <ListPage list={list} />;
}
