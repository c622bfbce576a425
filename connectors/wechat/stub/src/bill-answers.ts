import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type Behaviour, ofGroup } from '@payserver/provider-stub/behaviour/table';
import { beijingRfc3339, beijingText } from '@payserver/provider-stub/clock';
import type { Answer, Call, Done } from '@payserver/provider-stub/http/types';
import { billOf } from './bill.ts';
import { NO_REFUND, PARAM_ERROR, type Refusal } from './codes.ts';
import { encryptV3 } from './crypt.ts';
import type { Wechat } from './shop.ts';
import { transportFail, type V2Call } from './v2/answers.ts';
import { refuse, signed, unsigned, type V3Call } from './v3/answers.ts';
import { authenticate, type Nonces } from './v3/auth.ts';
import type { Operate } from './v3/calls.ts';

const NOT_READY: Refusal = { ...PARAM_ERROR, v3: 'STATEMENT_CREATING', text: '账单生成中' };
const NONE: Refusal = { ...PARAM_ERROR, v3: 'NO_STATEMENT_EXIST', text: '账单文件不存在' };
const DAY = /^\d{4}-\d\d-\d\d$/;
const READY_AT = '10:00:00';
const DAY_MS = 86_400_000;

/** A bill is there from about ten o'clock of the next day. */
function refusalOf(wechat: Wechat, day: string, fault: Behaviour | undefined): Refusal | null {
  const now = wechat.world.clock.now();
  const today = beijingText(now).slice(0, 10);
  const yesterday = beijingText(now - DAY_MS).slice(0, 10);
  if (!DAY.test(day) || day >= today) return PARAM_ERROR;
  const isEarly = day === yesterday && beijingText(now).slice(11) < READY_AT;
  return fault?.variant === 4 || isEarly ? NOT_READY : null;
}

/** POST /pay/downloadbill: the file, or XML without a signature. */
export function billAnswerV2(wechat: Wechat, call: V2Call) {
  const digits = call.fields.get('bill_date') ?? '';
  const day = digits.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
  const fault = ofGroup(call.behaviours, 16);
  const refusal = refusalOf(wechat, day, fault);
  const bill = refusal === null ? fileOf(wechat, { ...call, day }, fault) : null;
  if (bill === null) {
    const text = refusal === NOT_READY ? 'Bill Creating' : 'No Bill Exist';
    return { answer: transportFail(text), verdict: text };
  }
  const isZipped = call.fields.get('tar_type') === 'GZIP';
  const headers = { 'content-type': isZipped ? 'application/x-gzip' : 'text/plain; charset=utf-8' };
  const body = isZipped ? gzipSync(bill) : bill;
  return { answer: { status: 200, headers, body }, verdict: 'SUCCESS' };
}

function fileOf(
  { world }: Wechat,
  { account, day }: { account: V2Call['account']; day: string },
  fault: Behaviour | undefined,
): Buffer | null {
  return fault?.variant === 5 ? Buffer.of() : billOf(world, account, day);
}

/** GET /v3/bill/tradebill: where the file is, and its hash. */
export const billV3: Operate = (wechat, call) => {
  const { query } = call.raw;
  const day = query.get('bill_date') ?? '';
  const fault = ofGroup(call.behaviours, 16);
  const refusal = refusalOf(wechat, day, fault);
  if (refusal !== null) return refuse(call, refusal);
  const file = fileOf(wechat, { account: call.account, day }, fault);
  if (file === null) return refuse(call, NONE);
  const hash = createHash('sha1').update(file).digest('hex');
  const body = {
    ...{ hash_type: 'SHA1', hash_value: fault?.variant === 6 ? '0'.repeat(40) : hash },
    download_url: urlOf(call, day, fault?.variant === 5),
  };
  return { answer: signed(call, { body }), verdict: 'SUCCESS' };
};

/** Where the file is, at the host that the caller wrote. */
function urlOf({ raw, account }: V3Call, day: string, isEmpty: boolean): string {
  const token = Buffer.from(`${account.mchid} ${day}`).toString('base64url');
  const zip = raw.query.get('tar_type') === 'GZIP' ? '&tartype=gzip' : '';
  const host = `${raw.isTls ? 'https' : 'http'}://${raw.headers.host}`;
  return `${host}/v3/billdownload/file?token=${token}${zip}${isEmpty ? '&empty=1' : ''}`;
}

/** GET /v3/billdownload/file: signed by the caller, not by WeChat. */
export function downloadBill(wechat: Wechat, nonces: Nonces, call: Call): Done {
  const asked = { call: 'bill', outTradeNo: '', behaviours: [] } as const;
  const account = authenticate(wechat, nonces, call);
  if (typeof account === 'string') return { ...asked, ...unsigned(401, 'SIGN_ERROR', account) };
  const token = Buffer.from(call.query.get('token') ?? '', 'base64url').toString();
  const [mchid, day = ''] = token.split(' ');
  const file = mchid === account.mchid ? billOf(wechat.world, account, day) : null;
  if (file === null) return { ...asked, ...unsigned(404, 'NO_STATEMENT_EXIST', NONE.text) };
  const content = call.query.get('empty') === '1' ? Buffer.of() : file;
  const body = call.query.get('tartype') === 'gzip' ? gzipSync(content) : content;
  const answer: Answer = {
    status: 200,
    headers: { 'content-type': 'application/octet-stream' },
    body,
  };
  return { ...asked, answer, verdict: 'SUCCESS' };
}

/** GET /v3/certificates; a merchant that verifies by 公钥 alone has none. */
export const certificatesV3: Operate = (wechat, call) => {
  const { account } = call;
  if (account.verifiesBy === 'publicKey') {
    const none = {
      ...NO_REFUND,
      text: '无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥',
    };
    return refuse(call, none);
  }
  const now = wechat.world.clock.now();
  const data = wechat.platform
    .keys()
    .filter(({ kind }) => kind === 'certificate')
    .map(({ id, pem }) => ({
      serial_no: id,
      effective_time: beijingRfc3339(now - DAY_MS),
      expire_time: beijingRfc3339(now + 5 * 365 * DAY_MS),
      encrypt_certificate: encryptV3(pem, account.apiV3Key, { aad: 'certificate' }),
    }));
  return { answer: signed(call, { body: { data } }), verdict: 'SUCCESS' };
};
