import { randomUUID } from 'node:crypto';
import { keyOf as keyOfOrder, type Order, type Refund } from '@payserver/provider-stub/bank/types';
import { type Behaviour, ofGroup } from '@payserver/provider-stub/behaviour/table';
import { beijingRfc3339, beijingText } from '@payserver/provider-stub/clock';
import type { Notice, NoticeBody, NoticeRules } from '@payserver/provider-stub/notices';
import { digits } from '@payserver/provider-stub/random';
import type { Account } from './accounts.ts';
import { encryptV2, encryptV3 } from './crypt.ts';
import type { Wechat } from './shop.ts';
import { writeXml } from './v2/xml.ts';
import { seal } from './v3/answers.ts';
import { orderJson, REFUND_STATES, sellerOf } from './v3/view.ts';

/** 15 times in 24 h 4 min */
const RETRY_S = [
  ...[15, 15, 30, 180, 600, 1_200, 1_800, 1_800, 1_800, 3_600],
  ...[10_800, 10_800, 10_800, 21_600, 21_600],
];

/** How WeChat notifies: V3 for codes and V3 refunds, V2 for V2 refunds. */
export function noticeRules(wechat: Wechat): NoticeRules {
  return {
    retrySeconds: RETRY_S,
    build: (notice) => build(wechat, notice),
    // V3 counts the status; V2 wants its word in a 200.
    isAcknowledged: (status, body) =>
      (status === 200 || status === 204) && !body.includes('"FAIL"') && !body.includes('[FAIL]'),
  };
}

function build(wechat: Wechat, notice: Notice): NoticeBody | null {
  const { store } = wechat.world.bank;
  const refund = notice.kind === 'refund' ? store.refunds.get(notice.key) : undefined;
  const key = refund === undefined ? notice.key : keyOfOrder(refund.account, refund.outTradeNo);
  const order = store.orders.get(key);
  const account = order && wechat.accounts.of(order.account);
  if (order === undefined || account === undefined) return null;
  if (refund !== undefined) return buildRefund({ wechat, account, notice }, order, refund);
  const plain = orderJson(account, order, 'paid');
  const about = { plain, event: 'TRANSACTION.SUCCESS', type: 'transaction' };
  return v3({ wechat, account, notice }, about);
}

/** By the version that the refund came by. */
function buildRefund(
  to: { wechat: Wechat; account: Account; notice: Notice },
  order: Order,
  refund: Refund,
): NoticeBody {
  const isV2 = refund.isOld || ofGroup(to.notice.behaviours, 14)?.variant === 6;
  if (isV2) return v2(to.account, order, refund);
  const plain = refundPlain(to.account, order, refund);
  return v3(to, { plain, event: `REFUND.${REFUND_STATES[refund.state]}`, type: 'refund' });
}

function refundPlain(account: Account, order: Order, refund: Refund) {
  const { appid: _appid, ...seller } = sellerOf(account) as Record<string, unknown>;
  return {
    ...seller,
    ...{ transaction_id: order.providerNo, out_trade_no: order.outTradeNo },
    ...{ refund_id: refund.providerNo, out_refund_no: refund.requestNo },
    refund_status: REFUND_STATES[refund.state],
    ...(refund.state === 'success' && { success_time: beijingRfc3339(refund.endedAt ?? 0) }),
    user_received_account: '支付用户零钱',
    amount: {
      ...{ total: order.amount, refund: refund.amount },
      ...{ payer_total: order.amount, payer_refund: refund.amount },
    },
  };
}

/** Variants of group 14 as those of group 6. */
const AS_SIGNATURE: Readonly<Record<number, number>> = { 4: 0, 8: 1, 9: 3 };

function v3(
  { wechat, account, notice }: { wechat: Wechat; account: Account; notice: Notice },
  { plain, event, type }: { plain: unknown; event: string; type: string },
): NoticeBody {
  const now = wechat.world.clock.now();
  const variant = ofGroup(notice.behaviours, 14)?.variant ?? -1;
  const resource = encryptV3(JSON.stringify(plain), account.apiV3Key, { aad: type });
  const id = `${digits(8, notice.id)}-${digits(4, notice.id, 'b')}-5${digits(3, notice.id, 'c')}`;
  const body = Buffer.from(
    JSON.stringify({
      ...{ id, create_time: beijingRfc3339(notice.createdAt), resource_type: 'encrypt-resource' },
      ...{ event_type: event, summary: event.startsWith('REFUND') ? '退款' : '支付成功' },
      resource: {
        ...{ original_type: type, ...resource },
        ...(variant === 5 && { associated_data: 'another' }),
      },
    }),
  );
  const wrong = AS_SIGNATURE[variant];
  // The probe of a signature comes before the notice itself.
  const isProbe = variant !== 9 || notice.tries === 0;
  const behaviours: Behaviour[] =
    wrong === undefined || !isProbe ? [] : [{ group: 6, variant: wrong, param: 0 }];
  const { id: keyId, key } = keyOf(wechat, account, notice);
  const headers = seal({ id: keyId, key, now }, body, behaviours);
  return {
    headers: { 'content-type': 'application/json', 'user-agent': 'Mozilla/4.0', ...headers },
    body,
  };
}

/** While a merchant knows both kinds, notices are mixed. */
function keyOf({ platform }: Wechat, { verifiesBy }: Account, notice: Notice) {
  if (verifiesBy !== 'both') return platform.choose(undefined, verifiesBy);
  const isOld = (Number(digits(2, notice.id)) + notice.tries) % 2 === 0;
  return platform.choose(undefined, isOld ? 'certificate' : 'publicKey');
}

function v2(account: Account, order: Order, refund: Refund): NoticeBody {
  const total = String(order.amount);
  const fee = String(refund.amount);
  const states = { ...REFUND_STATES, closed: 'REFUNDCLOSE', abnormal: 'CHANGE' };
  const plain = writeXml(
    {
      ...{ transaction_id: order.providerNo, out_trade_no: order.outTradeNo },
      ...{ refund_id: refund.providerNo, out_refund_no: refund.requestNo },
      ...{ total_fee: total, settlement_total_fee: total, refund_fee: fee },
      ...{ settlement_refund_fee: fee, refund_status: states[refund.state] },
      ...(refund.state === 'success' && { success_time: beijingText(refund.endedAt ?? 0) }),
      ...{ refund_recv_accout: '支付用户零钱', refund_account: 'REFUND_SOURCE_RECHARGE_FUNDS' },
      refund_request_source: 'API',
    },
    'root',
  ).toString('utf8');
  const { appid, mchid, sub, apiV2Key } = account;
  const body = writeXml({
    ...{ return_code: 'SUCCESS', appid, mch_id: mchid },
    ...(sub !== null && { sub_mch_id: sub.mchid }),
    ...{ nonce_str: randomUUID().replaceAll('-', ''), req_info: encryptV2(plain, apiV2Key) },
  });
  return { headers: { 'content-type': 'text/xml; charset=utf-8' }, body };
}
