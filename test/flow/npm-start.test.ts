import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createClient } from '../support/client.ts';
import { openConsole } from '../support/console.ts';
import { freePort } from '../support/free-port.mjs';
import { askForMetrics, metric, readMetrics } from '../support/metrics.ts';
import { runCommand } from '../support/run-command.ts';
import { runTyped, type Typed, typeCommand } from '../support/terminal.ts';

const CTRL_C = '\u0003';
const SLOW = { timeout: 120_000 };
const NPM = ['npm', 'run', '-s'];
const LINK = /http:\/\/\S+\/console\/login#code=(\S+)/;
const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+\r?\n$/;

/** What each line that a service manager collects must be. */
const logOf = (output: string) =>
  output
    .trim()
    .split('\n')
    .map((line) => {
      if (!line.startsWith('{')) throw new Error(`no log line: ${line}`);
      return JSON.parse(line) as { name: string; msg: string; level: string };
    });

let dataDir: string;
/** With ports that no default has. */
let settings: Record<string, string>;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'payserver-npm-'));
  settings = {
    DATA_DIR: dataDir,
    PORT: String(await freePort()),
    SANDBOX_PORT: String(await freePort()),
    ACCOUNTS_PORT: String(await freePort()),
    METRICS_PORT: String(await freePort()),
  };
});
afterAll(async () => await rm(dataDir, { recursive: true, force: true }));

/** Another terminal in the same directory, which knows nothing of the ports. */
const beside = async (...command: string[]) =>
  await runTyped([...NPM, ...command], { DATA_DIR: dataDir });

