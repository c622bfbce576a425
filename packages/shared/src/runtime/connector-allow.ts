import { type BlockList, isIP, isIPv6 } from 'node:net';
import { type Config, ConfigError } from './config.ts';
import {
  blockListOf,
  type ConnectorRules,
  contains,
  DEFAULT_PORTS,
  type NetworkRule,
  readConnectorRules,
} from './connector-rules.ts';
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

/** Cloud metadata services hand out credentials to whoever asks: AWS and others, containers, Alibaba, Oracle. */
export const METADATA = metadataOf({
  ipv4: ['169.254.169.254', '169.254.170.2', '100.100.100.200', '192.0.0.192'],
  ipv6: ['fd00:ec2::254', 'fd00:ec2::23', 'fd20:ce::254'],
});

/**
 * Parses CONNECTOR_ALLOW: a comma-separated list of origins (`http://pay.example:8080`)
 * and networks with a port (`192.168.0.0/16:6008`, `10.0.0.0/8:*`, `[fd00::/8]:443`). Empty means
 * loopback only. Metadata services, and the gateway's own ports on this machine, are never allowed.
 *
 * @param ownPorts of the gateway's API, database and Redis
 * @throws {ConfigError} naming the entry that is neither
 */
export function createConnectorAllow(spec: string, ownPorts: readonly number[]): ConnectorAllow {
  const rules = readRules(spec, ownPorts);
  return {
    // Asked before each call, mostly about the same few; the rules never change.
    checkUrl: remember((url) => checkUrl(rules, url)),
    checkAddress: (ip, port, origin) => checkAddress(rules, { ip, port, origin }),
  };
}

function readRules(spec: string, ownPorts: readonly number[]): ConnectorRules {
  try {
    return readConnectorRules(spec, ownPorts);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new ConfigError(`CONNECTOR_ALLOW: ${error.message}`, { cause: error });
  }
}

function checkUrl(rules: ConnectorRules, text: string): string | null {
  if (!URL.canParse(text)) return 'is not a URL';
  const url = new URL(text);
  const defaultPort = DEFAULT_PORTS[url.protocol];
  if (defaultPort === undefined) return 'must be http or https';
  if (url.username !== '' || url.password !== '') return 'must not contain credentials';
  const port = url.port === '' ? defaultPort : Number(url.port);
  // The URL standard has turned every notation of an address (hex, octal, one number) into this one.
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

function checkAddress(rules: ConnectorRules, { ip, port, origin }: Target): string | null {
  if (contains(METADATA, ip)) return 'leads to a metadata service';
  if (rules.ownPorts.has(port) && contains(rules.local, ip)) return 'leads to the gateway itself';
  if (origin !== undefined && rules.origins.has(origin)) return null;
  const isAllowed = rules.networks.some(
    (rule) => contains(rule.network, ip) && hasPort(rules, rule, port),
  );
  return isAllowed ? null : `${isIPv6(ip) ? `[${ip}]` : ip}:${port} is not in CONNECTOR_ALLOW`;
}

/** `*` does not reach the ports of our database and Redis, wherever those run; naming the port does. */
function hasPort(rules: ConnectorRules, rule: NetworkRule, port: number): boolean {
  return rule.port === null ? !rules.ownPorts.has(port) : rule.port === port;
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

const SERVER_PORTS: Readonly<Record<string, number>> = {
  'postgres:': 5432,
  'postgresql:': 5432,
  'redis:': 6379,
  'rediss:': 6379,
};

/** The ports of the gateway's own API, database and Redis: no connector may be called there. */
export function ownPortsOf(config: Pick<Config, 'PORT' | 'DATABASE_URL' | 'REDIS_URL'>): number[] {
  const urls = [config.DATABASE_URL, config.REDIS_URL].filter((url) => url !== '');
  return [config.PORT, ...urls.map(portOf)].filter((port) => port > 0);
}

function portOf(text: string): number {
  const url = new URL(text);
  // The PostgreSQL client lets `?port=` win over the port of the authority.
  return Number(url.searchParams.get('port') ?? url.port) || SERVER_PORTS[url.protocol] || 0;
}
