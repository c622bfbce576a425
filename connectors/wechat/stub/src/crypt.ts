import { createCipheriv, createHash, randomBytes } from 'node:crypto';

/** An encrypted resource of V3. */
export interface Resource {
  readonly algorithm: 'AEAD_AES_256_GCM';
  readonly ciphertext: string;
  readonly associated_data: string;
  readonly nonce: string;
}

/** AES-256-GCM with the APIv3 key; data and tag in one base64. The nonce is 12 ASCII bytes, random unless given. */
export function encryptV3(
  plain: string,
  apiV3Key: string,
  { aad, nonce = randomBytes(6).toString('hex') }: { aad: string; nonce?: string },
): Resource {
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(apiV3Key), Buffer.from(nonce));
  cipher.setAAD(Buffer.from(aad));
  const data = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  const ciphertext = data.toString('base64');
  return { algorithm: 'AEAD_AES_256_GCM', ciphertext, associated_data: aad, nonce };
}

/** `req_info` of V2: AES-256-ECB, PKCS7; the key is the lower-case hex MD5 of the APIv2 key, as 32 ASCII bytes. */
export function encryptV2(plain: string, apiV2Key: string): string {
  const key = createHash('md5').update(apiV2Key).digest('hex');
  const cipher = createCipheriv('aes-256-ecb', Buffer.from(key), null);
  return Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]).toString('base64');
}
