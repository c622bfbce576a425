import { unwrap } from '@payserver/shared/domain/errors';
import { pick } from '@payserver/shared/runtime/pick';
import type { App } from '../../http/app.ts';
import { ERROR_RESPONSES } from '../../http/error-body.ts';
import { readMoment } from '../../http/list-query.ts';
import { MERCHANT_INPUT } from '../../http/schemas/common.ts';
import { answer, type Operation } from '../../http/schemas/operation.ts';
import { readEvents } from '../../use-cases/notify-events.ts';
import type { ResourceDeps } from '../resource-routes.ts';
import { DEFAULT_EVENTS, NotifyEvents, NotifyEventsQuery } from './schema.ts';

const READ: Operation = {
  operationId: 'listNotifyEvents',
  summary: 'Read events by asking',
  description:
    'The same events as the messages, for programs that cannot be posted to: pass `next` as `after` in the next call. In ' +
    'the order of their commits: none is passed over, whatever is written meanwhile. An answer may be empty and have ' +
    '`more`: ask again at once.',
  tags: ['Notifications'],
  'x-codes': [9403],
};

/** GET notifyEvents. */
export function notifyEventRoutes(app: App, deps: ResourceDeps): void {
  const schema = {
    ...READ,
    querystring: NotifyEventsQuery,
    response: { 200: answer(NotifyEvents, 'The events.'), ...ERROR_RESPONSES },
  };
  app.get('/notifyEvents', { schema }, async ({ caller, query }) => {
    const { after = null, limit = DEFAULT_EVENTS } = query;
    const from = readMoment('from', query.from, deps.wire.time)?.first ?? null;
    const merchant = pick(query, MERCHANT_INPUT);
    const { events, next, more } = unwrap(
      await readEvents(deps, caller, { merchant, after, from, limit, context: deps.wire }),
    );
    return {
      items: events.map(({ data, ...event }) => ({ ...event, data: { ...data } })),
      next,
      more,
    };
  });
}
