import { verify } from 'node:crypto';
import {
  type Behaviour,
  type CallName,
  isBeforeBooking,
  ofGroup,
  readSuffix,
  readTail,
} from '@payserver/provider-stub/behaviour/table';
import { fromBeijing } from '@payserver/provider-stub/clock';
import type { Call, Done } from '@payserver/provider-stub/http/types';
import type { Account } from './accounts.ts';
import { gatewayFault, signed } from './answers.ts';
import { billUrl, downloadCertificate } from './bill-calls.ts';
import { type Code, codeOf, setUpCode } from './codes.ts';
import { fenOf } from './money.ts';
import { type Alipay, type Operate, orderOf, type Said, type Trade, textIn } from './shop.ts';
import { signTextOf } from './sign.ts';
import { cancel, close, query, refund, refundQuery } from './trade/calls.ts';
import { pay, precreate } from './trade/pay.ts';

const METHODS: Readonly<Record<string, readonly [CallName, Operate]>> = {
  'alipay.trade.pay': ['pay', pay],
  'alipay.trade.query': ['query', query],
  'alipay.trade.cancel': ['reverse', cancel],
  'alipay.trade.precreate': ['qr', precreate],
  'alipay.trade.close': ['close', close],
  'alipay.trade.refund': ['refund', refund],
  'alipay.trade.fastpay.refund.query': ['refundQuery', refundQuery],
  'alipay.data.dataservice.bill.downloadurl.query': ['bill', billUrl],
  'alipay.open.app.alipaycert.download': ['certificates', downloadCertificate],
};
const SKEW_MS = 15 * 60_000;
let answered = 0;

/** Answers a call of the gateway. Everything that Alipay checks is checked before money moves. */
export function serveGateway(alipay: Alipay, call: Call): Done {
  const parameters = parametersOf(call);
  const asked = { call: METHODS[parameters?.get('method') ?? '']?.[0] ?? 'other' } as const;
  const checked = parameters === null ? illegal('isv.invalid-format') : check(alipay, parameters);
  if ('code' in checked) {
    const verdict = checked.sub_code ?? checked.code;
    return { ...asked, outTradeNo: '', verdict, behaviours: [], answer: gatewayFault(checked) };
  }
  return operate(alipay, { ...checked, host: call.headers.host ?? '' });
}

function operate(alipay: Alipay, trade: Omit<Trade, 'behaviours'>): Done {
  const { chooser, bank } = alipay.world;
  const [name, run] = METHODS[trade.method] ?? (['other', query] as const);
  const known = orderOf(alipay, trade);
  const outTradeNo = known?.outTradeNo ?? textIn(trade, 'out_trade_no');
  const tail = tailOf(alipay, trade, name);
  const ofOrder = known?.behaviours ?? [];
  const behaviours = chooser.choose({ call: name, outTradeNo, tail, ofOrder });
  if (name === 'pay') bank.countPost(trade.account.appId, outTradeNo, 'pay');
  const done = { call: name, outTradeNo, behaviours };
  if (isBeforeBooking(behaviours)) {
    return { ...done, verdict: 'LOST', answer: gatewayFault(codeOf('20000')) };
  }
  const chosen = { ...trade, behaviours };
  const setUp = ofGroup(behaviours, 15);
  const said = setUp === undefined ? run(alipay, chosen) : { code: setUpCode(setUp) };
  return { ...done, ...sealed(alipay, chosen, said) };
}

function sealed(
  { world, platform }: Alipay,
  { account, method, behaviours, biz }: Trade,
  { code, fields = {}, isLost = false }: Said,
): Pick<Done, 'answer' | 'verdict' | 'isLost'> {
  answered += 1;
  const word = `${JSON.stringify(biz)} ${method} ${answered}`;
  const signer = { world, platform, account, method, word };
  const status = fields['trade_status'];
  return {
    answer: signed(signer, { ...code, ...fields }, behaviours),
    verdict: code.sub_code ?? (typeof status === 'string' ? status : code.code),
    isLost,
  };
}

