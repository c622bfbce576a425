import { networkInterfaces } from 'node:os';

/** Ports of what a connector's URL must never lead to. */
export interface Forbidden {
  /** a server of this machine that is no connector */
  readonly canary: number;
  readonly api: number;
  readonly database: number;
  /** where a connector may live */
  readonly allowed: number;
}

/** Every way of writing an address of this machine: hosts of URLs. */
const THIS_MACHINE = [
  '127.0.0.1',
  '127.0.0.2',
  '127.255.255.254',
  '127.1',
  '127.0.1',
  '127.0.0.1.',
  '0177.0.0.1',
  '0177.0.0.01',
  '00000177.1',
  '0x7f.0.0.1',
  '0x7F.0x0.0x0.0x1',
  '0x7f.1',
  '0x7f000001',
  '0X7F000001',
  '017700000001',
  '2130706433',
  '%31%32%37.0.0.1',
  '127%2E0%2E0%2E1',
  '１２７.0.0.1',
  '①②⑦.⓪.⓪.①',
  '127。0。0。1',
  '127．0．0．1',
  '127｡0｡0｡1',
  '0.0.0.0',
  '0',
  '0x0',
  '00.0.0',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[0000::0001]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::FFFF:7F00:0001]',
  '[0:0:0:0:0:ffff:127.0.0.1]',
  '[::127.0.0.1]',
  '[::ffff:0:127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[2002:7f00:1::]',
  'localhost',
  'LOCALHOST',
  'LocalHost.',
  'localhost%2e',
  'ｌｏｃａｌｈｏｓｔ',
  'pay.localhost',
  'a.b.localhost.',
  'lo\u00ADcalhost',
];

/** Where clouds hand out credentials. */
const METADATA = [
  '169.254.169.254',
  '169.254.169.254.',
  '169.254.43518',
  '169.16689662',
  '0xa9.0xfe.0xa9.0xfe',
  '0xa9fea9fe',
  '0251.0376.0251.0376',
  '2852039166',
  '１６９.254.169.254',
  '[::ffff:169.254.169.254]',
  '[::ffff:a9fe:a9fe]',
  '[64:ff9b::a9fe:a9fe]',
  '[2002:a9fe:a9fe::]',
  '[fd00:ec2::254]',
  '[fd20:ce::254]',
  '169.254.170.2',
  '100.100.100.200',
  '192.0.0.192',
  '168.63.129.16',
  'metadata.google.internal',
  'metadata',
];

/** Networks that nobody has named in CONNECTOR_ALLOW. */
const ELSEWHERE = [
  '10.0.0.1',
  '10.1',
  '172.16.0.1',
  '192.168.1.1',
  '192.168.257',
  '100.64.0.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '8.8.8.8',
  '[fc00::1]',
  '[fe80::1]',
  '[ff02::1]',
  '[2001:db8::1]',
  '[::ffff:10.0.0.1]',
  'pay.example',
  '127.0.0.1.nip.example',
];

/** URLs that are wrong otherwise: credentials, schemes, ports, and what is read differently by others. */
function oddities({ canary, allowed }: Forbidden): string[] {
  return [
    `http://user:word@127.0.0.1:${allowed}/`,
    `http://user@127.0.0.1:${allowed}/`,
    `http://:word@127.0.0.1:${allowed}/`,
    `http://127.0.0.1:${allowed}@127.0.0.1:${canary}/`,
    `http://127.0.0.1:${allowed}%2F@127.0.0.1:${canary}/`,
    `http://127.0.0.1:${canary}\\@127.0.0.1:${allowed}/`,
    `http://127.0.0.1:${canary}#@127.0.0.1:${allowed}/`,
    `http://127.0.0.1:${canary}?@127.0.0.1:${allowed}/`,
    `http:/127.0.0.1:${canary}/`,
    `http:127.0.0.1:${canary}/`,
    `http:\\\\127.0.0.1:${canary}/`,
    `http:///127.0.0.1:${canary}/`,
    `http://\t127.0.0.1:${canary}/`,
    `http://127.0\n.0.1:${canary}/`,
    ` http://127.0.0.1:${canary}/`,
    `http://[fe80::1%25lo]:${canary}/`,
    `http://[::1%lo]:${canary}/`,
    `http://127.0.0.1:${canary + 65_536}/`,
    `http://127.0.0.1:-1/`,
    `http://127.0.0.1:${allowed}:${canary}/`,
    'http://',
    'http://?',
    'http://[',
    `//127.0.0.1:${canary}/`,
    `ftp://127.0.0.1:${canary}/`,
    `gopher://127.0.0.1:${canary}/_x`,
    `ws://127.0.0.1:${canary}/`,
    `unix:/var/run/docker.sock:/pay`,
    `http://unix:/var/run/docker.sock:/pay`,
    'file:///etc/passwd',
    'data:application/json,{"ret":"success"}',
    'javascript:1',
    `https://127.0.0.1:${canary}/`,
  ];
}

/** Where a connector would be this gateway's own parts. */
function ownParts({ api, database }: Forbidden): string[] {
  const hosts = ['127.0.0.1', '127.1', '0x7f000001', '[::1]', '[::ffff:7f00:1]', 'localhost', '0'];
  return hosts.flatMap((host) => [`http://${host}:${api}/`, `http://${host}:${database}/`]);
}

/** This machine under the names that its network cards have. */
function ownAddresses(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((card) => card ?? []);
  return addresses.flatMap(({ address, family, internal }) => {
    if (internal || address.startsWith('fe80')) return [];
    return [family === 'IPv6' ? `[${address}]` : address];
  });
}

/** URLs of which none may be called by a gateway whose connectors live at one port of 127.0.0.1. */
export function ssrfVectors(forbidden: Forbidden): string[] {
  const at = (port: number | null) => (host: string) =>
    `http://${host}${port === null ? '' : `:${port}`}/`;
  return [
    ...[...THIS_MACHINE, ...ownAddresses()].map(at(forbidden.canary)),
    ...METADATA.map(at(null)),
    ...ELSEWHERE.map(at(forbidden.allowed)),
    ...oddities(forbidden),
    ...ownParts(forbidden),
  ];
}
