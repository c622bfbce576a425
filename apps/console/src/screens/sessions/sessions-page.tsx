import type { ConsoleSession } from '@payserver/client';
import { useMemo } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { useText } from '../../i18n/use-text.ts';
import type { ListDefinition } from '../../lists/list-definition.ts';
import { ListPage } from '../../lists/list-page.tsx';
import { SESSION_COLUMNS } from './session-columns.tsx';

/** Log-ins to the console: one's own, and for administrators all. */
export function SessionsPage() {
  const text = useText();
  const list = useMemo(
    (): ListDefinition<ConsoleSession> => ({
      path: '/sessions',
      title: text.sessions.title,
      lead: text.sessions.lead,
      fields: [{ kind: 'period', name: 'created' }],
      columns: SESSION_COLUMNS,
      words: () => ({}),
      fetchPage: async (query, signal) =>
        await answerOf(api.GET('/sessions', { params: { query }, signal })),
      row: {
        rowId: ({ uuid }) => uuid,
        linkOf: () => null,
        numberOf: ({ uuid }) => uuid,
      },
      exportAs: null,
      empty: text.lists.emptyOf.sessions,
    }),
    [text],
  );
  return <ListPage list={list} />;
}
