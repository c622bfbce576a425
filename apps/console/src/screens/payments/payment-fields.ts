import type { PayStatus } from '@payserver/client';
import type { FilterField } from '../../lists/list-search.ts';

const STATUSES = [
  'paying',
  'payed',
  'payFailed',
  'partRefunded',
  'refunded',
  'unpay',
] as const satisfies readonly PayStatus[];

/** What payments can be filtered by; the merchant only by those who see all of them. */
export function paymentFields(scope: 'own' | 'all'): FilterField[] {
  return [
    { kind: 'choice', name: 'status', choices: STATUSES },
    { kind: 'period', name: 'created' },
    { kind: 'flag', name: 'needsReview' },
    ...(scope === 'all' ? [{ kind: 'text', name: 'merchantUUID' } as const] : []),
    { kind: 'text', name: 'clientPayNo' },
    { kind: 'text', name: 'tractionNo' },
    { kind: 'text', name: 'payTemplateId' },
    { kind: 'text', name: 'payModeUUID' },
  ];
}
