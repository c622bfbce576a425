import type { BulkJobOptions, JobsOptions, QueueOptions } from 'bullmq';

/** What the gateway asks of a queue of BullMQ, whichever engine keeps it. */
export interface Queue {
  add(name: string, data: unknown, options: JobsOptions): Promise<unknown>;
  addBulk(jobs: { name: string; data: unknown; opts: BulkJobOptions }[]): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}

/** What it asks of a worker of such a queue. */
export interface Worker {
  concurrency: number;
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}

/** Makes queues and workers on one engine; everything above it is the same for both. */
export interface QueueEngine {
  readonly name: 'redis' | 'postgres';
  newQueue(name: string): Queue;
  newWorker(name: string, handler: (data: unknown) => Promise<void>, options: WorkerTuning): Worker;
  /**
   * Hears of jobs in queues that have no worker in this process, of all of them on one connection. Null where
   * BullMQ announces jobs in another way than is known here: then each queue needs a worker.
   */
  listenForJobs(events: JobEvents): JobListener | null;
  /**
   * Which of these queues have a job that is not finished, whoever has taken it.
   *
   * @throws {Error} when the engine cannot be asked
   */
  findWithJobs(queues: readonly string[]): Promise<ReadonlySet<string>>;
  /** Null when it answers and keeps every job, otherwise what is wrong. Writes nothing. */
  check(): Promise<QueueProblem | null>;
  /** The same question, answered by a write. For once jobs could not be queued: not for every probe. */
  tryToWrite(): Promise<QueueProblem | null>;
  close(): Promise<void>;
}

/** What a listener for jobs tells. */
export interface JobEvents {
  /** A job was added to a watched queue. It is this process's turn: nobody else may hear of it. */
  readonly onJobs: (queue: string) => void;
  /** From now on jobs are heard of; what was added before may not have been. */
  readonly onListening: () => void;
}

/** Listens for jobs until it is closed; a connection that breaks is made again. */
export interface JobListener {
  /** Listens for jobs of this queue. A job that is there already may be signalled too. */
  watch(queue: string): void;
  /** Leaves the jobs of this queue to its worker. */
  unwatch(queue: string): void;
  close(): Promise<void>;
}

/** Why an engine cannot be used at the moment. */
export interface QueueProblem {
  /** `away` passes by itself; `unsafe` is a setting that loses jobs until an operator changes it */
  readonly kind: 'away' | 'unsafe';
  /** in words that anybody may read */
  readonly message: string;
}

/** What differs between workers. */
export interface WorkerTuning {
  readonly concurrency: number;
}

/**
 * Locks are short so that a killed worker's job is taken over after about 10 s instead of 90 s, and
 * stalls are forgiven for ever: the order row decides whether there is anything left to do, and a job
 * that BullMQ gives up would only be woken again by the sweep.
 */
export const WORKER_DEFAULTS = {
  lockDuration: 10_000,
  stalledInterval: 5_000,
  maxStalledCount: 1_000,
  drainDelay: 5,
  // After a refused connection, ms: who waits for money does not wait for BullMQ's 15 s.
  runRetryDelay: 1_000,
} as const;

export const QUEUE_OPTIONS = {
  skipWaitingForReady: true,
  defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
} satisfies Omit<QueueOptions, 'connection'>;

/**
 * Says that a server cannot be used, with its error's code and nothing else: whoever asks for health
 * has no token, and messages of drivers name hosts, users and databases.
 */
export function away(error: unknown, words = 'unreachable'): QueueProblem {
  const code = codeOf(error);
  return { kind: 'away', message: code === null ? words : `${words} (${code})` };
}

function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  // Redis has its codes (NOAUTH, WRONGPASS, LOADING) in front of the message, or within that of a script.
  const said = 'code' in error ? String(error.code) : (error.message.split(' ')[0] ?? '');
  const code = /\b(?:READONLY|OOM|MISCONF|NOREPLICAS|CROSSSLOT)\b/.exec(error.message)?.[0] ?? said;
  return /^[A-Z0-9_]{3,24}$/.test(code) && code !== 'ERR' ? code : null;
}
