import type { AttemptPhase } from '@payserver/shared/domain/notify/judge';
import { MOST_COUNTED, type NotifyFigures } from '@payserver/shared/store/notify/figures';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Lanes } from './lanes.ts';

/** One attempt that is over. */
export interface CountedAttempt {
  readonly phase: AttemptPhase;
  readonly httpStatus: number | null;
  /** of its delivery */
  readonly isFirst: boolean;
  /** from the event to the answer that took the message, ms; null of one that was not taken, and of a replay */
  readonly latencyMs: number | null;
}

/** Counts of notifications. Labels are of short lists: never a merchant, an endpoint or a URL. */
export interface NotifyMetrics {
  fannedOut(done: { readonly events: number; readonly skipped: number }): void;
  attempted(attempt: CountedAttempt): void;
  ended(outcome: 'ok' | 'failed' | 'skipped', count?: number): void;
  /** Reads the attempts in flight there whenever the page is written. */
  watch(lanes: Pick<Lanes, 'inFlight'>): void;
  /** What the database says; until then the page has no line of it. */
  show(figures: NotifyFigures): void;
}

/** Around what is promised: half within 150 ms, all but a hundredth within 600 ms; then the times of retries. */
const LATENCY_S = [0.05, 0.1, 0.15, 0.25, 0.6, 1, 2.5, 5, 10, 30, 60, 300, 3_600, 86_400];
/** What may come together, so that each line is there from the first scrape on and a rate sees the first one. */
const CLASSES: Readonly<Record<AttemptPhase, readonly string[]>> = {
  refused: ['none'],
  dns: ['none'],
  connect: ['none'],
  tls: ['none'],
  sent: ['none'],
  status: ['3xx', '4xx', '5xx', 'other'],
  body: ['2xx'],
  ok: ['2xx'],
};

/** Their counters begin at 0 with the process. */
export function createNotifyMetrics(registry: Registry): NotifyMetrics {
  const registers = [registry];
  const { show } = createFigures(registry);
  const events = new Counter({
    name: 'payserver_notify_events_fanned_out_total',
    help: 'Events of orders that were given to the endpoints that want them',
    registers,
  });
  const ended = new Counter({
    name: 'payserver_notify_deliveries_ended_total',
    help: 'Deliveries that ended: taken, without an attempt left, or never sent',
    labelNames: ['outcome'],
    registers,
  });
  for (const outcome of ['ok', 'failed', 'skipped']) ended.inc({ outcome }, 0);
  const attempts = new Counter({
    name: 'payserver_notify_attempts_total',
    help: 'Attempts by how far they came and the class of the answer',
    labelNames: ['phase', 'class'],
    registers,
  });
  for (const [phase, classes] of Object.entries(CLASSES)) {
    for (const one of classes) attempts.inc({ phase, class: one }, 0);
  }
  const latency = new Histogram({
    name: 'payserver_notify_delivery_latency_seconds',
    help: 'From the event to the answer that took it, replays left out',
    labelNames: ['attempt'],
    buckets: LATENCY_S,
    registers,
  });
  for (const attempt of ['first', 'later']) latency.zero({ attempt });
  return {
    show,
    fannedOut(done) {
      events.inc(done.events);
      ended.inc({ outcome: 'skipped' }, done.skipped);
    },
    attempted({ phase, httpStatus, isFirst, latencyMs }) {
      attempts.inc({ phase, class: classOf(httpStatus) });
      if (latencyMs === null) return;
      // The clocks of two machines may differ.
      latency.observe({ attempt: isFirst ? 'first' : 'later' }, Math.max(latencyMs, 0) / 1_000);
    },
    ended: (outcome, count = 1) => ended.inc({ outcome }, count),
    watch: (lanes) => createInFlight(registry, lanes),
  };
}

function classOf(httpStatus: number | null): string {
  if (httpStatus === null) return 'none';
  return httpStatus >= 200 && httpStatus <= 599 ? `${Math.floor(httpStatus / 100)}xx` : 'other';
}

function createInFlight(registry: Registry, lanes: Pick<Lanes, 'inFlight'>): void {
  new Gauge({
    name: 'payserver_notify_attempts_in_flight',
    help: 'Attempts that wait for their receiver',
    labelNames: ['lane'],
    registers: [registry],
    collect() {
      for (const lane of ['fast', 'slow'] as const) this.set({ lane }, lanes.inFlight(lane));
    },
  });
}

function createFigures(registry: Registry): Pick<NotifyMetrics, 'show'> {
  const gauge = (name: string, help: string, labelNames: string[] = []) => {
    const made = new Gauge({
      name: `payserver_notify_${name}`,
      help,
      labelNames,
      registers: [registry],
    });
    // One without labels begins at 0, which would say that all is well.
    if (labelNames.length === 0) made.remove();
    return made;
  };
  const lag = gauge(
    'tail_lag_seconds',
    'Since when the tail has not moved though there may be events',
  );
  const open = gauge('deliveries_open', 'Deliveries that wait to be sent, of all workers');
  const endpoints = gauge('endpoints', 'Endpoints that fail or were switched off', ['status']);
  const truncated = gauge(
    'counts_truncated',
    `1 where counting ended at ${MOST_COUNTED}: there are more`,
    ['of'],
  );
  const at = gauge(
    'stats_last_success_timestamp_seconds',
    'When the figures of the database were read',
  );
  return {
    show(figures) {
      lag.set(figures.lagMs / 1_000);
      open.set(figures.open);
      endpoints.set({ status: 'failing' }, figures.failing);
      endpoints.set({ status: 'off' }, figures.off);
      truncated.set({ of: 'deliveries' }, Number(figures.open >= MOST_COUNTED));
      truncated.set({ of: 'endpoints' }, Number(figures.endpoints >= MOST_COUNTED));
      at.setToCurrentTime();
    },
  };
}
