import { expect, test } from 'vitest';
import { createClient } from '../support/client.ts';
import { refusalProblem } from '../support/refusal.ts';
import { newMerchant, sharedGateway } from '../support/shared-gateway.ts';
import { signToken } from '../support/sign-token.ts';

const gateway = sharedGateway();
const VIEW = { name: '待处理', path: '/payments?status=paying&needsReview=1' };

async function personOf(merchantUUID: string, sub: string, scope = '') {
  return createClient(gateway.url, await signToken({ merchantUUID, sub, scope }));
}

test('a view belongs to its person within its merchant: nobody else sees or deletes it', async () => {
  const merchant = newMerchant();
  const mei = await personOf(merchant, 'mei');
  const { status, body: saved } = await mei.post('/views', VIEW);
  expect([status, saved]).toEqual([201, expect.objectContaining(VIEW)]);
  expect((await mei.get('/views')).body.items).toEqual([saved]);
  const others = await Promise.all([
    personOf(merchant, 'li'),
    personOf(newMerchant(), 'mei'),
    personOf(merchant, 'mei', 'payserver:admin'),
  ]);
  for (const other of others) {
    const seen = (await other.get('/views')).body.items.map(({ uuid }: { uuid: string }) => uuid);
    expect(seen).not.toContain(saved.uuid);
    const deleted = await other.post(`/views/${saved.uuid}/delete`, {});
    expect(refusalProblem(deleted, { code: 9003 })).toBeNull();
  }
  expect((await mei.post(`/views/${saved.uuid}/delete`, {})).body).toEqual(saved);
  expect((await mei.get('/views')).body.items).toEqual([]);
});

test('a person has a hundred views at most, in the order in which they were saved', async () => {
  const mei = await personOf(newMerchant(), 'mei');
  const names = Array.from({ length: 100 }, (_, at) => `view ${at}`);
  for (const name of names) await mei.post('/views', { ...VIEW, name });
  const { items } = (await mei.get('/views')).body;
  expect(items.map(({ name }: { name: string }) => name)).toEqual(names);
  const more = await mei.post('/views', VIEW);
  expect(more).toMatchObject({ status: 400, body: { code: 9004, message: /100 views/ } });
});
