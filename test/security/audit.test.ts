import { checkAudit } from '@payserver/shared/store/audit-check';
import { createSealKey } from '@payserver/shared/store/audit-seal';
import { type Database, openDatabase } from '@payserver/shared/store/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { cashier, type Gateway, operator, startGateway } from '../support/gateway.ts';
import { runCommand } from '../support/run-command.ts';
import { newMerchant, testServers } from '../support/shared-gateway.ts';
import { newShop } from '../support/shop.ts';
import { runSql } from '../support/sql.ts';

const BARCODE = '134853566181206476';
const SECRET = `whsec_${'Q'.repeat(32)}`;
let gateway: Gateway;
let admin: Client;
let db: Database;
beforeAll(async () => {
  gateway = await startGateway(testServers());
  admin = await operator(gateway);
  db = openDatabase({ url: gateway.databaseUrl, max: 2, name: 'test', onError: () => undefined });
});
afterAll(async () => {
  await db?.close();
  await gateway?.stop();
});

async function recordsOf(query: string) {
  const { status, body } = await admin.get(`/auditRecords?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.items as Array<Record<string, unknown>>;
}

describe('what is recorded', () => {
  test('a registered template: who, from where, what was asked without its secret, before and after', async () => {
    const payTemplateId = newMerchant();
    const answer = await admin.post('/registerPayModeTemplate', {
      payTemplateId,
      name: 'audited',
      notifySecret: SECRET,
    });
    expect(answer.status).toBe(200);
    const records = await recordsOf(
      `action=${encodeURIComponent('POST /registerPayModeTemplate')}&orderBy=createdAt`,
    );
    const ours = records.filter(
      ({ detail }) => (detail as { payTemplateId: string }).payTemplateId === payTemplateId,
    );
    expect(ours.map(({ result }) => result)).toEqual(['begun', 'done']);
    expect(ours[0]).toMatchObject({
      actor: expect.stringMatching(/./),
      address: '127.0.0.1',
      detail: { payTemplateId, name: 'audited', notifySecret: '***' },
    });
    expect(JSON.stringify(records)).not.toContain(SECRET);
  });

  test('what a cashier tried and may not', async () => {
    const merchantUUID = newMerchant();
    const client = await cashier(gateway, merchantUUID);
    const refused = await client.post('/registerPayModeTemplate', {
      payTemplateId: 'x',
      name: 'x',
    });
    expect(refused.status).toBe(403);
    const records = await recordsOf(`merchantUUID=${merchantUUID}&orderBy=createdAt`);
    expect(records.map(({ result }) => result)).toEqual(['begun', '9403']);
    expect(records[1]).toMatchObject({ requestId: refused.body.requestId, merchantUUID });
  });

  test('a password in a URL, which is refused, is not stored', async () => {
    const merchantUUID = newMerchant();
    const client = await cashier(gateway, merchantUUID);
    const urls = [
      'http://user:hunter2@127.0.0.1:9/pay',
      'http://:hunter2 x@127.0.0.1:9/',
      'http://hunter2@x/',
      'http:///user:hunter2@127.0.0.1:9/',
      'http://\\\\user:hunter2@127.0.0.1:9/',
      'http://user:p#hunter2/?@127.0.0.1:9/',
    ];
    for (const payUrl of urls) {
      const refused = await client.post('/payModes', { name: 'x', isOnline: 1, payUrl });
      expect([400, 422]).toContain(refused.status);
      expect(JSON.stringify(refused.body)).not.toContain('hunter2');
    }
    const records = await recordsOf(`merchantUUID=${merchantUUID}`);
    expect(records.length).toBeGreaterThanOrEqual(8);
    expect(JSON.stringify(records)).toContain('http://***@127.0.0.1:9/pay');
    expect(JSON.stringify(records)).not.toContain('hunter2');
  });

  test('modes, refunds and settlements by hand, each with its result', async () => {
    const shop = await newShop(gateway);
    const cash = await shop.open('cash');
    const online = await shop.openOwn();
    const paid = await shop.pay(cash, 'paid');
    const payTractionNo = paid.body.data.tractionNo as string;
    await shop.client.post(`/payModes/${cash}`, { uiOrder: 7 });
    await shop.client.post('/refund', { payTractionNo, clientRefundNo: 'r1' });
    await shop.client.post('/refund', { payTractionNo, clientRefundNo: 'r2' });
    const open = await shop.pay(online, 'open', {
      sandbox: 'runForEver',
      headers: { prefer: 'respond-async' },
    });
    const settlement = { outcome: 'failed', reason: 'the terminal says so' };
    const settled = await admin.post(`/payOrders/${open.body.data.uuid}/settle`, settlement);
    expect(settled.status, JSON.stringify(settled.body)).toBe(200);
    const records = await recordsOf(`merchantUUID=${shop.merchantUUID}&orderBy=createdAt`);
    expect(records.map(({ action, result }) => `${String(action)} ${String(result)}`)).toEqual([
      'POST /payModes begun',
      'POST /payModes done',
      'POST /payModes begun',
      'POST /payModes done',
      'POST /payModes/:uuid begun',
      'POST /payModes/:uuid done',
      'POST /refund done',
      'POST /refund 9007',
    ]);
    const [refund] = (await shop.client.get(`/payOrders/${paid.body.data.uuid}/refundOrders`)).body
      .items as Array<{ uuid: string }>;
    expect(records.slice(-2).map(({ target }) => target)).toEqual([refund?.uuid, null]);
    const byHand = await recordsOf(`target=${open.body.data.uuid}&orderBy=createdAt`);
    expect(byHand.map(({ result, detail }) => ({ result, detail }))).toEqual([
      { result: 'begun', detail: settlement },
      { result: 'done', detail: settlement },
    ]);
  });

  test('a payment that is called off, by the payment', async () => {
    const shop = await newShop(gateway);
    const open = await shop.pay(await shop.open('wechat'), 'open', {
      sandbox: 'runForEver',
      headers: { prefer: 'respond-async' },
    });
    const { tractionNo: payTractionNo, uuid } = open.body.data;
    await shop.client.post('/closePay', { payTractionNo }, { prefer: 'respond-async' });
    expect(await recordsOf(`target=${uuid}`)).toMatchObject([
      { action: 'POST /closePay', result: 'done', detail: { payTractionNo } },
    ]);
  });

  test('a refund by its numbers: no barcode in their place, nothing of what the caller adds', async () => {
    const shop = await newShop(gateway);
    const paid = await shop.pay(await shop.open('cash'), 'paid');
    const payTractionNo = String(paid.body.data.tractionNo);
    const clientExtraParams = { payBarCode: BARCODE, deep: [{ cardNo: 'a card' }] };
    const refund = { payTractionNo, clientRefundNo: 'r1', refundAmount: 100, clientExtraParams };
    expect((await shop.client.post('/refund', refund)).status).toBe(200);
    for (const wrong of [BARCODE, `code ${BARCODE}`]) {
      const refused = { payTractionNo: wrong, clientRefundNo: wrong };
      expect((await shop.client.post('/refund', refused)).status).toBe(404);
    }
    const query = `merchantUUID=${shop.merchantUUID}&orderBy=createdAt&action=`;
    const records = await recordsOf(query + encodeURIComponent('POST /refund'));
    expect(records.map(({ detail }) => detail)).toEqual([
      { ...refund, clientExtraParams: { count: 2 } },
      { payTractionNo: '***6476', clientRefundNo: '***6476' },
      { payTractionNo: 'code ***6476', clientRefundNo: 'code ***6476' },
    ]);
  });

  test('no barcode that stands where an id should', async () => {
    const body = { outcome: 'failed', reason: `it was ${BARCODE}` };
    expect((await admin.post(`/payOrders/${BARCODE}/settle`, body)).status).toBe(404);
    const records = await recordsOf('target=***6476');
    expect(records.map(({ detail }) => detail)).toEqual([
      { ...body, reason: 'it was ***6476' },
      { ...body, reason: 'it was ***6476' },
    ]);
  });

  test('a hundred refused tokens are one record that counts them', async () => {
    const forged = `${'e'.repeat(20)}.e30.e30`;
    const headers = { authorization: `Bearer ${forged}` };
    const calls = Array.from({ length: 100 }, async () => {
      const response = await fetch(`${gateway.url}/api/v1/payOrders`, { headers });
      return response.status;
    });
    expect(new Set(await Promise.all(calls))).toEqual(new Set([401]));
    const records = await eventually(
      async () => await recordsOf('action=token'),
      (found) => countOf(found) >= 100,
    );
    expect(countOf(records)).toBe(100);
    expect(records.length).toBeLessThanOrEqual(2);
    expect(records[0]).toMatchObject({ actor: 'anonymous', address: '127.0.0.1', result: '9401' });
    expect(JSON.stringify(records)).not.toContain(forged);
  });

  test('only operators read it', async () => {
    const client = await cashier(gateway, newMerchant());
    expect((await client.get('/auditRecords')).status).toBe(403);
    const [record] = await recordsOf('limit=1');
    expect((await client.get(`/auditRecords/${String(record?.['uuid'])}`)).status).toBe(403);
  });
});

function countOf(records: ReadonlyArray<Record<string, unknown>>): number {
  return records.reduce((sum, { detail }) => sum + (detail as { count: number }).count, 0);
}

describe('the chain of seals', () => {
  const key = createSealKey('test-notify-secret-of-at-least-32-bytes');
  const check = async () => (await checkAudit(db, [key])).breaches;
  const sql = async (text: string) => await runSql(gateway.databaseUrl, text);
  /** What only the owner of the database can do, behind the gateway's back. */
  const tamper = async (text: string) => {
    await sql(`BEGIN; SET LOCAL session_replication_role = replica; ${text}; COMMIT`);
  };

  beforeAll(async () => {
    for (const name of ['one', 'two', 'three']) {
      await admin.post('/registerPayModeTemplate', { payTemplateId: newMerchant(), name });
    }
    await eventually(
      async () => await sql('SELECT 1 FROM "AuditRecord" WHERE seal IS NULL'),
      (unsealed) => unsealed.length === 0,
    );
  });

  test('holds over all records, whoever sealed them', async () => {
    const verdict = await checkAudit(db, [key]);
    expect(verdict.breaches).toEqual([]);
    expect(verdict.records).toBeGreaterThan(5);
    expect(verdict.head.seq).toBe(BigInt(verdict.records));
  });

  test('the database refuses to change, delete or empty it', async () => {
    const refusal = 'append-only';
    await expect(sql(`UPDATE "AuditRecord" SET actor = 'x'`)).rejects.toThrow(refusal);
    await expect(sql('DELETE FROM "AuditRecord"')).rejects.toThrow(refusal);
    await expect(sql('TRUNCATE "AuditRecord"')).rejects.toThrow(refusal);
  });

  test.each(['actor', 'action', 'target', 'result', 'address', 'requestId', 'merchantUUID'])(
    'a changed %s is found',
    async (column) => {
      const [before] = await runSql<{ value: string | null }>(
        gateway.databaseUrl,
        `SELECT "${column}" AS value FROM "AuditRecord" WHERE seq = 3`,
      );
      await tamper(`UPDATE "AuditRecord" SET "${column}" = 'another operator' WHERE seq = 3`);
      const found = await check();
      const value = typeof before?.value === 'string' ? `'${before.value}'` : 'NULL';
      await tamper(`UPDATE "AuditRecord" SET "${column}" = ${value} WHERE seq = 3`);
      expect(found).toEqual([expect.stringMatching(/^record 3 .* changed/)]);
      expect(await check()).toEqual([]);
    },
  );

  test('npm run check:audit says so, with the head to note, and which options there are', async () => {
    const ended = await runCommand('check-audit', gateway.env);
    expect(ended.output).toMatch(/^\d+ records, 0 breaches, head \d+:[\w-]{43}\n$/);
    expect(ended.code).toBe(0);
    const head = ended.output.trim().split(' ').at(-1) ?? '';
    const forged = head.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A'));
    const noted = await runCommand(['check-audit', '--head', forged], gateway.env);
    expect(noted.output).toContain('is not the one that was noted');
    expect(noted.code).toBe(1);
    const wrong = await runCommand(['check-audit', '--head', 'x'], gateway.env);
    expect(wrong).toMatchObject({ code: 1, errors: expect.stringContaining('usage:') });
  });

  test('a removed record is found, and so is a cut end by whoever noted the head', async () => {
    const { head } = await checkAudit(db, [key]);
    await sql('CREATE TABLE saved AS SELECT * FROM "AuditRecord"');
    await tamper('DELETE FROM "AuditRecord" WHERE seq = 3');
    expect(await check()).toEqual([
      'records 3 to 3 are gone',
      expect.stringMatching(/^record 4 .* changed/),
    ]);
    await tamper('INSERT INTO "AuditRecord" SELECT * FROM saved WHERE seq = 3');
    await tamper(`DELETE FROM "AuditRecord" WHERE seq = ${head.seq}`);
    expect(await check()).toEqual([]);
    const cut = await checkAudit(db, [key], head);
    expect(cut.breaches).toEqual([`records ${head.seq} to ${head.seq} are gone`]);
    await tamper(`INSERT INTO "AuditRecord" SELECT * FROM saved WHERE seq = ${head.seq}`);
    expect(await check()).toEqual([]);
  });

  test('a chain sealed anew without the key is found', async () => {
    await sql('CREATE TABLE sealed AS SELECT * FROM "AuditRecord"');
    const forger = createSealKey('a secret that the gateway does not know');
    await tamper(`UPDATE "AuditRecord" SET "sealKey" = '${forger.id}' WHERE seq = 2`);
    expect(await check()).toEqual([expect.stringContaining('which was not given')]);
    await tamper(`UPDATE "AuditRecord" SET "sealKey" = '${key.id}' WHERE seq = 2`);
  });
});
