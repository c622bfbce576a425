import { generateKeyPairSync } from 'node:crypto';
import { makeCertificate, type Name } from '@payserver/provider-stub/x509/certificate';

const DAY_MS = 86_400_000;

/** An authority of one's own, and a certificate of it for servers at loopback. */
export function makeAuthority() {
  const [own, servers] = [1, 2].map(() => generateKeyPairSync('rsa', { modulusLength: 2_048 }));
  if (own === undefined || servers === undefined) throw new Error('two pairs were made');
  const issuer: Name = [['CN', 'A shop']];
  const validity = { from: new Date(Date.now() - DAY_MS), to: new Date(Date.now() + DAY_MS) };
  const signed = { issuer, issuerKey: own.privateKey, ...validity };
  const root = { serial: '01', subject: issuer, publicKey: own.publicKey, isAuthority: true };
  const server = { serial: '02', subject: [['CN', 'localhost']] as Name, isLoopbackServer: true };
  return {
    ca: makeCertificate({ ...signed, ...root }),
    cert: makeCertificate({ ...signed, ...server, publicKey: servers.publicKey }),
    key: servers.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
