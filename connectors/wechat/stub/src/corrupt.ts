import { type Behaviour, ofGroup } from '@payserver/provider-stub/behaviour/table';

type Fields = Readonly<Record<string, unknown>>;

/** Groups 7 and 16: the same answer with other content, before it is signed. Fields that it does not have stay away. */
export function corrupt(fields: Fields, behaviours: readonly Behaviour[]): Fields {
  const wrong = ofGroup(behaviours, 7);
  const infrastructure = ofGroup(behaviours, 16);
  const changed = wrong === undefined ? fields : (WRONG[wrong.variant]?.(fields) ?? fields);
  if (infrastructure?.variant === 2) {
    return { ...changed, brand_new_field: 'value', another_new_field: '1' };
  }
  if (infrastructure?.variant === 3) return replace(changed, { trade_state: 'SETTLING' });
  return changed;
}

const WRONG: ReadonlyArray<(fields: Fields) => Fields> = [
  (fields) => ({
    ...replace(fields, { total_fee: plusOne(fields['total_fee']) }),
    ...amountWith(fields, 'total', plusOne),
  }),
  (fields) =>
    replace(fields, { mchid: '1900009999', mch_id: '1900009999', sp_mchid: '1900009999' }),
  (fields) => replace(fields, { out_trade_no: 'another-number-0001' }),
  (fields) => ({
    ...replace(fields, { fee_type: 'USD' }),
    ...amountWith(fields, 'currency', () => 'USD'),
  }),
];

function plusOne(value: unknown): unknown {
  return typeof value === 'number' ? value + 1 : String(Number(value) + 1);
}

function amountWith(fields: Fields, name: string, change: (value: unknown) => unknown): Fields {
  const { amount } = fields;
  if (typeof amount !== 'object' || amount === null) return {};
  const known = amount as Fields;
  return { amount: { ...known, [name]: change(known[name]) } };
}

function replace(fields: Fields, values: Fields): Fields {
  const known = Object.entries(values).filter(([name]) => name in fields);
  return { ...fields, ...Object.fromEntries(known) };
}
