import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';
import { ConfigError } from './config.ts';
import { type ConnectorAllow, METADATA } from './connector-allow.ts';
import {
  type ConnectorRules,
  contains,
  DEFAULT_PORTS,
  readConnectorRules,
} from './connector-rules.ts';
import { remember } from './remember.ts';

/** Addresses that no public service has: IANA's registries of special purposes, and where Azure answers its machines. */
const SPECIAL_IPV4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'],
  ...['172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16'],
  ...['198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  '168.63.129.16/32',
];
/** Of those within 2000::/3; outside of it nothing is public. 6to4 and Teredo carry IPv4 addresses. */
const SPECIAL_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const NOT_PUBLIC = listOf(SPECIAL_IPV4, 'ipv4');
const NOT_PUBLIC_IPV6 = listOf(SPECIAL_IPV6, 'ipv6');
const GLOBAL_IPV6 = listOf(['2000::/3'], 'ipv6');

/**
 * Decides where notifications may be sent: by https to public addresses, and to what NOTIFY_ALLOW lists (origins,
 * networks with a port; by http too). What CONNECTOR_ALLOW permits counts for nothing here. Metadata services, and the
 * gateway's own ports on this machine, are never allowed. Ask twice, as of {@link ConnectorAllow}.
 *
 * @param ownPorts of the gateway's API, database and Redis
 * @throws {ConfigError} naming the entry that is neither an origin nor a network
 */
export function createNotifyAllow(spec: string, ownPorts: readonly number[]): ConnectorAllow {
  const rules = readRules(spec, ownPorts);
  return {
    checkUrl: remember((url) => checkUrl(rules, url)),
    checkAddress: (ip, port, origin) => checkAddress(rules, { ip, port, origin }),
  };
}

function readRules(spec: string, ownPorts: readonly number[]): ConnectorRules {
  try {
    const rules = readConnectorRules(spec, ownPorts);
    // An empty list of connectors means loopback; of receivers it means nobody beside public ones.
    return spec.trim() === '' ? { ...rules, networks: [] } : rules;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new ConfigError(`NOTIFY_ALLOW: ${error.message}`, { cause: error });
  }
}

function checkUrl(rules: ConnectorRules, text: string): string | null {
  if (!URL.canParse(text)) return 'is not a URL';
  const url = new URL(text);
  const defaultPort = DEFAULT_PORTS[url.protocol];
  if (defaultPort === undefined) return 'must be https';
  if (url.username !== '' || url.password !== '') return 'must not contain credentials';
  const port = url.port === '' ? defaultPort : Number(url.port);
  const ip = addressOf(url);
  if (ip !== null) return checkAddress(rules, { ip, port, origin: url.origin });
  return rules.origins.has(url.origin) ? null : checkName(rules, url.protocol, port);
}

/** The address that a URL names without a resolver. */
function addressOf({ hostname }: URL): string | null {
  const ip = hostname.replace(/^\[|\]$/g, '');
  if (isIP(ip) !== 0) return ip;
  return /^(?:.+\.)?localhost\.?$/.test(hostname) ? '127.0.0.1' : null;
}

function checkName(rules: ConnectorRules, protocol: string, port: number): string | null {
  if (protocol === 'https:') return null;
  // A name by http: only where a listed network could have it, which is decided when it is resolved.
  const couldMatch = rules.networks.some((rule) => rule.port === null || rule.port === port);
  return couldMatch ? null : 'must be https';
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
  const isListed = rules.networks.some(
    (rule) =>
      contains(rule.network, ip) &&
      (rule.port === null ? !rules.ownPorts.has(port) : rule.port === port),
  );
  if (isListed) return null;
  if (origin?.startsWith('http:')) return 'must be https';
  return isPublic(ip) ? null : 'leads to an address that is not public';
}

function isPublic(ip: string): boolean {
  const bare = ip.replace(/%.*$/, '');
  if (isIPv4(bare)) return !contains(NOT_PUBLIC, bare);
  return isIPv6(bare) && contains(GLOBAL_IPV6, bare) && !contains(NOT_PUBLIC_IPV6, bare);
}

function listOf(networks: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits = ''] = network.split('/');
    list.addSubnet(address, Number(bits), family);
  }
  return list;
}
