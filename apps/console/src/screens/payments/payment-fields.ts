import { wordsEn } from '../../i18n/words-en.ts';
import type { FilterField } from '../../lists/list-search.ts';

/** Every status has a word. */
const STATUSES = Object.keys(wordsEn.payStatus);

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
