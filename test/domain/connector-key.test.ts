import { connectorKeyOf } from '@payserver/shared/domain/connector-config';
import { OFFLINE_KEY } from '@payserver/shared/domain/pay-order';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

/** What registerPayModeTemplate accepts. */
const templateId = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
const payUrl = fc.option(fc.oneof(fc.webUrl(), fc.string()), { nil: null });
const ofTemplate = fc.record({ payTemplateId: templateId, payUrl });
const ownKey = (url: string | null) => connectorKeyOf({ payTemplateId: null, payUrl: url });

describe('the key of a connector', () => {
  test('has only characters that a queue name may have, whatever it is made of', () => {
    const id = fc.option(fc.string({ unit: 'binary' }), { nil: null });
    fc.assert(
      fc.property(id, payUrl, (payTemplateId, url) => {
        expect(connectorKeyOf({ payTemplateId, payUrl: url })).toMatch(/^[to]-[\w.-]*$/);
      }),
      { numRuns: 500 },
    );
  });

  test('is one for each template, whatever URL its modes have', () => {
    fc.assert(
      fc.property(ofTemplate, ofTemplate, (one, other) => {
        const isOne = connectorKeyOf(one) === connectorKeyOf(other);
        expect(isOne).toBe(one.payTemplateId === other.payTemplateId);
      }),
    );
  });

  test('is shared by modes of their own behind one host and port, whatever the path', () => {
    const keys = [
      'http://Shop.test:8080/a?b=1',
      'http://shop.test:8080/b',
      'http://u:p@shop.test:8080',
    ].map(ownKey);
    expect(new Set(keys).size).toBe(1);
    expect(ownKey('https://shop.test/')).toBe(ownKey('https://shop.test:443/'));
  });

  test('differs for another host and for another port', () => {
    const keys = ['http://a.test/', 'http://b.test/', 'http://a.test:8080/', 'http://a.test:8081/'];
    expect(new Set(keys.map(ownKey)).size).toBe(keys.length);
  });

  test.each([
    ['http://a.test/', 'https://a.test/', 'ports 80 and 443'],
    ['http://a_8080/', 'http://a:8080/', 'a host that is written like a host and port'],
  ])('differs for %s and %s: %s', (one, other) => {
    expect(ownKey(one)).not.toBe(ownKey(other));
  });

  test('is never that of a template for a mode of its own, nor that of offline orders', () => {
    fc.assert(
      fc.property(ofTemplate, (mode) => {
        const keys = [connectorKeyOf(mode), ownKey(mode.payUrl), OFFLINE_KEY];
        expect(new Set(keys).size).toBe(3);
      }),
    );
  });
});
