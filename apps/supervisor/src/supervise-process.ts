import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReadyMessage } from '@payserver/shared/runtime/lifecycle';
import type { Logger } from '@payserver/shared/runtime/logger';
import { exitOf, hasExited } from '@payserver/shared/runtime/process-identity';
import { StartError } from '@payserver/shared/runtime/start-error';
import {
  PART_FLAGS,
  type RefusedMessage,
  type StartMessage,
  WAITS,
} from '@payserver/shared/runtime/start-part';
import { scriptOf } from './part.ts';
import type { PartName } from './part-name.ts';
import { createBackoff, type Supervised } from './supervised.ts';

type PartMessage = (ReadyMessage | RefusedMessage)['type'];

/** Which part to run, and with which settings. */
export interface SuperviseProcessInput {
  readonly name: PartName;
  readonly env: NodeJS.ProcessEnv;
  /** more settings, sent when they are known; until then it loads and waits */
  readonly whenPrepared: Promise<NodeJS.ProcessEnv>;
}

/** A part that is started again whenever it ends, until `stop` is called. */
export interface SupervisedProcess extends Supervised {
  /** resolves when it serves for the first time; rejects when it never gets there */
  readonly ready: Promise<void>;
}

/** More than the 10 s that a part gives itself: this only ends one that hangs. */
const STOP_DEADLINE_MS = 12_000;
/** A part that ends so often before it has ever served will not do so the next time. */
const TRIES_BEFORE_FIRST_READY = 3;

/**
 * Runs one part of the gateway as a process of its own and starts it again, with growing pauses,
 * whenever it ends. Its output goes where ours goes. It is in a process group of its own, so Ctrl-C in a
 * terminal reaches only the supervisor, which stops the parts in order.
 */
export function superviseProcess(
  { log }: { log: Logger },
  { name, env, whenPrepared }: SuperviseProcessInput,
): SupervisedProcess {
  const stopping = new AbortController();
  let child: ChildProcess | undefined;
  const { promise: ready, resolve, reject } = withResolvers<void>();

  const loop = async () => {
    const backoff = createBackoff();
    let wasReady = false;
    let isRefused = false;
    for (let starts = 1; !stopping.signal.aborted; starts += 1) {
      const startedAt = performance.now();
      child = launch(scriptOf(name), env, (type) => {
        if (type === 'refused') isRefused = true;
        else wasReady = true;
        if (wasReady) resolve();
      });
      tellWhenPrepared(child, whenPrepared);
      const ended = await exitOf(child);
      if (stopping.signal.aborted) return;
      if (!wasReady && (isRefused || starts === TRIES_BEFORE_FIRST_READY)) {
        reject(new StartError(`the ${name} does not start (${ended}), see its own message above`));
        return;
      }
      const waitMs = backoff.next(performance.now() - startedAt);
      log.error({ part: name, ended, waitMs }, 'a part of the gateway ended: it is started again');
      await sleep(waitMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  };
  const done = loop();
  return {
    name,
    ready,
    stop: async () => {
      stopping.abort();
      if (child !== undefined) await stopChild(child, log.child({ part: name }));
      await done;
    },
    kill: () => {
      stopping.abort();
      child?.kill('SIGKILL');
    },
  };
}

function launch(
  script: string,
  env: NodeJS.ProcessEnv,
  onMessage: (type: PartMessage) => void,
): ChildProcess {
  const child = fork(script, {
    env: { ...env, ...WAITS },
    detached: true,
    execArgv: [...PART_FLAGS],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  child.on('error', () => {});
  child.on('message', (message) => {
    const type = typeOf(message);
    if (type === 'ready' || type === 'refused') onMessage(type);
  });
  return child;
}

function tellWhenPrepared(child: ChildProcess, whenPrepared: Promise<NodeJS.ProcessEnv>): void {
  whenPrepared.then(
    (env) => {
      const message: StartMessage = { type: 'start', env };
      if (child.connected) child.send(message, () => undefined);
    },
    // The start has failed: it is stopped.
    () => undefined,
  );
}

function typeOf(message: unknown): unknown {
  return message instanceof Object && 'type' in message ? message.type : undefined;
}

async function stopChild(child: ChildProcess, log: Logger): Promise<void> {
  if (hasExited(child)) return;
  const ended = exitOf(child);
  child.kill('SIGTERM');
  await Promise.race([ended, sleep(STOP_DEADLINE_MS, undefined, { ref: false })]);
  if (hasExited(child)) return;
  log.error('a part of the gateway does not stop: it is killed');
  child.kill('SIGKILL');
  await ended;
}

/** Promise.withResolvers, which Node 20 does not have; a rejection that nobody waits for ends no process. */
export function withResolvers<Value>() {
  let resolve: (value: Value) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<Value>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  // Nobody may be waiting for it, when the gateway is stopped while it starts.
  promise.catch(() => {});
  return { promise, resolve, reject };
}