describe('npm start on a terminal', SLOW, () => {
  let gateway: Typed;
  beforeAll(async () => {
    gateway = typeCommand(['npm', 'start'], settings, { onTerminal: true });
    await gateway.wrote(/Stop it with Ctrl-C/);
  }, 120_000);
  afterAll(async () => {
    gateway.signal('SIGTERM');
    await gateway.ended;
  });

  test('tells a person in a few lines what runs, and shows neither a build nor log lines', () => {
    const text = gateway.output();
    expect(text).toContain(`http://localhost:${settings['PORT']}/docs`);
    expect(text).not.toMatch(/\{"level"|turbo|Tasks:|Cached:|prestart/);
    // On a busy machine a warning may stand before it.
    const said = text.slice(text.indexOf('PayServer is ready'));
    expect(said.split('\n').length).toBeLessThan(20);
  });

  test('serves the metrics of its worker', async () => {
    const page = readMetrics(await (await askForMetrics(Number(settings['METRICS_PORT']))).text());
    expect(metric(page, 'notify_events_fanned_out_total')).toEqual(expect.any(Number));
  });

  test('npm run token prints the token and nothing else, on both streams', async () => {
    const { code, output } = await beside('token', '--', '--merchant', 'demo-shop');
    expect([code, output]).toEqual([0, expect.stringMatching(TOKEN)]);
  });

  test('npm run token -- --role prints a token of that role, or the roles that there are', async () => {
    const { output } = await beside('token', '--', '--role', 'support', '--sub', 'anna');
    const client = createClient(`http://localhost:${settings['PORT']}`, output.trim());
    const anna = { subject: 'anna', role: 'support', scope: 'all', merchantUUID: null };
    expect((await client.get('/whoami')).body).toMatchObject(anna);
    const wrong = await beside('token', '--', '--role', 'boss');
    expect(wrong.code).toBe(1);
    expect(wrong.output).toContain(
      '--role must be one of view, support, operate, admin, not "boss"',
    );
  });

  test('its link opens the console once, and npm run console prints another', async () => {
    const shown = LINK.exec(gateway.output());
    const { code, output } = await beside('console');
    expect([code, output]).toEqual([
      0,
      expect.stringMatching(new RegExp(`^${LINK.source}\\r?\\n$`)),
    ]);
    const url = `http://localhost:${settings['PORT']}`;
    for (const link of [shown, LINK.exec(output)]) {
      expect(link?.[0].startsWith(`${url}/console/login#`)).toBe(true);
      const use = async () => await openConsole(url).post('/login', { code: link?.[1] });
      expect([(await use()).status, (await use()).status]).toEqual([201, 401]);
    }
  });

  test('npm run demo and the checks find it, whatever its ports are', async () => {
    const demo = await beside('demo');
    expect([demo.code, demo.output]).toEqual([
      0,
      expect.stringContaining(`at http://127.0.0.1:${settings['PORT']}/api/v1.0.0`),
    ]);
    expect(demo.output).toMatch(/pay, notice later .* payed/);
    const checks = [await beside('check:invariants'), await beside('check:audit')];
    expect(checks.map(({ code, output }) => [code, output])).toEqual([
      [0, expect.stringMatching(/^\d+ orders, 0 breaches\n$/)],
      [0, expect.stringMatching(/^\d+ records, 0 breaches, head \S+\n$/)],
    ]);
  });

  test('a demo whose settings name another gateway asks that one', async () => {
    const port = String(await freePort());
    const { code, output } = await runTyped([...NPM, 'demo'], { DATA_DIR: dataDir, PORT: port });
    expect([code, output]).toEqual([
      1,
      expect.stringContaining(`nobody answers at http://localhost:${port}/`),
    ]);
  });

  test('a second start on its DATA_DIR ends with one line, and leaves it findable', async () => {
    const second = await runCommand([], {
      ...settings,
      PORT: String(await freePort()),
      SANDBOX_PORT: String(await freePort()),
      ACCOUNTS_PORT: String(await freePort()),
      METRICS_PORT: '0',
    });
    expect([second.code, second.errors]).toEqual([
      1,
      expect.stringMatching(/^payserver: the data directory \S+ is in use [^\n]*\n$/),
    ]);
    expect(JSON.parse(await readFile(join(dataDir, 'gateway.json'), 'utf8'))).toMatchObject({
      apiUrl: `http://127.0.0.1:${settings['PORT']}/api/v1.0.0`,
    });
  });

  test('Ctrl-C ends it in good order, with a closing line', async () => {
    gateway.type(CTRL_C);
    expect(await gateway.ended).toBe(0);
    const lastSaid = gateway.output().split('PayServer').at(-1);
    expect(lastSaid).toContain(` has stopped. The data stays in ${dataDir}.`);
    expect(existsSync(join(dataDir, 'gateway.json'))).toBe(false);
  });
});

test(
  'without a terminal npm run start writes JSON lines, and SIGTERM to npm lets every part stop',
  SLOW,
  async () => {
    const gateway = typeCommand([...NPM, 'start'], { ...settings, LOG_LEVEL: 'info' });
    await gateway.wrote(/"msg":"ready"/);
    gateway.signal('SIGTERM');
    // npm ends last: with it, a container whose process 1 it is would end at once.
    expect(await gateway.ended).toBe(0);
    const log = logOf(gateway.output());
    const stopped = log.filter(({ msg }) => msg === 'stopped').map(({ name }) => name);
    expect(stopped).toEqual(['api', 'worker', 'accounts', 'sandbox', 'supervisor']);
    expect(log.at(-1)).toMatchObject({ name: 'supervisor', msg: 'stopped' });
  },
);

describe('.env', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'payserver-env-'));
  });
  afterAll(async () => await rm(folder, { recursive: true }));
  const begin = async (command: readonly string[]) => {
    const { code, output, errors } = await runCommand(command, settings, folder);
    return [code, output, errors];
  };

  test('with a BOM in front its first setting counts too', async () => {
    await writeFile(join(folder, '.env'), '\uFEFFLOG_LEVEL=loud\nJWT_JWKS_REFRESH_MS=soon\n');
    const lines = [/JWT_JWKS_REFRESH_MS/, /LOG_LEVEL/].map((line) => expect.stringMatching(line));
    const [code, , errors] = await begin([]);
    expect([code, ...String(errors).trim().split('\n')]).toEqual([1, ...lines]);
  });

  test.each([
    [
      'in UTF-16',
      async (file: string) => await writeFile(file, '\uFEFFPORT=1', 'utf16le'),
      /not UTF-8/,
    ],
    // Not one that nobody may read: root may.
    ['that is a folder', async (file: string) => await mkdir(file), /it is a directory/],
  ])('one %s ends every start with one line', async (_, make, reason) => {
    const file = join(folder, '.env');
    await rm(file, { recursive: true, force: true });
    await make(file);
    for (const command of [[], ['api'], ['worker'], ['migrate'], ['check-invariants']]) {
      const line = expect.stringMatching(/^payserver: cannot read \.env: [^\n]+\n$/);
      const ended = await begin(command);
      expect([command, ...ended]).toEqual([command, 1, '', line]);
      expect(ended[2]).toMatch(reason);
    }
  });
});

