import type { NotifyEndpoint, NotifyReplayRequest } from '@payserver/client';
import { wordsEn } from '../../i18n/words-en.ts';
import { fromInputTime } from '../../lists/list-search.ts';

/** What a replay is asked with; times as a field of the browser has them. */
export interface ReplayFields {
  readonly from: string;
  readonly to: string;
  readonly types: readonly string[];
  readonly only: NonNullable<NotifyReplayRequest['only']>;
  readonly state: NonNullable<NotifyReplayRequest['state']>;
}

/** A form that nobody has filled in. */
export const NO_REPLAY: ReplayFields = {
  from: '',
  to: '',
  types: [],
  only: 'failed',
  state: 'asOfThen',
};

/** What is wrong with the times, before the API is asked. */
export function timeTrouble({ from, to }: Pick<ReplayFields, 'from' | 'to'>) {
  if (from === '') return 'fromMissing';
  return to !== '' && to < from ? 'backwards' : null;
}

/** The request that the fields make. */
export function replayBody({ from, to, types, ...rest }: ReplayFields): NotifyReplayRequest {
  return {
    from: fromInputTime(from, '00'),
    ...(to === '' ? {} : { to: fromInputTime(to, '59') }),
    types: types as NonNullable<NotifyReplayRequest['types']>,
    ...rest,
  };
}

/** Events that can be sent again: those of orders, of the types that the endpoint gets. */
export function replayTypes({ types }: Pick<NotifyEndpoint, 'types'>): string[] {
  return Object.keys(wordsEn.notifyType).filter(
    (type) => !/^(?:endpoint|daily)\./.test(type) && (types.length === 0 || types.includes(type)),
  );
}
