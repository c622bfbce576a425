import { Registry } from 'prom-client';
import { createNotifyMetrics, type NotifyMetrics } from './notify/metrics.ts';

/** What a worker counts. */
export interface WorkerMetrics {
  readonly registry: Registry;
  readonly notify: NotifyMetrics;
}

/** A worker's counts, all at their beginning; each line of the page says which part it is of. */
export function createWorkerMetrics(): WorkerMetrics {
  const registry = new Registry();
  registry.setDefaultLabels({ part: 'worker' });
  return { registry, notify: createNotifyMetrics(registry) };
}