function tailOf({ world }: Alipay, trade: Pick<Trade, 'biz'>, name: CallName): Behaviour | null {
  if (name === 'pay') return readTail(textIn(trade, 'auth_code').slice(-6));
  if (name === 'refund') return readSuffix(textIn(trade, 'refund_reason'));
  if (name !== 'qr') return null;
  const fen = (fenOf(trade.biz['total_amount']) ?? 0) % 10_000;
  const byAmount = readTail(`${String(fen).padStart(4, '0')}03`);
  return readSuffix(textIn(trade, 'subject')) ?? (world.options().amountTails ? byAmount : null);
}

/** Of the query and of the body; null when it is no form, or one name comes twice. */
function parametersOf({
  method,
  query: inUrl,
  headers,
  body,
}: Call): ReadonlyMap<string, string> | null {
  const isForm = (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  if (method !== 'POST' || !isForm) return null;
  const all = [...inUrl, ...new URLSearchParams(body.toString('utf8'))];
  const parameters = new Map(all);
  return parameters.size === all.length ? parameters : null;
}

const REQUIRED = ['app_id', 'method', 'charset', 'sign_type', 'sign', 'timestamp', 'version'];
const FIXED: Readonly<Record<string, readonly [RegExp, string]>> = {
  charset: [/^utf-8$/i, 'isv.invalid-charset'],
  sign_type: [/^RSA2$/, 'isv.invalid-signature-type'],
  version: [/^1\.0$/, 'isv.invalid-version'],
  format: [/^json$/i, 'isv.invalid-format'],
  notify_url: [/^https?:\/\/.{1,250}$/, 'isv.invalid-notify-url'],
};
const illegal = (sub: string): Code => codeOf('40002', sub);

function check(
  alipay: Alipay,
  parameters: ReadonlyMap<string, string>,
): Omit<Trade, 'behaviours' | 'host'> | Code {
  const missing = REQUIRED.find((name) => (parameters.get(name) ?? '') === '');
  if (missing !== undefined) return codeOf('40001', `isv.missing-${missing.replace('_', '-')}`);
  const wrong = Object.entries(FIXED).find(([name, [pattern]]) => {
    const value = parameters.get(name);
    return value !== undefined && !pattern.test(value);
  });
  if (wrong !== undefined) return illegal(wrong[1][1]);
  const account = alipay.accounts.of(parameters.get('app_id') ?? '');
  if (account === undefined) return illegal('isv.invalid-app-id');
  const method = parameters.get('method') ?? '';
  if (METHODS[method] === undefined) return illegal('isv.invalid-method');
  const fault = checkSeal(alipay, account, parameters);
  if (fault !== null) return fault;
  const biz = jsonOf(parameters.get('biz_content') ?? '{}');
  return biz === null ? illegal('isv.invalid-parameter') : { account, method, parameters, biz };
}

/** Time, certificates, signature, token. */
function checkSeal(
  { world, authority, accounts }: Alipay,
  account: Account,
  parameters: ReadonlyMap<string, string>,
): Code | null {
  const field = (name: string) => parameters.get(name) ?? '';
  const at = fromBeijing(field('timestamp'));
  if (!(Math.abs(at - world.clock.now()) <= SKEW_MS)) return illegal('isv.invalid-timestamp');
  if (account.mode === 'certificate') {
    if (field('app_cert_sn') !== account.certificate.sn) return illegal('isv.app-cert-not-exist');
    if (field('alipay_root_cert_sn') !== authority.root.sn) {
      return illegal('isv.invalid-alipay-root-cert-sn');
    }
  }
  const text = Buffer.from(signTextOf(parameters, ['sign']));
  const signature = Buffer.from(field('sign'), 'base64');
  if (!verify('sha256', text, accounts.publicKey(account), signature)) {
    return illegal('isv.invalid-signature');
  }
  const token = account.appAuthToken ?? '';
  return field('app_auth_token') === token ? null : codeOf('20001', 'aop.invalid-app-auth-token');
}

function jsonOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
