import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BillRow, saveBill } from '@payserver/connector-kit/bills';
import { fenOfYuan, yuanOfFen } from '@payserver/connector-kit/money';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const ROW: BillRow = {
  kind: 'pay',
  tractionNo: '1',
  thirdOrderNo: '4200',
  refundTractionNo: null,
  thirdRefundNo: null,
  amount: 1,
  fee: 0,
  status: 'SUCCESS',
  at: new Date(0),
  payTractionNo: '1',
};

describe('a stored bill', () => {
  test('is what came, its hash and its rows, also after a repeat', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'payserver-bills-'));
    const bill = { dir, provider: 'wechat', merchantUUID: 'demo-shop', day: '2026-11-27' };
    await saveBill({ ...bill, raw: Buffer.from('old'), rows: [] });
    const folder = await saveBill({ ...bill, raw: Buffer.from('raw'), rows: [ROW, ROW] });
    expect(folder).toBe(join(dir, 'wechat', 'demo-shop', '2026-11-27'));
    const text = async (name: string) => await readFile(join(folder, name), 'utf8');
    expect((await readdir(folder)).sort()).toEqual(['raw', 'raw.sha256', 'rows.jsonl']);
    expect(await text('raw.sha256')).toBe(createHash('sha256').update('raw').digest('hex'));
    const line = { ...ROW, at: '1970-01-01T00:00:00.000Z' };
    const rows = (await text('rows.jsonl')).trim().split('\n');
    expect(rows.map((row): unknown => JSON.parse(row))).toEqual([line, line]);
    await rm(dir, { recursive: true });
  });

  test.each(['..', 'a/b', ''])('goes to no other folder: %j', async (merchantUUID) => {
    const bill = { dir: '/nowhere', provider: 'wechat', merchantUUID, day: '2026-11-27' };
    await expect(saveBill({ ...bill, raw: Buffer.alloc(0), rows: [] })).rejects.toThrow('no bill');
  });
});

describe('yuan and fen', () => {
  test('are the same money, whatever the amount', () => {
    const fen = fc.integer({ min: -1e14, max: 1e14 });
    const isSame = fc.property(fen, (amount) => fenOfYuan(yuanOfFen(amount)) === amount);
    expect(fc.check(isSame).failed).toBe(false);
  });

  test.each([
    ['12.34', 1_234],
    ['5', 500],
    ['0.1', 10],
    ['-0.01', -1],
    ['0.00', 0],
    ['-0.00', 0],
    ['1.234', null],
    ['1e3', null],
    ['', null],
    ['.5', null],
  ])('%j is %j fen', (text, fen) => expect(fenOfYuan(text)).toBe(fen));
});
