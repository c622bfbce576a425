import { unwrap } from '@payserver/shared/domain/errors';
import type { TimeFormat } from '@payserver/shared/runtime/time';
import type { App } from '../../http/app.ts';
import { ERROR_RESPONSES } from '../../http/error-body.ts';
import { readMoment } from '../../http/list-query.ts';
import { UuidParams } from '../../http/schemas/common.ts';
import { answer, type Operation } from '../../http/schemas/operation.ts';
import {
  changeReplay,
  foreseeReplay,
  type ReplayWish,
  readReplay,
  readReplays,
  startReplay,
} from '../../use-cases/notify-replays.ts';
import { addList, addOne, type ResourceDeps } from '../resource-routes.ts';
import {
  ChangeReplayBody,
  NotifyReplayResource,
  ReplayBody,
  type ReplayForecast,
  ReplayOrForecast,
} from './schema.ts';
import { NOTIFY_REPLAY_VIEW, presentReplay } from './view.ts';

const TAGS: Operation['tags'] = ['Notifications'];
const SECOND_MS = 1_000;

/** Sending the messages of a time again. */
export function notifyReplayRoutes(app: App, deps: ResourceDeps): void {
  addList(app, deps, {
    view: NOTIFY_REPLAY_VIEW,
    read: (caller, query) => readReplays(deps, caller, query),
  });
  addOne(app, deps, {
    view: NOTIFY_REPLAY_VIEW,
    read: (caller, uuid) => readReplay(deps, caller, uuid),
  });
  startRoute(app, deps);
  changeRoute(app, deps);
}

const START: Operation = {
  operationId: 'replayNotifyEvents',
  summary: 'Send the messages of a time again',
  description:
    'To this endpoint, about the events of its types and pay modes, the oldest first, 500 in a second at most. With ' +
    '`dryRun` 1 it writes nothing and says how many that would be. At most 5 replays of an endpoint run at once (9004).',
  tags: TAGS,
  'x-codes': [9007, 9403],
};

function startRoute(app: App, deps: ResourceDeps): void {
  const schema = {
    ...START,
    params: UuidParams,
    body: ReplayBody,
    response: {
      200: answer(ReplayOrForecast, 'The replay, or what a dry run says.'),
      ...ERROR_RESPONSES,
    },
  };
  app.post('/notifyEndpoints/:uuid/replays', { schema }, async ({ caller, params, body }) => {
    const wish = readWish(body, params.uuid, deps.wire.time);
    if (body.dryRun === 1) {
      const { total, byType } = unwrap(await foreseeReplay(deps, caller, wish));
      return { willSend: total, byType } satisfies ReplayForecast;
    }
    return presentReplay(deps.wire, unwrap(await startReplay(deps, caller, wish)));
  });
}

function readWish(body: ReplayBody, uuid: string, time: TimeFormat): ReplayWish {
  const to = readMoment('to', body.to, time);
  return {
    endpointUUID: uuid,
    from: readMoment('from', body.from, time)?.first ?? new Date(0),
    before: to === null ? null : new Date(to.last.getTime() + SECOND_MS),
    types: body.types ?? [],
    only: body.only ?? 'failed',
    state: body.state ?? 'asOfThen',
  };
}

const CHANGE: Operation = {
  operationId: 'changeNotifyReplay',
  summary: 'Pause, resume or stop a replay',
  description:
    'Messages that it has written are sent all the same. One that has ended stays so (9007).',
  tags: TAGS,
  'x-codes': [9007, 9403],
};

function changeRoute(app: App, deps: ResourceDeps): void {
  const schema = {
    ...CHANGE,
    params: UuidParams,
    body: ChangeReplayBody,
    response: { 200: answer(NotifyReplayResource, 'The replay.'), ...ERROR_RESPONSES },
  };
  app.post('/notifyReplays/:uuid', { schema }, async ({ caller, params, body }) => {
    const change = { uuid: params.uuid, status: body.status };
    return presentReplay(deps.wire, unwrap(await changeReplay(deps, caller, change)));
  });
}
