import { BlockList, isIP, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { ConfigError } from './config.ts';
import { remember } from './remember.ts';

/**
 * Decides where connectors may live. Ask twice: `checkUrl` when a URL is registered and again before
 * each call, `checkAddress` with the resolved address when the connection is made. One alone is not
 * enough: names change their address after the first, and a `lookup` hook never sees an IP literal.
 */
export interface ConnectorAllow {
  /** Null when a connector may have this URL, otherwise why not, for people. */
  checkUrl(url: string): string | null;
  /** Null when a connection to this address may be made for a URL of this origin, else why not. */
  checkAddress(ip: string, port: number, origin?: string): string | null;
}

const LOOPBACK_ONLY = '127.0.0.0/8:*,[::1/128]:*';
/** `10.0.0.0/8:*`, `192.168.0.0/16:6008`, `[fd00::/8]:443` */
const NETWORK_RULE = /^(?:\[([0-9a-f:.]+)\/(\d{1,3})\]|([\d.]+)\/(\d{1,2})):(\*|\d{1,5})$/i;
const MAX_PORT = 65_535;
const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

interface NetworkRule {
  readonly network: BlockList;
  /** null: any but the gateway's own */
  readonly port: number | null;
  readonly isLoopback: boolean;
}

interface Rules {
  readonly origins: ReadonlySet<string>;
  readonly networks: readonly NetworkRule[];
  readonly ownPorts: ReadonlySet<number>;
  readonly local: BlockList;
}

/** Cloud metadata services hand out credentials to whoever asks: AWS and others, containers, Alibaba, Oracle. */
const METADATA = metadataOf({
  ipv4: ['169.254.169.254', '169.254.170.2', '100.100.100.200', '192.0.0.192'],
  ipv6: ['fd00:ec2::254', 'fd00:ec2::23', 'fd20:ce::254'],
});
const LOOPBACK = blockListOf(['127.0.0.1', '::1']);
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');

/**
 * The rules that CONNECTOR_ALLOW spells: a comma-separated list of origins (`http://pay.example:8080`)
 * and networks with a port (`192.168.0.0/16:6008`, `10.0.0.0/8:*`, `[fd00::/8]:443`). Empty means
 * loopback only. Metadata services, and the gateway's own ports on this machine, are never allowed.
 *
 * @param ownPorts of the gateway's API, database and Redis
 * @throws {ConfigError} naming the entry that is neither
 */
export function createConnectorAllow(spec: string, ownPorts: readonly number[]): ConnectorAllow {
  const rules = readRules(spec.trim() === '' ? LOOPBACK_ONLY : spec, ownPorts);
  return {
    // Asked before each call, mostly about the same few; the rules never change.
    checkUrl: remember((url) => checkUrl(rules, url)),
    checkAddress: (ip, port, origin) => checkAddress(rules, { ip, port, origin }),
  };
}

function checkUrl(rules: Rules, text: string): string | null {
  if (!URL.canParse(text)) return 'is not a URL';
  const url = new URL(text);
  const defaultPort = DEFAULT_PORTS[url.protocol];
  if (defaultPort === undefined) return 'must be http or https';
  if (url.username !== '' || url.password !== '') return 'must not contain credentials';
  const port = url.port === '' ? defaultPort : Number(url.port);
  // The URL standard has turned every spelling of an address (hex, octal, one number) into this one.
  const ip = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(ip) !== 0) return checkAddress(rules, { ip, port, origin: url.origin });
  if (rules.origins.has(url.origin)) return null;
  if (/^(?:.+\.)?localhost\.?$/.test(url.hostname)) {
    return checkAddress(rules, { ip: '127.0.0.1', port, origin: url.origin });
  }
  // Where a name leads is decided when it is resolved, unless only loopback addresses could do.
  const couldMatch = rules.networks.some((rule) => !rule.isLoopback && hasPort(rules, rule, port));
  return couldMatch ? null : `${url.origin} is not in CONNECTOR_ALLOW`;
}

interface Target {
  readonly ip: string;
  readonly port: number;
  readonly origin: string | undefined;
}

