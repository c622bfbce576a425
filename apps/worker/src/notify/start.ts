import type { EndpointNews } from '@payserver/shared/domain/notify/endpoint-state';
import type { OperationalEventType } from '@payserver/shared/domain/notify/event-types';
import type { Config } from '@payserver/shared/runtime/config';
import { ownPortsOf } from '@payserver/shared/runtime/connector-allow';
import type { Logger } from '@payserver/shared/runtime/logger';
import { createNotifyAllow } from '@payserver/shared/runtime/notify-allow';
import { type Repetition, repeat } from '@payserver/shared/runtime/repeat';
import { createSecretSeal } from '@payserver/shared/runtime/sealed-secret';
import { createTimeFormat } from '@payserver/shared/runtime/time';
import type { Database } from '@payserver/shared/store/database';
import type { ClaimedEndpoint } from '@payserver/shared/store/notify/claim';
import { createDueReader } from '@payserver/shared/store/notify/due';
import { createRelease } from '@payserver/shared/store/notify/endpoint-state';
import { readNotifyFigures } from '@payserver/shared/store/notify/figures';
import { addOwnEvent } from '@payserver/shared/store/notify/own-events';
import { createResultWriter } from '@payserver/shared/store/notify/results';
import { createDispatcher } from './dispatch.ts';
import { startFanOut } from './fan-out.ts';
import { createLanes } from './lanes.ts';
import type { NotifyMetrics } from './metrics.ts';
import { createSend } from './send.ts';
import { type Tending, tendNotifications } from './tend.ts';

export interface NotifyDeps {
  readonly db: Database;
  readonly log: Logger;
  readonly metrics: NotifyMetrics;
  /** aborted when the attempts in progress are to be cut */
  readonly stopping: AbortSignal;
}

/** What sends merchants their events. */
export interface Notifying {
  /** Orders have changed in this process: their events need not wait. */
  soon(): void;
  /** There may be records or endpoints whose wake-up was lost. */
  sweep(work: 'records' | 'endpoints'): void;
  /** Waits for the attempts in progress. */
  stop(): Promise<void>;
}

/** Starts fan-out, delivery, and what their tables need. */
export function startNotifying(config: Config, deps: NotifyDeps): Notifying {
  const { db, log, metrics, stopping } = deps;
  const ending = new AbortController();
  const tending = tendNotifications(deps);
  const lanes = createLanes();
  metrics.watch(lanes);
  const allow = createNotifyAllow(config.NOTIFY_ALLOW, ownPortsOf(config));
  const dispatcher = createDispatcher({
    ...{ db, log, metrics, stopping, ending: ending.signal },
    send: createSend(allow, stopping),
    writeResult: createResultWriter(db),
    readDue: createDueReader(db),
    release: createRelease(db),
    seal: createSecretSeal(config.NOTIFY_TOKEN_SECRET),
    lanes,
    context: { base: config.apiUrl, time: createTimeFormat(config.TIME_ZONE) },
    onNews: createNews(deps, tending),
  });
  const fanOut = startFanOut({ db, log, metrics, onDue: () => dispatcher.wake() });
  const figures = config.METRICS_PORT === 0 ? [] : [showFigures(deps)];
  return {
    soon: () => fanOut.soon(),
    sweep: (work) => (work === 'records' ? fanOut.soon() : dispatcher.wake()),
    async stop() {
      ending.abort();
      const parts = [fanOut, dispatcher, tending, ...figures];
      await Promise.allSettled(parts.map(async (part) => await part.stop()));
    },
  };
}

const FIGURES_MS = 10_000;

/** Beside the page, not when it is read: a slow database must not make it fail. */
function showFigures({ db, log, metrics }: NotifyDeps): Repetition {
  const work = async () => metrics.show(await readNotifyFigures(db));
  return repeat({ name: 'counting notifications', everyMs: FIGURES_MS, log, work });
}

const TYPES: Readonly<Record<EndpointNews, OperationalEventType>> = {
  failing: 'endpoint.failing',
  recovered: 'endpoint.recovered',
  disabled: 'endpoint.disabled',
};

/** Tells operators by the log and the merchant's other endpoints by an event; the one that recovered hears of it too. */
function createNews({ db, log }: NotifyDeps, tending: Pick<Tending, 'switchedOff'>) {
  return (endpoint: ClaimedEndpoint, news: EndpointNews, off: string | null) => {
    if (off !== null) tending.switchedOff();
    const { uuid, merchantUUID, failingSince, backlog } = endpoint;
    const level = news === 'recovered' ? 'info' : 'warn';
    log[level]({ endpoint: uuid, merchant: merchantUUID, reason: off }, `endpoint ${news}`);
    const since = failingSince === null ? {} : { failingSince: failingSince.toISOString() };
    const event = {
      merchantUUID,
      type: TYPES[news],
      data: { endpointUUID: uuid, backlog, ...since, ...(off !== null && { reason: off }) },
      onlyEndpointId: null,
      exceptEndpointId: news === 'recovered' ? null : endpoint.id,
    };
    addOwnEvent(db, event).catch((error: unknown) => {
      log.warn({ err: error, endpoint: uuid }, 'an event of an endpoint was not written');
    });
  };
}
