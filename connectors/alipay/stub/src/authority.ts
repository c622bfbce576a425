import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  X509Certificate,
} from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyAt, writeWhole } from '@payserver/provider-stub/keys';
import { makeCertificate, type Name } from '@payserver/provider-stub/x509/certificate';

/** A certificate as the protocol names it. */
export interface Numbered {
  /** PEM */
  readonly pem: string;
  /** what `app_cert_sn` and `alipay_cert_sn` say of it */
  readonly sn: string;
}

/** A chain as Alipay has it: a root, an issuer; in the root's file another root that is not RSA. */
export interface Authority {
  readonly root: Numbered;
  issue(what: { name: string; publicKey: KeyObject }): Numbered;
}

const named = (unit: string, name: string): Name => [
  ...([
    ['C', 'CN'],
    ['O', 'PayServer stub'],
    ['OU', unit],
  ] as const),
  ['CN', name],
];
const ROOT = named('Certification Authority', 'PayServer Stub Root R1');
const ISSUER = named('Certification Authority', 'PayServer Stub Class 2 R1');
const DAY_MS = 86_400_000;

/** The authority of a folder, made at the first call. */
export function openAuthority(dir: string): Authority {
  const folder = join(dir, 'authority');
  const rootKey = keyAt(join(folder, 'root-key.pem'));
  const issuerKey = keyAt(join(folder, 'issuer-key.pem'));
  const file = join(folder, 'roots.pem');
  if (!existsSync(file)) writeWhole(file, makeRoots(rootKey));
  const roots = readFileSync(file, 'utf8');
  return {
    root: { pem: roots, sn: snOf(firstOf(roots), ROOT) },
    issue({ name, publicKey }) {
      const pem = make({ subject: named('Shops', name), issuer: ISSUER, publicKey, issuerKey });
      return { pem, sn: snOf(pem, ISSUER) };
    },
  };
}

/** The RSA root counts; the other one stands for the SM2 roots of Alipay's file. */
function makeRoots(issuerKey: KeyObject): string {
  const rsa = { subject: ROOT, issuer: ROOT, publicKey: createPublicKey(issuerKey), issuerKey };
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const other = named('Certification Authority', 'PayServer Stub Other Root');
  const ec = { subject: other, issuer: other, publicKey, issuerKey: privateKey };
  return `${make({ ...rsa, isAuthority: true })}${make({ ...ec, isAuthority: true })}`;
}

function make(what: {
  subject: Name;
  issuer: Name;
  publicKey: KeyObject;
  issuerKey: KeyObject;
  isAuthority?: boolean;
}): string {
  return makeCertificate({
    ...what,
    serial: randomBytes(16).toString('hex').replace(/^./, '2'),
    from: new Date(Date.now() - DAY_MS),
    to: new Date(Date.now() + 5 * 365 * DAY_MS),
  });
}

function firstOf(pems: string): string {
  return `${pems.split('-----END CERTIFICATE-----')[0]}-----END CERTIFICATE-----\n`;
}

/** MD5 of the issuer's name, the innermost part first, and the serial as a decimal number. */
function snOf(pem: string, issuer: Name): string {
  const name = issuer
    .toReversed()
    .map(([part, text]) => `${part}=${text}`)
    .join(',');
  const serial = BigInt(`0x${new X509Certificate(pem).serialNumber}`).toString();
  return createHash('md5').update(`${name}${serial}`).digest('hex');
}
