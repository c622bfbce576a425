import { ofGroup } from '@payserver/provider-stub/behaviour/table';
import { beijingText } from '@payserver/provider-stub/clock';
import type { Call, Done } from '@payserver/provider-stub/http/types';
import { jsonAnswer } from '@payserver/provider-stub/http/types';
import { billOf } from './bill.ts';
import { business, codeOf, SUCCESS } from './codes.ts';
import { type Alipay, type Operate, textIn } from './shop.ts';

const VALID_MS = 30_000;
const READY_AT = '10:00:00';
const DAY_MS = 86_400_000;

/** alipay.data.dataservice.bill.downloadurl.query: an address that is good for 30 s. */
export const billUrl: Operate = (alipay, trade) => {
  const now = alipay.world.clock.now();
  const day = textIn(trade, 'bill_date');
  const fault = ofGroup(trade.behaviours, 16)?.variant;
  const isKind = ['trade', 'signcustomer'].includes(textIn(trade, 'bill_type'));
  if (!isKind || !/^\d{4}-\d\d-\d\d$/.test(day) || day >= beijingText(now).slice(0, 10)) {
    return { code: codeOf('40004', 'isp.bill_not_exist', '参数不合法') };
  }
  if (fault === 4 || isEarly(day, now)) {
    return { code: business('BILL_NOT_EXIST', '账单尚未生成') };
  }
  if (fault !== 5 && billOf(alipay.world, trade.account, day) === null) {
    return { code: codeOf('40004', 'isp.NO_BILL_DATA', '没有账单数据') };
  }
  const token = JSON.stringify({ appId: trade.account.appId, day, until: now + VALID_MS, fault });
  const url = `http://${trade.host}/downloadBill?token=${Buffer.from(token).toString('base64url')}`;
  return { code: SUCCESS, fields: { bill_download_url: url } };
};

/** A bill is there at ten o'clock of the next day. */
function isEarly(day: string, now: number): boolean {
  const yesterday = beijingText(now - DAY_MS).slice(0, 10);
  return day === yesterday && beijingText(now).slice(11) < READY_AT;
}

interface Token {
  readonly appId: string;
  readonly day: string;
  readonly until: number;
  readonly fault?: number;
}

/** GET of that address: a zip; neither side signs. */
export function serveBill(alipay: Alipay, call: Call): Done {
  const asked = { call: 'bill', outTradeNo: '', behaviours: [] } as const;
  const token = Buffer.from(call.query.get('token') ?? '', 'base64url').toString();
  const { appId, day, until, fault } = JSON.parse(token) as Token;
  const account = alipay.accounts.of(appId);
  if (account === undefined || alipay.world.clock.now() > until) {
    return { ...asked, verdict: 'EXPIRED', answer: jsonAnswer(403, {}) };
  }
  const whole = fault === 5 ? Buffer.of() : billOf(alipay.world, account, day);
  const body = fault === 6 ? whole?.subarray(0, whole.length >> 1) : whole;
  const headers = { 'content-type': 'application/zip' };
  const answer = { status: 200, headers, body: body ?? Buffer.of() };
  return { ...asked, verdict: 'SUCCESS', answer };
}

/** alipay.open.app.alipaycert.download */
export const downloadCertificate: Operate = (alipay, trade) => {
  const found = alipay.platform.find(textIn(trade, 'alipay_cert_sn'));
  if (found === undefined) return { code: codeOf('40004', 'isv.invalid-cert-sn') };
  const content = Buffer.from(found.certificate.pem).toString('base64');
  return { code: SUCCESS, fields: { alipay_cert_content: content } };
};
