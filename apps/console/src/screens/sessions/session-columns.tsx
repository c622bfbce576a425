import type { ConsoleSession } from '@payserver/client';
import { NumberText } from '../../components/number-text.tsx';
import { RelativeTime, Time } from '../../components/time.tsx';
import { Word } from '../../components/word.tsx';
import type { ListColumn } from '../../lists/list-column.ts';
import { RevokeButton } from './revoke-button.tsx';
import { SessionState } from './session-state.tsx';

/** The columns of sessions, in their order. */
export const SESSION_COLUMNS: readonly ListColumn<ConsoleSession>[] = [
  {
    id: 'subject',
    header: (text) => text.lists.fields.subject,
    width: 150,
    isGrowing: true,
    isUsual: true,
    card: 'title',
    cell: ({ subject }) => <NumberText value={subject} />,
  },
  {
    id: 'status',
    header: (text) => text.lists.fields.status,
    width: 116,
    isUsual: true,
    card: 'right',
    cell: (session) => <SessionState session={session} />,
  },
  {
    id: 'role',
    header: (text) => text.lists.fields.role,
    width: 96,
    isUsual: true,
    cell: ({ role }) => <Word of="role" value={role} />,
  },
  {
    id: 'merchantUUID',
    header: (text) => text.lists.fields.merchantUUID,
    width: 110,
    isGrowing: true,
    isUsual: true,
    isWide: true,
    card: 'hidden',
    cell: ({ merchantUUID }) => <NumberText value={merchantUUID} />,
  },
  {
    id: 'via',
    header: (text) => text.lists.fields.via,
    width: 96,
    isUsual: true,
    card: 'hidden',
    cell: ({ via }) => <Word of="via" value={via} />,
  },
  {
    id: 'address',
    header: (text) => text.lists.fields.address,
    width: 104,
    isUsual: true,
    cell: ({ address }) => <NumberText value={address} />,
  },
  {
    id: 'lastSeenAt',
    header: (text) => text.lists.fields.lastSeenAt,
    width: 90,
    isUsual: true,
    cell: ({ lastSeenAt }) => <RelativeTime at={lastSeenAt} />,
  },
  {
    id: 'createdAt',
    header: (text) => text.lists.fields.createdAt,
    width: 132,
    isUsual: true,
    card: 'hidden',
    cell: ({ createdAt }) => <Time at={createdAt} />,
  },
  {
    id: 'expiresAt',
    header: (text) => text.lists.fields.expiresAt,
    width: 136,
    card: 'hidden',
    cell: ({ expiresAt }) => <Time at={expiresAt} />,
  },
  {
    id: 'userAgent',
    header: (text) => text.lists.fields.userAgent,
    width: 240,
    card: 'hidden',
    cell: ({ userAgent }) => <NumberText value={userAgent} />,
  },
  {
    id: 'actions',
    header: (text) => text.sessions.revoke,
    width: 70,
    isRight: true,
    isUsual: true,
    cell: (session) => <RevokeButton session={session} />,
  },
];
