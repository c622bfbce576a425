import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Gateway, startGateway } from '../../test/support/gateway.ts';
import { shareTestPostgres } from '../../test/support/postgres.ts';
import { newShop } from '../../test/support/shop.ts';
import { type RunningApp, spawnApp } from '../../test/support/spawn-app.ts';

// Which files one call passes: those of ours in which a function ran meanwhile, as V8 counts them. What only runs while
// a module is loaded does not count, nor do types. The static closure of imports would count every file that a call
// could ever reach, which is most of them.

const ROOT = join(import.meta.dirname, '../..');
const COUNTING = new URL('./count-calls.mjs', import.meta.url).href;
/** What runs by the clock meanwhile (sweep, heartbeats, health of the queue) is not there every time. */
const TIMES = 5;

type Answered = () => Promise<{ readonly status: number }>;

/** The files that a payment passes in API and worker, and those that a list of payments passes. */
export async function readPassed(): Promise<{ payment: string[]; list: string[] }> {
  const postgres = await shareTestPostgres();
  const servers = { engine: 'postgres', adminUrl: postgres.adminUrl } as const;
  const spawn = async (name: 'api' | 'worker', env: Record<string, string>) =>
    await spawnApp(name, env, ['--import', COUNTING, `apps/${name}/dist/main.js`]);
  const gateway = await startGateway(servers, { SWEEP_INTERVAL_MS: '5000' }, spawn);
  try {
    const shop = await newShop(gateway);
    const mode = await shop.open('wechat');
    let paid = 0;
    const pay: Answered = async () =>
      await shop.pay(mode, `c${(paid += 1)}`, { headers: { prefer: 'wait=20' } });
    const list: Answered = async () => await shop.client.get('/payOrders?limit=2&status=payed');
    return { payment: await passedBy(gateway, pay), list: await passedBy(gateway, list) };
  } finally {
    await gateway.stop();
    await postgres.release();
  }
}

/** The files that each of several calls passes. */
async function passedBy({ api, worker }: Gateway, call: Answered): Promise<string[]> {
  const passed: string[][] = [];
  await call();
  for (let time = 0; time < TIMES; time += 1) {
    await Promise.all([api, worker].map(takeCalled));
    const { status } = await call();
    if (status !== 200) throw new Error(`the call was answered with ${status}`);
    passed.push((await Promise.all([api, worker].map(takeCalled))).flat());
  }
  const [first = [], ...others] = passed;
  const always = first.filter((file) => others.every((files) => files.includes(file)));
  return [...new Set(always)].toSorted();
}

/** The sources of the modules in which something was called since the last time. */
async function takeCalled(app: RunningApp): Promise<string[]> {
  const { urls } = await app.ask({ type: 'takeCalled' }, 'called');
  return (urls as string[])
    .map((url) => relative(ROOT, fileURLToPath(url)).replaceAll('\\', '/'))
    .map((path) => path.replace('/dist/', '/src/').replace(/\.js$/, '.ts'))
    .filter((path) => /^(?:apps|packages)\//.test(path) && existsSync(join(ROOT, path)))
    .filter((path) => !path.includes('/generated/'));
}
