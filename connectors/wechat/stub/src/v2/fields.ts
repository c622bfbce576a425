/** [pattern of the value, required]; what a call does not list is refused. */
type Field = readonly [RegExp, boolean];
type Fields = Readonly<Record<string, Field>>;

const text = (bytes: number): RegExp => new RegExp(`^[\\s\\S]{1,${bytes}}$`);
const NUMBER = /^[0-9A-Za-z_\-|*]{1,32}$/;
const FEE = /^[1-9]\d{0,9}$/;

const COMMON: Fields = {
  appid: [/^wx[0-9a-f]{16}$/, true],
  mch_id: [/^\d{8,10}$/, true],
  sub_appid: [/^wx[0-9a-f]{16}$/, false],
  sub_mch_id: [/^\d{8,10}$/, false],
  nonce_str: [text(32), true],
  sign: [/^[0-9A-F]{32}$|^[0-9A-F]{64}$/, true],
  sign_type: [/^(?:MD5|HMAC-SHA256)$/, false],
};
const ORDER: Fields = { transaction_id: [/^\d{1,32}$/, false], out_trade_no: [NUMBER, false] };

/** The fields of each call by its path. */
const V2_FIELDS: Readonly<Record<string, Fields>> = {
  '/pay/micropay': {
    ...COMMON,
    device_info: [text(32), false],
    body: [text(127), true],
    detail: [text(6000), false],
    attach: [text(127), false],
    out_trade_no: [NUMBER, true],
    total_fee: [FEE, true],
    fee_type: [/^CNY$/, false],
    spbill_create_ip: [/^[0-9a-fA-F.:]{3,64}$/, true],
    goods_tag: [text(32), false],
    limit_pay: [/^no_credit$/, false],
    time_start: [/^\d{14}$/, false],
    time_expire: [/^\d{14}$/, false],
    receipt: [/^Y$/, false],
    profit_sharing: [/^[YN]$/, false],
    auth_code: [/^\d{1,128}$/, true],
    scene_info: [text(256), false],
  },
  '/pay/orderquery': { ...COMMON, ...ORDER },
  '/secapi/pay/reverse': { ...COMMON, ...ORDER },
  '/secapi/pay/refund': {
    ...COMMON,
    ...ORDER,
    out_refund_no: [/^[0-9A-Za-z_\-|*@]{1,64}$/, true],
    total_fee: [FEE, true],
    refund_fee: [FEE, true],
    refund_fee_type: [/^CNY$/, false],
    refund_desc: [text(80), false],
    refund_account: [text(30), false],
    notify_url: [/^https?:\/\/[^?]{1,250}$/, false],
  },
  '/pay/refundquery': {
    ...COMMON,
    ...ORDER,
    out_refund_no: [text(64), false],
    refund_id: [text(32), false],
    offset: [/^\d{1,4}$/, false],
  },
  '/pay/downloadbill': {
    ...COMMON,
    bill_date: [/^\d{8}$/, true],
    bill_type: [/^(?:ALL|SUCCESS|REFUND)$/, false],
    tar_type: [/^GZIP$/, false],
  },
};

/** What is wrong with the fields of a call; null: nothing. Lengths are bytes of UTF-8. */
export function wrongField(
  path: string,
  fields: ReadonlyMap<string, string>,
): { readonly name: string; readonly isMissing: boolean } | null {
  const known = V2_FIELDS[path] ?? {};
  for (const [name, [, isRequired]] of Object.entries(known)) {
    if (isRequired && (fields.get(name) ?? '') === '') return { name, isMissing: true };
  }
  for (const [name, value] of fields) {
    const field = known[name];
    if (field === undefined) return { name, isMissing: false };
    // A byte for a character: the limits are of bytes.
    const bytes = Buffer.from(value, 'utf8').toString('latin1');
    if (value !== '' && !field[0].test(bytes)) return { name, isMissing: false };
  }
  return null;
}
