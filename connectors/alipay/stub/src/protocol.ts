import { refundKey } from '@payserver/provider-stub/bank/store';
import { keyOf } from '@payserver/provider-stub/bank/types';
import { jsonAnswer } from '@payserver/provider-stub/http/types';
import type { Ports, Protocol, World } from '@payserver/provider-stub/world';
import { type Account, openAccounts } from './accounts.ts';
import { openAuthority } from './authority.ts';
import { serveBill } from './bill-calls.ts';
import { serveGateway } from './gateway.ts';
import { writeMaterial } from './material.ts';
import { noticeRules } from './notices.ts';
import { openPlatform } from './platform.ts';
import { openShop } from './shop.ts';

const DEMO = 'demo-shop';

/** Alipay's gateway, protocol 1.0. */
export function createAlipay(world: World): Protocol {
  const { dir } = world.settings;
  const authority = openAuthority(dir);
  const platform = openPlatform(dir, authority);
  const accounts = openAccounts(dir, authority);
  const alipay = openShop({ world, authority, accounts, platform });
  let ports: Ports | undefined;
  const write = (account: Account) => {
    if (ports === undefined) throw new Error('the stub does not serve yet');
    return writeMaterial({ dir, authority, platform }, account, ports);
  };
  return {
    serve(call) {
      if (call.path === '/gateway.do') return serveGateway(alipay, call);
      if (call.path === '/downloadBill') return serveBill(alipay, call);
      const asked = { call: 'other', outTradeNo: '', behaviours: [], verdict: 'NO PATH' } as const;
      return { ...asked, answer: jsonAnswer(404, {}) };
    },
    notices: noticeRules(alipay),
    tls: () => null,
    writeMerchants(now) {
      ports = now;
      if (accounts.all().length === 0) accounts.add(DEMO, { mode: process.env['STUB_MODE'] });
      for (const account of accounts.all()) write(account);
    },
    addMerchant: (merchantUUID, choices) => write(accounts.add(merchantUUID, choices)),
    rotateKeys({ write: isWritten = true }) {
      const { certificate } = platform.rotate();
      if (isWritten !== false) accounts.all().forEach(write);
      return { id: certificate.sn };
    },
    // The trade is made by the scan.
    scan: (order) =>
      world.bank.change(order, { exists: true, isWithPayer: true, closesItself: true }),
    notifyPaid({ account, outTradeNo, notifyUrl: url, behaviours }, notifier) {
      if (url === null) return;
      notifier.add({ kind: 'pay', key: keyOf(account, outTradeNo), url, behaviours });
    },
    notifyRefund({ account, requestNo, notifyUrl: url, behaviours }, _order, notifier) {
      if (url === null) return;
      notifier.add({ kind: 'refund', key: refundKey(account, requestNo), url, behaviours });
    },
  };
}
