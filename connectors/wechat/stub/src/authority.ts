import { createPublicKey, type KeyObject, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyAt, writeWhole } from '@payserver/provider-stub/keys';
import { makeCertificate, type Name } from '@payserver/provider-stub/x509/certificate';

/** The stub's own certificate authority. */
export interface Authority {
  /** PEM */
  readonly certificate: string;
  /** A certificate of a merchant or of the platform, PEM. */
  issue(what: { serial: string; name: string; publicKey: KeyObject }): string;
  /** PEM files of the TLS listener. */
  tls(): { readonly key: string; readonly cert: string; readonly ca: string };
}

const NAME: Name = [
  ['C', 'CN'],
  ['O', 'PayServer stub'],
  ['CN', 'PayServer stub CA'],
];
const DAY_MS = 86_400_000;
const YEARS_5 = 5 * 365;

/** The authority of a folder, made at the first call. */
export function openAuthority(dir: string): Authority {
  const folder = join(dir, 'authority');
  const issuerKey = keyAt(join(folder, 'ca-key.pem'));
  const issue = (what: {
    serial: string;
    name: string;
    publicKey: KeyObject;
    isAuthority?: boolean;
    isLoopbackServer?: boolean;
  }) =>
    makeCertificate({
      ...what,
      subject: what.isAuthority === true ? NAME : [...NAME.slice(0, 2), ['CN', what.name]],
      issuer: NAME,
      issuerKey,
      from: new Date(Date.now() - DAY_MS),
      to: new Date(Date.now() + YEARS_5 * DAY_MS),
    });
  const stored = (file: string, make: () => string) => {
    if (!existsSync(join(folder, file))) writeWhole(join(folder, file), make());
    return readFileSync(join(folder, file), 'utf8');
  };
  const serial = () => randomBytes(16).toString('hex').replace(/^./, '4');
  const ca = stored('ca.pem', () =>
    issue({
      ...{ serial: serial(), name: 'CA', publicKey: createPublicKey(issuerKey) },
      isAuthority: true,
    }),
  );
  return {
    certificate: ca,
    issue,
    tls() {
      const key = keyAt(join(folder, 'server-key.pem'));
      const cert = stored('server.pem', () =>
        issue({
          ...{ serial: serial(), name: '127.0.0.1', publicKey: createPublicKey(key) },
          isLoopbackServer: true,
        }),
      );
      return { key: key.export({ type: 'pkcs8', format: 'pem' }) as string, cert, ca };
    },
  };
}