function checkAddress(rules: Rules, { ip, port, origin }: Target): string | null {
  if (contains(METADATA, ip)) return 'leads to a metadata service';
  if (rules.ownPorts.has(port) && contains(rules.local, ip)) return 'leads to the gateway itself';
  if (origin !== undefined && rules.origins.has(origin)) return null;
  const isAllowed = rules.networks.some(
    (rule) => contains(rule.network, ip) && hasPort(rules, rule, port),
  );
  return isAllowed ? null : `${isIPv6(ip) ? `[${ip}]` : ip}:${port} is not in CONNECTOR_ALLOW`;
}

/** `*` does not reach the ports of our database and Redis, wherever those run; naming the port does. */
function hasPort(rules: Rules, rule: NetworkRule, port: number): boolean {
  return rule.port === null ? !rules.ownPorts.has(port) : rule.port === port;
}

/** An IPv4 address in its IPv6 form (`::ffff:127.0.0.1`) is found by the rules for IPv4. */
function contains(list: BlockList, ip: string): boolean {
  const bare = ip.replace(/%.*$/, '');
  return list.check(bare, isIPv6(bare) ? 'ipv6' : 'ipv4');
}

function readRules(spec: string, ownPorts: readonly number[]): Rules {
  const entries = spec.split(',').flatMap((entry) => entry.trim() || []);
  const networks = entries.filter((entry) => NETWORK_RULE.test(entry));
  const origins = entries.filter((entry) => !NETWORK_RULE.test(entry));
  return {
    origins: new Set(origins.map(readOrigin)),
    networks: networks.map(readNetwork),
    ownPorts: new Set(ownPorts),
    local: localAddresses(),
  };
}

function readOrigin(entry: string): string {
  const url = URL.canParse(entry) ? new URL(entry) : null;
  const isOrigin = url !== null && url.href === `${url.origin}/` && url.protocol in DEFAULT_PORTS;
  if (isOrigin) return url.origin;
  throw new ConfigError(
    `CONNECTOR_ALLOW: "${entry}" is neither an origin (http://pay.example:8080) nor a network and port (10.0.0.0/8:*)`,
  );
}

function readNetwork(entry: string): NetworkRule {
  const [, ipv6, bits6, ipv4, bits4, port] = NETWORK_RULE.exec(entry) ?? [];
  const address = ipv6 ?? ipv4 ?? '';
  const family = ipv6 === undefined ? 'ipv4' : 'ipv6';
  const network = new BlockList();
  try {
    network.addSubnet(address, Number(bits6 ?? bits4), family);
  } catch (error) {
    throw new ConfigError(`CONNECTOR_ALLOW: "${entry}" is not a network`, { cause: error });
  }
  if (port !== '*' && Number(port) > MAX_PORT) {
    throw new ConfigError(`CONNECTOR_ALLOW: "${entry}" has no such port`);
  }
  return {
    network,
    port: port === '*' ? null : Number(port),
    isLoopback: contains(LOOPBACK, address),
  };
}

function localAddresses(): BlockList {
  const interfaces = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const local = blockListOf(['0.0.0.0', '::', '::1', ...interfaces.map(({ address }) => address)]);
  local.addSubnet('127.0.0.0', 8, 'ipv4');
  return local;
}

function blockListOf(addresses: readonly string[]): BlockList {
  const list = new BlockList();
  for (const address of addresses) {
    list.addAddress(address.replace(/%.*$/, ''), isIPv6(address) ? 'ipv6' : 'ipv4');
  }
  return list;
}

/** With the IPv6 addresses that carry an IPv4 one: translated (NAT64, SIIT), compatible, and 6to4. */
function metadataOf({ ipv4, ipv6 }: { ipv4: string[]; ipv6: string[] }): BlockList {
  const carried = ipv4.flatMap((ip) => [`64:ff9b::${ip}`, `::${ip}`, `::ffff:0:${ip}`]);
  const list = blockListOf([...ipv4, ...ipv6, ...carried]);
  for (const ip of ipv4) {
    const [a = 0, b = 0, c = 0, d = 0] = ip.split('.').map(Number);
    const hex = [a * 256 + b, c * 256 + d].map((half) => half.toString(16));
    list.addSubnet(`2002:${hex.join(':')}::`, 48, 'ipv6');
  }
  return list;
}
