import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMerchants } from '@payserver/connector-kit/merchants';
import { createLogger } from '@payserver/shared/runtime/logger';
import { StartError } from '@payserver/shared/runtime/start-error';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'payserver-merchants-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const put = (name: string, content: string, mode = 0o600) => {
  writeFileSync(join(dir, name), content);
  chmodSync(join(dir, name), mode);
};

function open(now = () => 0) {
  return openMerchants({
    dir,
    log: createLogger('test', 'silent'),
    everyMs: 1_000_000,
    now,
    read: ({ id, key }, files) => {
      if (typeof id !== 'string') throw new StartError('id is missing');
      return { id, key: typeof key === 'string' ? files.text(key) : null };
    },
  });
}

describe('files of merchants', () => {
  test('each is one merchant, and keys are relative to it', () => {
    put('shop-1.json', '{"id": "a", "key": "shop-1.pem"}');
    put('shop-1.pem', 'PEM');
    put('shop-2.json', '{"id": "b"}');
    const merchants = open();
    expect(merchants.of('shop-1')).toEqual({ id: 'a', key: 'PEM' });
    expect(merchants.of('shop-2')).toEqual({ id: 'b', key: null });
    expect([merchants.of('shop-3'), merchants.uuids()]).toEqual([undefined, ['shop-1', 'shop-2']]);
    merchants.stop();
  });

  test('a wrong one stops no other', () => {
    put('bad.json', '{"id": 1}');
    put('good.json', '{"id": "a"}');
    const merchants = open();
    expect([merchants.of('bad'), merchants.of('good')?.id]).toEqual([undefined, 'a']);
    merchants.stop();
  });

  test('when none is right the start fails with a line for each, none of which shows a key', () => {
    put('bad.json', '{"id": 1}');
    put('broken.json', '{"apiKey": secret-0815');
    put('none.json', '{"id": "a", "key": "missing.pem"}');
    const lines = [
      'bad.json: id is missing',
      'broken.json: it is no JSON',
      'none.json: missing.pem cannot be read: there is no such file',
    ];
    expect(open).toThrow(new StartError(lines.join('\n')));
  });

  test.skipIf(process.platform === 'win32')('a key that everybody can read is refused', () => {
    put('shop.json', '{"id": "a", "key": "shop.pem"}');
    put('shop.pem', 'PEM', 0o644);
    expect(open).toThrow('shop.json: everybody can read shop.pem: make it chmod 600');
  });

  test('a change of the file or of a key counts, a wrong change does not', () => {
    put('shop.json', '{"id": "a", "key": "shop.pem"}');
    put('shop.pem', 'one');
    const merchants = open();
    put('shop.pem', 'another');
    merchants.reload();
    expect(merchants.of('shop')).toEqual({ id: 'a', key: 'another' });
    put('shop.json', '{"id": ');
    merchants.reload();
    expect(merchants.of('shop')?.key).toBe('another');
    put('shop.json', '{"id": "b"}');
    merchants.reload();
    expect(merchants.of('shop')).toEqual({ id: 'b', key: null });
    rmSync(join(dir, 'shop.json'));
    merchants.reload();
    expect(merchants.of('shop')).toBeUndefined();
    merchants.stop();
  });
});

describe('a paused merchant', () => {
  test('takes one payment each ten minutes, until it is resumed', () => {
    let now = 0;
    put('shop.json', '{"id": "a"}');
    const merchants = open(() => now);
    merchants.pause('shop', 'SIGN_ERROR');
    expect([merchants.isPaused('shop'), merchants.mayTry('shop')]).toEqual([true, false]);
    now = 600_000;
    const tries = Array.from({ length: 100 }, () => merchants.mayTry('shop'));
    expect(tries.filter(Boolean)).toHaveLength(1);
    merchants.resume('shop');
    expect([merchants.isPaused('shop'), merchants.mayTry('shop')]).toEqual([false, true]);
    merchants.stop();
  });

  test('is paused no more once its file has changed', () => {
    put('shop.json', '{"id": "a"}');
    const merchants = open();
    merchants.pause('shop', 'SIGN_ERROR');
    put('shop.json', '{"id": "bb"}');
    merchants.reload();
    expect(merchants.mayTry('shop')).toBe(true);
    merchants.stop();
  });
});
