import type { AuditRecord } from '@payserver/client';
import { useMemo } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { useWhoami } from '../../api/use-session.ts';
import { useText } from '../../i18n/use-text.ts';
import { wordsEn } from '../../i18n/words-en.ts';
import type { ListDefinition } from '../../lists/list-definition.ts';
import { ListPage } from '../../lists/list-page.tsx';
import type { FilterField } from '../../lists/list-search.ts';
import { AUDIT_COLUMNS } from './audit-columns.tsx';
import { auditLink } from './audit-link.ts';

function auditFields(scope: 'own' | 'all'): FilterField[] {
  return [
    { kind: 'text', name: 'actor' },
    { kind: 'choice', name: 'action', choices: Object.keys(wordsEn.auditAction) },
    { kind: 'period', name: 'created' },
    { kind: 'text', name: 'result' },
    { kind: 'text', name: 'target' },
    ...(scope === 'all' ? [{ kind: 'text', name: 'merchantUUID' } as const] : []),
  ];
}

/** Who did what, from where, and what came of it. */
export function AuditPage() {
  const text = useText();
  const { scope } = useWhoami();
  const list = useMemo(
    (): ListDefinition<AuditRecord> => ({
      path: '/audit',
      title: text.nav.audit,
      lead: text.lists.leadOf.audit,
      fields: auditFields(scope),
      columns: AUDIT_COLUMNS,
      words: ({ auditAction }) => auditAction,
      fetchPage: async (query, signal) =>
        await answerOf(api.GET('/auditRecords', { params: { query }, signal })),
      row: {
        rowId: ({ uuid }) => uuid,
        linkOf: auditLink,
        numberOf: ({ target, requestId }) => target ?? requestId,
      },
      exportAs: 'auditRecords',
      empty: text.lists.emptyOf.audit,
    }),
    [text, scope],
  );
  return <ListPage list={list} />;
}
