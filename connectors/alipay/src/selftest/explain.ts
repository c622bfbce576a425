/** What a refusal of Alipay means to whoever sets a merchant up. By the code's beginning, the longest first. */
const MEANINGS: ReadonlyArray<readonly [string, string]> = [
  [
    'isv.invalid-signature',
    'the private key (appKey) is not that of the app: its public key must be uploaded at Alipay',
  ],
  ['isv.missing-signature-key', 'no public key of the app (应用公钥) is uploaded at Alipay'],
  ['isv.invalid-app-id', 'there is no app with this appId, or it is not online yet'],
  ['isv.invalid-timestamp', 'the clock of this machine is wrong'],
  [
    'isv.app-cert-not-exist',
    'the app does not use certificates at Alipay, or certificates.app is another one',
  ],
  ['isv.invalid-app-cert-sn', 'certificates.app is not the one that Alipay has'],
  ['isv.invalid-alipay-root-cert-sn', 'certificates.root is not the root certificate of Alipay'],
  [
    'isv.insufficient-isv-permissions',
    'the app has no contract for face-to-face payments (当面付)',
  ],
  ['isv.insufficient-user-permissions', 'the merchant has not authorised the service provider'],
  ['isv.invalid-app-auth-token', 'appAuthToken is wrong, or has ended'],
  ['aop.invalid-app-auth-token', 'appAuthToken is wrong, or has ended'],
  [
    'ACQ.ACCESS_FORBIDDEN',
    'the contract for face-to-face payments (当面付) is missing or has ended',
  ],
  ['ACQ.SELLER_BEEN_BLOCKED', 'Alipay has blocked this merchant'],
  ['ACQ.INVALID_STORE_ID', 'storeId is no store of this merchant'],
  ['ACQ.PARTNER_ERROR', 'sellerId does not belong to this app'],
  [
    'ACQ.PAYMENT_AUTH_CODE_INVALID',
    'the barcode has expired: refresh it on the phone and try at once',
  ],
];

/** What a code of Alipay means, in plain words; the code itself where nothing better is known. */
export function explain(code: string): string {
  const [, meaning] = MEANINGS.find(([known]) => code.includes(known)) ?? [];
  return meaning === undefined ? `Alipay answers ${code}` : `${meaning} (${code})`;
}
