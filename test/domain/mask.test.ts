import { holdsSecrets, maskPayParams } from '@payserver/shared/domain/mask';
import { expect, it } from 'vitest';

it('shows the last four digits of a barcode, at any depth', () => {
  const payParams = {
    payBarCode: '134853566181206476',
    nested: [{ payBarCode: '134853566181209999', memberUUID: 'm' }],
    memberUUID: 'M1',
  };
  expect(maskPayParams(payParams)).toEqual({
    payBarCode: '***6476',
    nested: [{ payBarCode: '***9999', memberUUID: 'm' }],
    memberUUID: 'M1',
  });
  expect(payParams.payBarCode).toBe('134853566181206476');
});

it.each(['1234', '12345678', '', null, {}, ['1']])('shows nothing of %j', (payBarCode) => {
  expect(maskPayParams({ payBarCode })).toEqual({ payBarCode: '***' });
});

it('turns what is no object into an empty one', () => {
  expect(maskPayParams(null)).toEqual({});
  expect(maskPayParams(['payBarCode'])).toEqual({});
});

it('masks what else is declared secret', () => {
  const payParams = { cardNo: '6222021234567890', deep: { pin: '1234' }, memberUUID: 'M1' };
  expect(maskPayParams(payParams, ['cardNo', 'pin'])).toEqual({
    cardNo: '***7890',
    deep: { pin: '***' },
    memberUUID: 'M1',
  });
  expect(holdsSecrets(payParams)).toBe(false);
  expect(holdsSecrets(payParams, ['pin'])).toBe(true);
  expect(holdsSecrets({ list: [{ payBarCode: '1' }] })).toBe(true);
});
