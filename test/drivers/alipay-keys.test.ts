import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificateSn, rootCertificateSn } from '@payserver/alipay/driver/certificate-sn';
import { KeyError, readCertificates, readKeys } from '@payserver/alipay/driver/keys';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALIPAY, APP } from './alipay-provider-side.ts';

const folder = mkdtempSync(join(tmpdir(), 'payserver-alipay-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const openssl = (...args: readonly string[]) =>
  execFileSync('openssl', args, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
const file = (name: string) => readFileSync(join(folder, name), 'utf8');
const SUBJECT = '/C=CN/O=Ant Financial, 支付/OU=Certification Authority/CN=Test "Root" R1';

/** By another program: the issuer as RFC 2253 without escapes has its last part first. */
function snByOpenssl(name: string): string {
  const plain = ['-nameopt', 'sep_comma_plus,dn_rev,sname,utf8'];
  const issuer = openssl('x509', '-in', name, '-noout', '-issuer', ...plain).replace(
    /^issuer=/,
    '',
  );
  const serial = openssl('x509', '-in', name, '-noout', '-serial')
    .replace(/^serial=/, '')
    .trim();
  const text = `${issuer.trimEnd()}${BigInt(`0x${serial}`)}`;
  return createHash('md5').update(text, 'utf8').digest('hex');
}

function selfSigned(name: string, key: readonly string[]): void {
  const out = ['-keyout', `${name}.key`, '-out', `${name}.crt`, '-nodes', '-days', '30', '-utf8'];
  openssl('req', '-x509', ...key, ...out, '-subj', SUBJECT);
}

beforeAll(() => {
  selfSigned('a', ['-newkey', 'rsa:2048', '-sha256']);
  selfSigned('b', ['-newkey', 'rsa:2048', '-sha1']);
  selfSigned('ec', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1']);
  const roots = ['a.crt', 'ec.crt', 'b.crt'].map(file).join('\n');
  writeFileSync(join(folder, 'roots.crt'), roots);
});

describe('the number of a certificate', () => {
  test.each(['a.crt', 'b.crt', 'ec.crt'])('%s is what openssl makes of it', (name) => {
    expect(certificateSn(file(name))).toBe(snByOpenssl(name));
  });

  test('of the root file is that of each certificate that is signed with RSA', () => {
    const expected = `${snByOpenssl('a.crt')}_${snByOpenssl('b.crt')}`;
    expect(rootCertificateSn(file('roots.crt'))).toBe(expected);
  });
});

const appPem = APP.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
const alipayPem = ALIPAY.publicKey.export({ format: 'pem', type: 'spki' }).toString();
const bare = (pem: string) => pem.replace(/-----[^-]+-----|\s/g, '');

describe('keys', () => {
  test.each([
    ['PKCS#8', appPem],
    ['PKCS#1', APP.privateKey.export({ format: 'pem', type: 'pkcs1' }).toString()],
    ['bare PKCS#8, as the tool of Alipay writes it', bare(appPem)],
    ['bare PKCS#1', APP.privateKey.export({ format: 'der', type: 'pkcs1' }).toString('base64')],
  ])('are read from %s', (_what, text) => {
    const { appKey, alipayKey } = readKeys(text, bare(alipayPem));
    expect(appKey.equals(APP.privateKey)).toBe(true);
    expect(alipayKey.equals(ALIPAY.publicKey)).toBe(true);
  });

  test('the public key of the app in the place of that of Alipay is found out', () => {
    const own = APP.publicKey.export({ format: 'pem', type: 'spki' }).toString();
    expect(() => readKeys(appPem, own)).toThrow(/应用公钥/);
  });

  test.each([
    ['no key', 'x', alipayPem],
    ['a key in the place of the other', appPem, 'x'],
    ['an empty file', '', alipayPem],
  ])('%s says what is wrong and nothing of what it has read', (_what, own, theirs) => {
    expect(() => readKeys(own, theirs)).toThrow(KeyError);
  });

  test('and certificates must belong together', () => {
    const texts = { app: file('a.crt'), alipay: file('b.crt'), root: file('roots.crt') };
    const keys = readCertificates(file('a.key'), texts);
    expect(keys.sn).toMatchObject({ app: snByOpenssl('a.crt'), alipay: snByOpenssl('b.crt') });
    expect(keys.validTo?.getTime()).toBeGreaterThan(Date.now());
    expect(() => readCertificates(file('b.key'), texts)).toThrow(/belong together/);
    expect(() => readCertificates(file('a.key'), { ...texts, root: file('ec.crt') })).toThrow(
      /RSA/,
    );
  });
});
