import type { AuditRecord } from '@payserver/client';
import { DetailButton } from '../../components/detail-button.tsx';
import { NumberText } from '../../components/number-text.tsx';
import { ToneBadge } from '../../components/status-badge.tsx';
import { Time } from '../../components/time.tsx';
import { Word } from '../../components/word.tsx';
import { YesNo } from '../../components/yes-no.tsx';
import { useText } from '../../i18n/use-text.ts';
import type { ListColumn } from '../../lists/list-column.ts';
import { isRefusal } from './audit-link.ts';

/** What came of it: done, the code of the refusal, or not known yet. */
function Result({ result }: { readonly result: string }) {
  const text = useText();
  if (isRefusal(result))
    return <ToneBadge tone="bad">{`${text.audit.refused} ${result}`}</ToneBadge>;
  if (result === 'done') return <ToneBadge tone="good">{text.audit.done}</ToneBadge>;
  return <ToneBadge tone="wait">{text.audit.underWay}</ToneBadge>;
}

/** The columns of audit records, in their order. */
export const AUDIT_COLUMNS: readonly ListColumn<AuditRecord>[] = [
  {
    id: 'action',
    header: (text) => text.lists.fields.action,
    width: 190,
    isGrowing: true,
    isUsual: true,
    card: 'title',
    cell: ({ action }) => (
      <span title={action}>
        <Word of="auditAction" value={action} />
      </span>
    ),
  },
  {
    id: 'actor',
    header: (text) => text.lists.fields.actor,
    width: 130,
    isGrowing: true,
    isUsual: true,
    cell: ({ actor }) => <NumberText value={actor} />,
  },
  {
    id: 'result',
    header: (text) => text.lists.fields.result,
    width: 110,
    isUsual: true,
    card: 'right',
    cell: ({ result }) => <Result result={result} />,
  },
  {
    id: 'detail',
    header: (text) => text.lists.fields.detail,
    width: 150,
    isGrowing: true,
    isUsual: true,
    card: 'hidden',
    cell: ({ detail }) => <DetailButton detail={detail} />,
  },
  {
    id: 'target',
    header: (text) => text.lists.fields.target,
    width: 190,
    isUsual: true,
    isWide: true,
    card: 'hidden',
    cell: ({ target }) => <NumberText value={target} />,
  },
  {
    id: 'address',
    header: (text) => text.lists.fields.address,
    width: 104,
    isUsual: true,
    cell: ({ address }) => <NumberText value={address} />,
  },
  {
    id: 'createdAt',
    header: (text) => text.lists.fields.createdAt,
    width: 136,
    isUsual: true,
    cell: ({ createdAt }) => <Time at={createdAt} />,
  },
  {
    id: 'merchantUUID',
    header: (text) => text.lists.fields.merchantUUID,
    width: 150,
    card: 'hidden',
    cell: ({ merchantUUID }) => <NumberText value={merchantUUID} />,
  },
  {
    id: 'requestId',
    header: (text) => text.lists.fields.requestId,
    width: 290,
    card: 'hidden',
    cell: ({ requestId }) => <NumberText value={requestId} />,
  },
  {
    id: 'isSealed',
    header: (text) => text.lists.fields.isSealed,
    width: 70,
    card: 'hidden',
    cell: ({ isSealed }) => <YesNo is={isSealed} />,
  },
];
