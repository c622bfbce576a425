import { createHmac, hkdfSync } from 'node:crypto';

const KEY_BYTES = 32;
/** Of 128 bits no two barcodes have the same. */
const CODE_BYTES = 16;

/**
 * Makes codes of barcodes that may be stored: HMAC-SHA256 (RFC 2104), cut to 128 bits, in base64url. A barcode has few
 * digits, so that a hash without a key would be no secret. The key is derived (HKDF, RFC 5869) from a secret that
 * every process has; with another secret all codes are others.
 */
export function createBarcodeCode(secret: string): (barcode: string) => string {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'payserver search barcode', KEY_BYTES));
  return (barcode) =>
    createHmac('sha256', key)
      .update(barcode)
      .digest()
      .subarray(0, CODE_BYTES)
      .toString('base64url');
}