/** A wrong value for each setting that knows wrong ones. */
const WRONG: Readonly<Record<string, string>> = {
  HOST: 'two words',
  PORT: 'http',
  PUBLIC_URL: 'shop',
  ROUTE_PREFIX: 'shop',
  DATABASE_URL: 'shop',
  REDIS_URL: 'shop',
  EMBEDDED_PG_PORT: '-1',
  TIME_ZONE: 'Shanghai',
  ENFORCE_PAYEE: 'maybe',
  JWT_SECRET: 'short',
  JWT_PUBLIC_KEY: 'no key',
  JWT_JWKS_URL: 'shop',
  NOTIFY_TOKEN_SECRET: 'short',
  CONNECTOR_ALLOW: 'foo',
  SANDBOX: 'yes',
  SANDBOX_PORT: 'http',
  LEASE_MS: 'long',
  LOG_LEVEL: 'loud',
};

test.each([
  ['the gateway', []],
  ['api', ['api']],
  ['worker', ['worker']],
  ['migrate', ['migrate']],
])(
  'wrong settings of %s are printed in one line each, before anything is started',
  async (_name, command) => {
    const unused = join(dataDir, 'never-made');
    const ended = await runCommand(command, { DATA_DIR: unused, ...WRONG });
    const lines = ended.errors.trimEnd().split('\n');
    expect(lines.map((line) => /^payserver: (\w+): \S/.exec(line)?.[1])).toEqual(
      Object.keys(WRONG),
    );
    expect([ended.code, ended.output, existsSync(unused)]).toEqual([1, '', false]);
  },
);

const KEY = 'a-key-of-at-least-thirty-two-bytes';

test.each([
  [
    'a connector list that is none',
    { CONNECTOR_ALLOW: 'foo' },
    /^payserver: CONNECTOR_ALLOW: "foo" is neither /,
  ],
  [
    'two keys',
    { JWT_SECRET: KEY, JWT_JWKS_URL: 'https://id.test/keys' },
    /^payserver: JWT_SECRET, JWT_JWKS_URL: set only one/,
  ],
  [
    'two parts on one port',
    { PORT: '7009', SANDBOX_PORT: '7009' },
    /^payserver: PORT and SANDBOX_PORT are both 7009/,
  ],
  [
    'the metrics on the port of another',
    { PORT: '7009', METRICS_PORT: '7009' },
    /^payserver: PORT and METRICS_PORT are both 7009/,
  ],
  [
    'metrics for everybody',
    { METRICS_HOST: '0.0.0.0', METRICS_PORT: '7009' },
    /^payserver: METRICS_HOST: 0\.0\.0\.0 is not loopback/,
  ],
  [
    'the database on the port of another',
    { PORT: '7009', EMBEDDED_PG_PORT: '7009' },
    /^payserver: PORT and EMBEDDED_PG_PORT are both 7009/,
  ],
  [
    'a host that there is none of',
    { HOST: 'nowhere.invalid' },
    /^payserver: cannot listen on nowhere\.invalid:\d+ \(PORT\)/,
  ],
])('%s: one line, and no part has started', async (_what, wrong, line) => {
  const unused = join(dataDir, 'never-made');
  const ended = await runCommand([], { ...settings, DATA_DIR: unused, ...wrong });
  expect(ended.errors).toMatch(line);
  expect(ended.errors.trimEnd().split('\n')).toHaveLength(1);
  expect([ended.code, ended.output, existsSync(unused)]).toEqual([1, '', false]);
});

test('a token beside a gateway that was given its key, and a check beside one with a database of its own, say what is missing', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'payserver-npm-'));
  onTestFinished(async () => await rm(dir, { recursive: true, force: true }));
  const state = {
    ...{ pid: process.pid, startedAt: '', apiUrl: 'http://127.0.0.1:1/api', publicUrl: 'http://x' },
    ...{ sandboxUrl: null, accountsUrl: null, hasOwnDatabase: false, hasOwnKey: false },
  };
  await writeFile(join(dir, 'gateway.json'), JSON.stringify(state));
  const token = await runTyped([...NPM, 'token', '--', '--merchant', 'm'], { DATA_DIR: dir });
  expect([token.code, token.output]).toEqual([
    1,
    expect.stringMatching(/^[^\n]*give this command the same JWT_SECRET\n$/),
  ]);
  const check = await runTyped([...NPM, 'check:invariants'], { DATA_DIR: dir });
  expect([check.code, check.output]).toEqual([
    1,
    expect.stringMatching(/^[^\n]*give this command the same DATABASE_URL\n$/),
  ]);
});
