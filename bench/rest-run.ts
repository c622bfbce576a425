import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../test/support/free-port.mjs';
import { childrenByParent, treeOf } from './process-cost.ts';
import { type ProcessUse, readTree } from './process-tree.ts';

/** Where a gateway is started, and on which data. */
export interface RestPlace {
  readonly folder: string;
  readonly dataDir: string;
}

/** How long it is left alone before, and while, its processes are measured. */
export interface RestTimes {
  readonly settleSeconds: number;
  readonly seconds: number;
}

/** A gateway at rest: what each of its processes holds, and what it used in those seconds. */
export interface RestSample {
  /** from `npm start` to the first 200 of /health/ready */
  readonly readyMs: number;
  readonly processes: ReadonlyMap<string, RestUse>;
}

export interface RestUse extends Pick<ProcessUse, 'count' | 'pssMib'> {
  /** of one core */
  readonly cpuPercent: number;
}

const POLL_MS = 20;
const READY_MS = 120_000;

/** Runs `npm start`, waits until it is ready, and stops it. What a first start makes is there afterwards. */
export async function startOnce(place: RestPlace): Promise<void> {
  const { child } = await start(place);
  await stop(child);
}

/** Runs `npm start`, leaves it alone, and says what that costs. */
export async function measureRest(place: RestPlace, times: RestTimes): Promise<RestSample> {
  const { child, readyMs } = await start(place);
  try {
    await sleep(times.settleSeconds * 1_000);
    const before = readTree(child.pid ?? 0);
    const from = performance.now();
    await sleep(times.seconds * 1_000);
    const after = readTree(child.pid ?? 0);
    const processes = usesOf(before, after, performance.now() - from);
    return { readyMs, processes };
  } finally {
    await stop(child);
  }
}

function usesOf(
  before: ReadonlyMap<string, ProcessUse>,
  after: ReadonlyMap<string, ProcessUse>,
  ms: number,
): Map<string, RestUse> {
  return new Map(
    [...after].map(([name, { count, pssMib, cpuMs }]) => {
      const used = Math.max(cpuMs - (before.get(name)?.cpuMs ?? 0), 0);
      return [name, { count, pssMib, cpuPercent: (100 * used) / ms }];
    }),
  );
}

async function start({ folder, dataDir }: RestPlace) {
  const port = await freePort();
  const from = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: folder,
    // Nothing of the shell that runs this: what a newcomer has.
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      npm_config_update_notifier: 'false',
      LOG_LEVEL: 'warn',
      DATA_DIR: dataDir,
      PORT: String(port),
      SANDBOX_PORT: String(await freePort()),
      ACCOUNTS_PORT: String(await freePort()),
    },
    stdio: ['ignore', 'ignore', 2],
  });
  while (!(await isReady(port))) {
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}`);
    if (performance.now() - from > READY_MS) throw new Error('npm start is not ready');
    await sleep(POLL_MS);
  }
  return { child, readyMs: performance.now() - from };
}

async function isReady(port: number): Promise<boolean> {
  return await fetch(`http://127.0.0.1:${port}/health/ready`).then(
    async (answer) => {
      await answer.body?.cancel();
      return answer.ok;
    },
    () => false,
  );
}

/** Ends npm and waits for all that it started: at some revisions npm ends first, and the next start would meet the rest. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const started = treeOf(child.pid ?? 0, childrenByParent()).map(({ pid }) => pid);
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
  while (started.some((pid) => existsSync(`/proc/${pid}`))) await sleep(POLL_MS);
}
