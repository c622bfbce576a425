import type { NotifyEndpoint } from '@payserver/client';
import type { Text } from '../../i18n/en.ts';

/** What says how an endpoint is. */
export type EndpointState = Pick<NotifyEndpoint, 'status' | 'offReason' | 'failingSince'>;

/** Why an endpoint is off (packages/shared domain/notify/endpoint-state.ts), by a piece of the API's text. */
const OFF_REASONS = [
  ['gone', '410'],
  ['exhausted', 'without an attempt left'],
  ['failures', 'nothing but failures'],
] as const;

/** Why nothing arrives at an endpoint, null where all is well; a reason that is new is shown as it is. */
export function reasonOf(
  { notify }: Text,
  { status, offReason, failingSince }: EndpointState,
): string | null {
  if (status === 'paused') return notify.pausedHelp;
  if (status === 'on') return failingSince === null ? null : notify.failingHelp(failingSince);
  const [key] = OFF_REASONS.find(([, piece]) => offReason?.includes(piece)) ?? [null];
  return key === null ? offReason : notify.offReason[key];
}
