import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Gateway, startGateway } from '../../test/support/gateway.ts';
import { shareTestPostgres } from '../../test/support/postgres.ts';
import { newShop } from '../../test/support/shop.ts';
import { type RunningApp, spawnApp } from '../../test/support/spawn-app.ts';

// Which files one call passes, as V8 counts functions that are called. A file counts when a function of it runs each
// time for this call, and neither for a call of the same route that is refused nor while nobody calls: what those run
// is how every call is served. What runs only while a module is loaded does not count, nor do types. The closure of
// imports would count every file that a call could ever reach, which is most of them.

const ROOT = join(import.meta.dirname, '../..');
const COUNTING = new URL('./count-calls.mjs', import.meta.url).href;
/** What runs by the clock meanwhile (sweep, heartbeats, health of the queue) is not there every time. */
const TIMES = 5;
const IDLE_MS = 1_500;
/** Folders that are the same for every call (see CONTRIBUTING.md), and how the store runs whatever statement. */
const GENERAL =
  /\/(?:runtime|http|auth|overload|audit|outbound)\/|\/store\/(?:sql|batched|array-columns|database)\.ts$/;

/** The files that a call passes. */
export interface Passed {
  /** not general, with a function that waits: for the database, the queue or a connector */
  readonly steps: string[];
  /** not general, with functions that only compute */
  readonly others: string[];
  /** the general ones */
  readonly general: string[];
}

type Call = () => Promise<{ readonly status: number }>;

/** The files that a payment passes in API and worker, and those that a list of payments passes. */
export async function readPassed(): Promise<{ payment: Passed; list: Passed }> {
  const postgres = await shareTestPostgres();
  const servers = { engine: 'postgres', adminUrl: postgres.adminUrl } as const;
  const spawn = async (name: 'api' | 'worker', env: Record<string, string>) =>
    await spawnApp(name, env, ['--import', COUNTING, `apps/${name}/dist/main.js`]);
  const gateway = await startGateway(servers, { SWEEP_INTERVAL_MS: '5000' }, spawn);
  try {
    const { client, open, pay } = await newShop(gateway);
    const mode = await open('wechat');
    let paid = 0;
    const payOne = async () =>
      await pay(mode, `c${(paid += 1)}`, { headers: { prefer: 'wait=20' } });
    const payNothing = async () => await client.post('/pay', { payModeUUID: mode });
    const list = async () => await client.get('/payOrders?limit=2&status=payed');
    const listNothing = async () => await client.get('/payOrders?limit=0');
    return {
      payment: await passedBy(gateway, payOne, payNothing),
      list: await passedBy(gateway, list, listNothing),
    };
  } finally {
    await gateway.stop();
    await postgres.release();
  }
}

async function passedBy(gateway: Gateway, call: Call, refused: Call): Promise<Passed> {
  const idle = await callsDuring(gateway, async () => await sleep(IDLE_MS));
  const ofRefusal = await callsDuring(gateway, async () => await expectStatus(refused, 400));
  const each: Map<string, CalledFunction>[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    each.push(await callsDuring(gateway, async () => await expectStatus(call, 200)));
  }
  const [first = new Map<string, CalledFunction>(), ...others] = each;
  const own = [...first]
    .filter(([key]) => others.every((calls) => calls.has(key)))
    .filter(([key]) => !idle.has(key) && !ofRefusal.has(key));
  return classify(own.map(([, called]) => called));
}

async function expectStatus(call: Call, expected: number): Promise<void> {
  const { status } = await call();
  if (status !== expected) throw new Error(`the call was answered with ${status}`);
}

interface CalledFunction {
  readonly file: string;
  readonly waits: boolean;
}

function classify(called: readonly CalledFunction[]): Passed {
  const files = [...new Set(called.map(({ file }) => file))].toSorted();
  const waiting = new Set(called.filter(({ waits }) => waits).map(({ file }) => file));
  const specific = files.filter((file) => !GENERAL.test(file));
  return {
    steps: specific.filter((file) => waiting.has(file)),
    others: specific.filter((file) => !waiting.has(file)),
    general: files.filter((file) => GENERAL.test(file)),
  };
}

/** The functions of ours that API and worker call meanwhile, by where they begin. */
async function callsDuring(
  { api, worker }: Gateway,
  work: () => Promise<void>,
): Promise<Map<string, CalledFunction>> {
  await Promise.all([api, worker].map(takeCalled));
  await work();
  return new Map((await Promise.all([api, worker].map(takeCalled))).flat());
}

interface FunctionStart {
  readonly url: string;
  readonly startOffset: number;
}

/** The functions that this process called since the last time. */
async function takeCalled(app: RunningApp): Promise<[string, CalledFunction][]> {
  const { calls } = await app.ask({ type: 'takeCalled' }, 'called');
  return (calls as FunctionStart[]).flatMap(({ url, startOffset }) => {
    const built = fileURLToPath(url);
    const file = sourceOf(built);
    if (file === null) return [];
    const waits = readFileSync(built, 'utf8').startsWith('async', startOffset);
    return [[`${url} ${startOffset}`, { file, waits }]];
  });
}

/** The source that this module was built from; null when it is none of ours, or generated. */
function sourceOf(built: string): string | null {
  const path = relative(ROOT, built).replaceAll('\\', '/');
  const file = path.replace('/dist/', '/src/').replace(/\.js$/, '.ts');
  const isOurs = /^(?:apps|connectors|packages)\//.test(file) && !file.includes('/generated/');
  return isOurs && existsSync(join(ROOT, file)) ? file : null;
}
