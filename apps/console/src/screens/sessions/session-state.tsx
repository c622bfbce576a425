import type { ConsoleSession } from '@payserver/client';
import { useTimeZone } from '../../api/use-session.ts';
import { ToneBadge } from '../../components/status-badge.tsx';
import { useNow } from '../../components/time.tsx';
import { readTime } from '../../format/time.ts';
import { useText } from '../../i18n/use-text.ts';

const STEP_MS = 10_000;

/** Whether a session can still be used. */
export function useIsOpen({ revokedAt, expiresAt }: ConsoleSession): boolean {
  const timeZone = useTimeZone();
  const now = useNow(STEP_MS);
  return revokedAt === null && (readTime(expiresAt, timeZone) ?? 0) > now;
}

/** What became of a session, in a word. */
export function SessionState({ session }: { readonly session: ConsoleSession }) {
  const text = useText();
  const isOpen = useIsOpen(session);
  if (session.isCurrent === 1) return <ToneBadge tone="good">{text.sessions.current}</ToneBadge>;
  if (isOpen) return <ToneBadge tone="good">{text.sessions.open}</ToneBadge>;
  const isRevoked = session.revokedAt !== null;
  return (
    <ToneBadge tone="idle">{isRevoked ? text.sessions.revoked : text.sessions.expired}</ToneBadge>
  );
}
