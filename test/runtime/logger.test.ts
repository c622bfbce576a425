import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

const BARCODE = '134853566181206476';
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJtZXJjaGFudFVVSUQiOiJNIn0.c2lnbmF0dXJlLW9mLXRva2Vu';
const KEY = 'hunter-key-of-at-least-32-bytes-length';

/** What a real process logs; one entry is one line of its stdout. */
const PROGRAM = `
import { createLogger } from '@payserver/shared/runtime/logger';
import { readConfig } from '@payserver/shared/runtime/config';
const log = createLogger('worker', 'info');
const [barcode, jwt, key] = process.argv.slice(1);
const payParams = { payBarCode: barcode, memberUUID: 'hunter-member' };
log.info({ payParams, order: { payParams } }, 'order');
log.info({ payBarCode: 'hunter', x: { payBarCode: 'hunter' }, notifySecret: 'hunter' }, 'fields');
log.info({ token: 'hunter', mode: { notifySecret: 'hunter', token: 'hunter' } }, 'tokens');
log.info({ headers: { authorization: 'Basic hunter' } }, 'headers');
log.info({ req: { headers: { authorization: 'Basic hunter' } } }, 'request');
log.info({ DATABASE_URL: 'hunter', REDIS_URL: 'hunter' }, 'urls');
log.info({ a: { b: { c: [{ d: barcode }] } } }, 'deep ' + barcode + ' and ' + jwt);
log.error(new Error('refused ' + barcode, { cause: new Error('postgres://u:hunter@h/db ' + jwt) }));
log.child({ requestId: 'r1', seen: jwt }).warn('from a child');
log.debug('below the level');
log.info({ config: readConfig({ JWT_SECRET: key, NOTIFY_TOKEN_SECRET: key }) }, 'settings');
log.info({ bytes: Number(barcode) }, 'number');
log.info({ [barcode]: { ['x ' + barcode]: 1 } }, 'names');
log.info({ a: { b: { notifySecret: 'hunter', c: [{ payBarCode: 'hunter', payParams: { x: 'hunter' } }] } } }, 'far down');
log.info({ tractionNo: '27954030854070003000', a: [{ payTractionNo: '12954030854070003000' }] }, 'numbers');
log.info({ tractionNo: barcode + '!', refundTractionNo: 'code ' + barcode }, 'no numbers');
log.info({ notifySecret: null }, 'none');
log.error(Object.assign(new Error('refused row'), { detail: 'Failing row contains (hunter)', where: 'hunter' }));
const quoting = { kind: 'postgres', code: '23514', detail: 'Failing row contains (hunter)' };
const driver = Object.assign(new Error('in the driver'), { cause: quoting });
log.error(Object.assign(new Error('row inside'), { code: 'P2010', meta: { driverAdapterError: driver } }));
log.error(new AggregateError([Object.assign(new Error('one'), { detail: 'hunter' })], 'one of many'));
log.info({ origin: 'http://127.0.0.1', payer: 'bob@shop.test' }, 'url, then an at sign');
log.info({ origin: 'http://127.0.0.1:6010', payer: 'bob@shop.test' }, 'port, then an at sign');
`;

let lines: readonly string[] = [];
const lineOf = (msg: string) => lines.find((line) => line.includes(`"msg":"${msg}"`)) ?? 'missing';
const entryOf = (msg: string) => JSON.parse(lineOf(msg)) as Record<string, unknown>;

beforeAll(() => {
  const run = spawnSync(
    process.execPath,
    [
      '--conditions=payserver-source',
      '--import=tsx',
      '--input-type=module',
      '-e',
      PROGRAM,
      '--',
    ].concat(BARCODE, JWT, KEY),
    { cwd: join(import.meta.dirname, '../..'), encoding: 'utf8' },
  );
  if (run.status !== 0) throw new Error(run.stderr);
  lines = run.stdout.trimEnd().split('\n');
});

describe('the log', () => {
  test('has one line for each entry at its level or above', () => {
    expect(lines).toHaveLength(21);
    expect(lineOf('below the level')).toBe('missing');
  });

  test('names level, time and program in each line', () => {
    const entry = entryOf('order');
    expect(entry).toMatchObject({ level: 'info', name: 'worker', msg: 'order' });
    expect(Math.abs(Date.now() - Number(entry['time']))).toBeLessThan(600_000);
    expect(entryOf('from a child')).toMatchObject({ level: 'warn', requestId: 'r1' });
  });

  test.each(['order', 'fields', 'tokens', 'headers', 'request', 'urls', 'far down'])(
    'shows no secret that a field names: %s',
    (msg) => {
      expect(JSON.stringify(entryOf(msg))).not.toMatch(/hunter|134853566181206476/);
      expect(lineOf(msg)).toContain('[redacted]');
    },
  );

  test('shows no barcode, token or password inside any text, error, cause or child', () => {
    const all = lines.join('\n');
    for (const secret of [BARCODE, JWT, ...JWT.split('.'), ':hunter@']) {
      expect(all).not.toContain(secret);
    }
    expect(entryOf('deep ***6476 and [jwt]')).toMatchObject({
      a: { b: { c: [{ d: '***6476' }] } },
    });
  });

  test('shows nothing of a row that the database has refused', () => {
    expect(entryOf('refused row')).toMatchObject({
      level: 'error',
      err: { message: 'refused row' },
    });
    expect(lineOf('refused row')).not.toContain('hunter');
    expect(entryOf('row inside')).toMatchObject({
      err: { code: 'P2010', meta: { driverAdapterError: { cause: { code: '23514' } } } },
    });
    expect(lineOf('row inside')).not.toContain('hunter');
    expect(lineOf('one of many')).toContain('"message":"one"');
    expect(lineOf('one of many')).not.toContain('hunter');
  });

  test('shows no barcode that is the name of a field', () => {
    expect(entryOf('names')).toMatchObject({ '***6476': { 'x ***6476': 1 } });
  });

  test("shows the gateway's own numbers, which authorise nothing, where their field names them", () => {
    expect(entryOf('numbers')).toMatchObject({
      tractionNo: '27954030854070003000',
      a: [{ payTractionNo: '12954030854070003000' }],
    });
    expect(entryOf('no numbers')).toMatchObject({
      tractionNo: '***6476!',
      refundTractionNo: 'code ***6476',
    });
  });

  test('shows that a secret is not set', () => {
    expect(entryOf('none')).toMatchObject({ notifySecret: null });
  });

  test('shows no key of the settings when a line logs the settings', () => {
    expect(lineOf('settings')).not.toContain(KEY);
  });

  test('stays JSON when a number looks like a barcode', () => {
    expect(entryOf('number')).toHaveProperty('bytes');
  });

  test.each(['url, then an at sign', 'port, then an at sign'])('loses no field: %s', (msg) => {
    expect(entryOf(msg)).toMatchObject({ payer: 'bob@shop.test' });
  });
});
