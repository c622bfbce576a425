/** A field: a pattern of a text, a whole number, or an object of fields; `!` at the end of its name: required. */
type Shape = { readonly [name: string]: RegExp | 'fen' | 'boolean' | 'any' | Shape };

const text = (most: number): RegExp => new RegExp(`^[\\s\\S]{1,${most}}$`, 'u');
const NUMBER = /^[0-9A-Za-z_\-|*]{6,32}$/;
const AMOUNT = { 'total!': 'fen', currency: /^CNY$/ } as const;
const STORE = {
  id: text(32),
  out_id: text(32),
  name: text(256),
  area_code: text(32),
  address: text(512),
};
const NOTIFY = /^https?:\/\/[^?]{1,250}$/;
const PAYER_SIDE = { 'appid!': /^wx[0-9a-f]{16}$/, 'mchid!': /^\d{8,10}$/ };
const PARTNER_SIDE = {
  'sp_appid!': /^wx[0-9a-f]{16}$/,
  'sp_mchid!': /^\d{8,10}$/,
  sub_appid: /^wx[0-9a-f]{16}$/,
  'sub_mchid!': /^\d{8,10}$/,
};

const CODEPAY: Shape = {
  'description!': text(127),
  'out_trade_no!': NUMBER,
  'payer!': { 'auth_code!': /^\d{1,128}$/ },
  'amount!': AMOUNT,
  'scene_info!': { device_id: text(32), device_ip: text(45), 'store_info!': STORE },
  attach: text(128),
  goods_tag: text(32),
  support_fapiao: 'boolean',
  detail: 'any',
  settle_info: { profit_sharing: 'boolean' },
};
const NATIVE: Shape = {
  'description!': text(127),
  'out_trade_no!': NUMBER,
  'notify_url!': NOTIFY,
  'amount!': AMOUNT,
  time_expire: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)$/,
  attach: text(128),
  goods_tag: text(32),
  limit_pay: 'any',
  support_fapiao: 'boolean',
  detail: 'any',
  scene_info: {
    'payer_client_ip!': text(45),
    device_id: text(32),
    store_info: { ...STORE },
  },
  settle_info: { profit_sharing: 'boolean' },
};
const REFUND: Shape = {
  sub_mchid: /^\d{8,10}$/,
  transaction_id: text(32),
  out_trade_no: NUMBER,
  'out_refund_no!': /^[0-9A-Za-z_\-|*@]{1,64}$/,
  reason: text(80),
  notify_url: NOTIFY,
  funds_account: text(20),
  'amount!': { 'refund!': 'fen', 'total!': 'fen', 'currency!': /^CNY$/, from: 'any' },
  goods_detail: 'any',
};

/** The body of each call by its name. */
export const BODIES: Readonly<Record<string, Shape>> = {
  codepay: { ...PAYER_SIDE, ...CODEPAY },
  'partner codepay': { ...PARTNER_SIDE, ...CODEPAY },
  native: { ...PAYER_SIDE, ...NATIVE },
  'partner native': { ...PARTNER_SIDE, ...NATIVE },
  reverse: PAYER_SIDE,
  'partner reverse': PARTNER_SIDE,
  close: { 'mchid!': /^\d{8,10}$/ },
  'partner close': { 'sp_mchid!': /^\d{8,10}$/, 'sub_mchid!': /^\d{8,10}$/ },
  refund: REFUND,
};

/** What is wrong with a body, as a path of fields; null: nothing. An unknown field is wrong. */
export function wrongIn(value: unknown, shape: Shape, path = ''): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return path || '/';
  const fields = value as Readonly<Record<string, unknown>>;
  const names = new Set(Object.keys(shape).map((name) => name.replace('!', '')));
  const unknown = Object.keys(fields).find((name) => !names.has(name));
  if (unknown !== undefined) return `${path}/${unknown}`;
  for (const [declared, kind] of Object.entries(shape)) {
    const name = declared.replace('!', '');
    const wrong = wrongField(
      fields[name],
      { kind, isRequired: declared.endsWith('!') },
      `${path}/${name}`,
    );
    if (wrong !== null) return wrong;
  }
  return null;
}

function wrongField(
  value: unknown,
  { kind, isRequired }: { kind: Shape[string]; isRequired: boolean },
  path: string,
): string | null {
  if (value === undefined) return isRequired ? path : null;
  if (kind instanceof RegExp) return typeof value === 'string' && kind.test(value) ? null : path;
  if (typeof kind === 'object') return wrongIn(value, kind, path);
  return IS_KIND[kind](value) ? null : path;
}

const IS_KIND = {
  any: () => true,
  boolean: (value: unknown) => typeof value === 'boolean',
  fen: isFen,
} as const;

function isFen(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 10_000_000_000;
}
