import {
  CONNECTOR_KINDS,
  connectorKindOf,
  registeredKind,
} from '@payserver/shared/domain/connector-kind';
import { describe, expect, test } from 'vitest';

const OWN = [null, ...CONNECTOR_KINDS];

describe('the kind that is shown', () => {
  test.each(CONNECTOR_KINDS)(
    'of a mode of a template that is %s is that, whatever its own row says',
    (kind) => {
      const shown = OWN.map((connectorKind) =>
        connectorKindOf({ connectorKind, payModeTemplate: { connectorKind: kind } }),
      );
      expect(shown).toEqual(OWN.map(() => kind));
    },
  );

  test.each(CONNECTOR_KINDS)(
    'of a template, and of a mode of a merchant’s own, is its own: %s',
    (connectorKind) => {
      expect(connectorKindOf({ connectorKind })).toBe(connectorKind);
      expect(connectorKindOf({ connectorKind, payModeTemplate: null })).toBe(connectorKind);
    },
  );

  test('is real where nobody said one', () => {
    expect(connectorKindOf({ connectorKind: null, payModeTemplate: null })).toBe('real');
  });
});

describe('a registration', () => {
  test.each(CONNECTOR_KINDS)('that says %s makes it that', (connectorKind) => {
    expect(registeredKind({ connectorKind })).toBe(connectorKind);
    expect(registeredKind({ connectorKind, payUrl: 'http://127.0.0.1/pay' })).toBe(connectorKind);
  });

  test.each(['http://127.0.0.1/pay', '', null])('with payUrl %j alone makes it real', (payUrl) => {
    expect(registeredKind({ payUrl })).toBe('real');
  });

  test('with neither leaves it as it is', () => {
    expect(registeredKind({})).toBeUndefined();
  });
});
