import { createHash, X509Certificate } from 'node:crypto';

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
/** 1.2.840.113549.1.1: PKCS #1, as DER writes it. */
const PKCS1 = Buffer.from('2a864886f70d0101', 'hex');

/** The certificates of a file, the first one is the one that it is named after. */
export function certificatesOf(pem: string): readonly string[] {
  return pem.match(PEM) ?? [];
}

/** `app_cert_sn`, `alipay_cert_sn`: MD5 of the issuer, its last part first, and the serial as a decimal (research C1). */
export function certificateSn(pem: string): string {
  const { issuer, serialNumber } = new X509Certificate(pem);
  const name = issuer.split('\n').map(unescaped).toReversed().join(',');
  const serial = BigInt(`0x${serialNumber}`).toString();
  return createHash('md5').update(`${name}${serial}`, 'utf8').digest('hex');
}

/** Node writes names by RFC 2253, Alipay hashes them as they are. */
function unescaped(part: string): string {
  return part.replace(/\\([0-9A-F]{2}|.)/gi, (_whole, what: string) =>
    what.length === 2 ? String.fromCharCode(Number.parseInt(what, 16)) : what,
  );
}

/** `alipay_root_cert_sn`: that of each certificate that is signed with RSA; the SM2 roots are skipped (research C1, N10). */
export function rootCertificateSn(pem: string): string {
  return certificatesOf(pem).filter(isSignedWithRsa).map(certificateSn).join('_');
}

function isSignedWithRsa(pem: string): boolean {
  const oid = signatureOid(Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64'));
  return oid.length === PKCS1.length + 1 && oid.subarray(0, PKCS1.length).equals(PKCS1);
}

/** Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm SEQUENCE { algorithm OID, … }, … } */
function signatureOid(der: Buffer): Buffer {
  const signed = partAt(der, partAt(der, 0).start);
  const algorithm = partAt(der, signed.end);
  const { start, end } = partAt(der, algorithm.start);
  return der.subarray(start, end);
}

/** Where the content of the DER element at this place starts and ends. */
function partAt(der: Buffer, at: number): { readonly start: number; readonly end: number } {
  const first = der[at + 1] ?? 0;
  const bytes = first < 0x80 ? 0 : first - 0x80;
  const length =
    bytes === 0 ? first : Number.parseInt(der.toString('hex', at + 2, at + 2 + bytes), 16);
  const start = at + 2 + bytes;
  return { start, end: start + length };
}
