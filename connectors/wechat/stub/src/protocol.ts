import { refundKey } from '@payserver/provider-stub/bank/store';
import { keyOf, type Order, type Refund } from '@payserver/provider-stub/bank/types';
import { jsonAnswer } from '@payserver/provider-stub/http/types';
import type { Notifier } from '@payserver/provider-stub/notices';
import type { Ports, Protocol, World } from '@payserver/provider-stub/world';
import { type Account, openAccounts } from './accounts.ts';
import { openAuthority } from './authority.ts';
import { downloadBill } from './bill-answers.ts';
import { writeMaterial } from './material.ts';
import { noticeRules } from './notices.ts';
import { openPlatform } from './platform.ts';
import { openShop } from './shop.ts';
import { isV2, serveV2 } from './v2/serve.ts';
import { createNonces } from './v3/auth.ts';
import { serveV3 } from './v3/serve.ts';

const DEMO = 'demo-shop';

/** WeChat Pay: V2 by XML, V3 by JSON, on the same ports. */
export function createWechat(world: World): Protocol {
  const { dir } = world.settings;
  const authority = openAuthority(dir);
  const platform = openPlatform(dir, authority);
  const accounts = openAccounts(dir, authority);
  const wechat = openShop(world, accounts, platform);
  const nonces = createNonces();
  let ports: Ports | undefined;
  const write = (account: Account) => {
    if (ports === undefined) throw new Error('the stub does not serve yet');
    return writeMaterial({ dir, authority, platform }, account, ports);
  };
  return {
    serve(call) {
      if (isV2(call.path)) return serveV2(wechat, call);
      if (call.path === '/v3/billdownload/file') return downloadBill(wechat, nonces, call);
      if (call.path.startsWith('/v3/')) return serveV3(wechat, nonces, call);
      const asked = { call: 'other', outTradeNo: '', behaviours: [], verdict: 'NO PATH' } as const;
      return { ...asked, answer: jsonAnswer(404, {}) };
    },
    notices: noticeRules(wechat),
    tls: () => authority.tls(),
    writeMerchants(now) {
      ports = now;
      if (accounts.all().length === 0) accounts.add(DEMO, { api: process.env['STUB_API'] });
      for (const account of accounts.all()) write(account);
    },
    addMerchant: (merchantUUID, choices) => write(accounts.add(merchantUUID, choices)),
    rotateKeys({ kind, force = false, write: isWritten = true }) {
      const key = platform.rotate(kind === 'certificate' ? kind : 'publicKey', force === true);
      if (isWritten !== false) accounts.all().forEach(write);
      return { id: key.id, kind: key.kind };
    },
    scan: (order) => world.bank.change(order, { isWithPayer: true }),
    notifyPaid(order: Order, notifier: Notifier) {
      if (order.notifyUrl === null) return;
      const { account, outTradeNo, notifyUrl: url, behaviours } = order;
      notifier.add({ kind: 'pay', key: keyOf(account, outTradeNo), url, behaviours });
    },
    notifyRefund(refund: Refund, _order: Order, notifier: Notifier) {
      if (refund.notifyUrl === null) return;
      const { account, requestNo, notifyUrl: url, behaviours } = refund;
      notifier.add({ kind: 'refund', key: refundKey(account, requestNo), url, behaviours });
    },
  };
}
