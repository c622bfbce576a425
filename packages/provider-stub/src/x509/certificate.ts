import { type KeyObject, sign } from 'node:crypto';
import {
  bits,
  context,
  der,
  integer,
  nothing,
  octets,
  oid,
  pem,
  sequence,
  set,
  truth,
  utcTime,
  utf8,
} from './der.ts';

// Node signs, but makes no certificates, and openssl is not on every machine.

/** A name's parts, the outermost first, as `['C', 'CN']`, `['O', 'Ant Financial']`. */
export type Name = ReadonlyArray<readonly ['C' | 'O' | 'OU' | 'CN', string]>;

/** What a certificate says. */
export interface CertificateInput {
  /** hex, of at most 20 bytes */
  readonly serial: string;
  readonly subject: Name;
  readonly issuer: Name;
  readonly publicKey: KeyObject;
  /** RSA, or EC for a certificate that clients must pass over */
  readonly issuerKey: KeyObject;
  readonly from: Date;
  readonly to: Date;
  readonly isAuthority?: boolean;
  /** loopback addresses that a TLS server answers for */
  readonly isLoopbackServer?: boolean;
}

const algorithmOf = (key: KeyObject) =>
  key.asymmetricKeyType === 'ec'
    ? sequence(oid('1.2.840.10045.4.3.2'))
    : sequence(oid('1.2.840.113549.1.1.11'), nothing());
const PARTS = { C: '2.5.4.6', O: '2.5.4.10', OU: '2.5.4.11', CN: '2.5.4.3' } as const;

/** An X.509 version 3 certificate as PEM, signed with SHA-256. */
export function makeCertificate(input: CertificateInput): string {
  const { serial, subject, issuer, publicKey, issuerKey, from, to } = input;
  const body = sequence(
    context(0, integer('02')),
    integer(serial),
    algorithmOf(issuerKey),
    nameOf(issuer),
    sequence(utcTime(from), utcTime(to)),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    context(3, sequence(...extensionsOf(input))),
  );
  const signature = sign('sha256', body, issuerKey);
  return pem('CERTIFICATE', sequence(body, algorithmOf(issuerKey), bits(signature)));
}

function nameOf(name: Name): Buffer {
  return sequence(...name.map(([part, text]) => set(sequence(oid(PARTS[part]), utf8(text)))));
}

function extensionsOf({ isAuthority = false, isLoopbackServer = false }: CertificateInput) {
  const constraints = sequence(...(isAuthority ? [truth()] : []));
  const addresses = sequence(
    der(0x82, Buffer.from('localhost')),
    der(0x87, Buffer.of(127, 0, 0, 1)),
  );
  return [
    sequence(oid('2.5.29.19'), truth(), octets(constraints)),
    ...(isLoopbackServer ? [sequence(oid('2.5.29.17'), octets(addresses))] : []),
  ];
}
