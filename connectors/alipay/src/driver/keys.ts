import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { certificateSn, certificatesOf, rootCertificateSn } from './certificate-sn.ts';

/** What a merchant's app signs with and believes. */
export interface AlipayKeys {
  /** the app's own */
  readonly appKey: KeyObject;
  /** Alipay's: what it signs answers and notices with */
  readonly alipayKey: KeyObject;
  /** certificate mode; null: key mode */
  readonly sn: { readonly app: string; readonly root: string; readonly alipay: string } | null;
  /** when the first of the certificates ends; null: none ends */
  readonly validTo: Date | null;
}

/** Keys that cannot be used; the message is for whoever wrote the file, and has nothing of the key in it. */
export class KeyError extends Error {
  override readonly name = 'KeyError';
}

const MIN_BITS = 2_048;

/**
 * Key mode: the app's private key and 支付宝公钥.
 *
 * @throws {KeyError}
 */
export function readKeys(appKey: string, alipayPublicKey: string): AlipayKeys {
  const own = privateKeyOf(appKey);
  const alipayKey = publicKeyOf(alipayPublicKey);
  if (isPair(own, alipayKey)) {
    throw new KeyError(
      'alipayPublicKey is the public key of the app itself (应用公钥): give 支付宝公钥',
    );
  }
  return { appKey: own, alipayKey, sn: null, validTo: null };
}

/** The texts of the three files that Alipay's console offers. */
export interface CertificateTexts {
  readonly app: string;
  readonly alipay: string;
  readonly root: string;
}

/**
 * Certificate mode.
 *
 * @throws {KeyError}
 */
export function readCertificates(appKey: string, texts: CertificateTexts): AlipayKeys {
  const own = privateKeyOf(appKey);
  const app = certificateOf(texts.app, 'certificates.app');
  const alipay = certificateOf(texts.alipay, 'certificates.alipay');
  if (!isPair(own, app.x509.publicKey)) {
    throw new KeyError('appKey and certificates.app do not belong together');
  }
  const root = rootCertificateSn(texts.root);
  if (root === '')
    throw new KeyError('certificates.root has no certificate that is signed with RSA');
  const ends = [app, alipay].map(({ x509 }) => Date.parse(x509.validTo));
  return {
    appKey: own,
    alipayKey: rsaOnly(alipay.x509.publicKey, 'certificates.alipay'),
    sn: { app: app.sn, root, alipay: alipay.sn },
    validTo: new Date(Math.min(...ends)),
  };
}

function certificateOf(text: string, what: string) {
  const [pem] = certificatesOf(text);
  if (pem === undefined) throw new KeyError(`${what} is no certificate in PEM`);
  return { sn: certificateSn(pem), x509: readable(what, () => new X509Certificate(pem)) };
}

/** PKCS#8 or PKCS#1, as PEM or as the bare base64 that Alipay's own tool writes. */
function privateKeyOf(text: string): KeyObject {
  const key = readable('appKey', () => {
    if (text.includes('-----BEGIN')) return createPrivateKey(text);
    const der = { key: Buffer.from(text, 'base64'), format: 'der' } as const;
    try {
      return createPrivateKey({ ...der, type: 'pkcs8' });
    } catch {
      return createPrivateKey({ ...der, type: 'pkcs1' });
    }
  });
  return rsaOnly(key, 'appKey');
}

function publicKeyOf(text: string): KeyObject {
  const key = readable('alipayPublicKey', () =>
    text.includes('-----BEGIN')
      ? createPublicKey(text)
      : createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' }),
  );
  return rsaOnly(key, 'alipayPublicKey');
}

function rsaOnly(key: KeyObject, what: string): KeyObject {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType === 'rsa' && bits >= MIN_BITS) return key;
  throw new KeyError(`${what} is no RSA key of at least ${MIN_BITS} bits`);
}

/** Errors of OpenSSL help nobody, and may quote what they read. */
function readable<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch {
    throw new KeyError(`${what} cannot be read as a key or certificate`);
  }
}

function isPair(own: KeyObject, other: KeyObject): boolean {
  const publicPart = (key: KeyObject) => key.export({ format: 'der', type: 'spki' });
  return publicPart(createPublicKey(own)).equals(publicPart(other));
}
