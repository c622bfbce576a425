import { createSign } from 'node:crypto';
import type { Json, StubProcess } from './stub.ts';

/** What came back: the object of the answer as it came, and everything around it. */
export interface AlipayAnswer {
  readonly status: number;
  readonly text: string;
  /** the fields below `…_response` */
  readonly fields: Readonly<Record<string, Json>>;
  /** `…_response` as text, which is what is signed */
  readonly value: string;
  readonly sign: string | undefined;
}

const BEIJING_MS = 8 * 3_600_000;

/** A call of the gateway, signed as a shop signs; `change` replaces parameters before, `after` the signing. */
export async function callAlipay(
  stub: StubProcess,
  [method, biz]: readonly [string, Readonly<Record<string, string>>],
  how: {
    readonly shop?: string;
    readonly at?: number;
    readonly change?: Readonly<Record<string, string>>;
    readonly after?: Readonly<Record<string, string>>;
  } = {},
): Promise<AlipayAnswer> {
  const shop = stub.merchant(how.shop);
  const time = new Date((how.at ?? Date.now()) + BEIJING_MS).toISOString();
  const parameters: Record<string, string> = {
    ...{ app_id: shop['appId'], method, format: 'JSON', charset: 'utf-8', sign_type: 'RSA2' },
    ...{ timestamp: time.slice(0, 19).replace('T', ' '), version: '1.0' },
    biz_content: JSON.stringify(biz),
    ...how.change,
  };
  const text = Object.keys(parameters)
    .filter((name) => parameters[name] !== '')
    .toSorted()
    .map((name) => `${name}=${parameters[name]}`)
    .join('&');
  const sign = createSign('sha256').update(text).sign(stub.text(shop['appKey']), 'base64');
  const form = new URLSearchParams({ ...parameters, sign, ...how.after });
  const answer = await fetch(`${shop['gateway']}?charset=utf-8`, {
    method: 'POST',
    body: withoutCharset(form),
  });
  const body = await answer.text();
  return { status: answer.status, text: body, ...read(body, method) };
}

function withoutCharset(form: URLSearchParams): URLSearchParams {
  form.delete('charset');
  return form;
}

function read(text: string, method: string) {
  const whole = JSON.parse(text) as Record<string, Json>;
  const name = `${method.replaceAll('.', '_')}_response`;
  const at = text.indexOf(`"${name}":`) + name.length + 3;
  const fields = whole[name] ?? whole['error_response'] ?? {};
  return { fields, value: objectAt(text, at), sign: whole['sign'] };
}

/** The object that begins there, by brackets outside of texts. */
function objectAt(text: string, at: number): string {
  let depth = 0;
  let isText = false;
  for (let index = at; index < text.length; index += 1) {
    const unit = text[index];
    if (isText) {
      if (unit === '\\') index += 1;
      else if (unit === '"') isText = false;
    } else if (unit === '"') isText = true;
    else if (unit === '{') depth += 1;
    else if (unit === '}' && (depth -= 1) === 0) return text.slice(at, index + 1);
  }
  return '';
}

/** A barcode payment by the last six digits of the code. */
export async function payAlipay(
  stub: StubProcess,
  outTradeNo: string,
  tail = '000000',
): Promise<AlipayAnswer> {
  return await callAlipay(stub, [
    'alipay.trade.pay',
    {
      ...{ out_trade_no: outTradeNo, scene: 'bar_code', auth_code: `280000000000${tail}` },
      ...{ subject: '午餐', total_amount: '12.34' },
    },
  ]);
}
