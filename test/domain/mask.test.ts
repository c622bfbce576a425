import {
  holdsMasked,
  holdsSecrets,
  maskConnectorParams,
  maskPayParams,
} from '@payserver/shared/domain/mask';
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

it('masks of connectorParams what is called a secret, or declared one', () => {
  const connectorParams = {
    subMerchant: '1900000109',
    APP_SECRET: 'abcdefghijkl',
    deep: [{ privateKey: 'short', accessToken: 'mnopqrstuvwx', sign: 'SIGN-0123456789' }],
  };
  const shown = maskConnectorParams(connectorParams, ['sign']);
  expect(shown).toEqual({
    subMerchant: '1900000109',
    APP_SECRET: '***ijkl',
    deep: [{ privateKey: '***', accessToken: '***uvwx', sign: '***6789' }],
  });
  expect([holdsMasked(connectorParams), holdsMasked(shown)]).toEqual([false, true]);
});
