import { BlockList, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';

/** What CONNECTOR_ALLOW says, taken apart. */
export interface ConnectorRules {
  readonly origins: ReadonlySet<string>;
  readonly networks: readonly NetworkRule[];
  readonly ownPorts: ReadonlySet<number>;
  /** the addresses of this machine */
  readonly local: BlockList;
}

/** A network and a port, one entry of the list. */
export interface NetworkRule {
  readonly network: BlockList;
  /** null: any but the gateway's own */
  readonly port: number | null;
  readonly isLoopback: boolean;
}

const LOOPBACK_ONLY = '127.0.0.0/8:*,[::1/128]:*';
/** `10.0.0.0/8:*`, `192.168.0.0/16:6008`, `[fd00::/8]:443` */
const NETWORK_RULE = /^(?:\[([0-9a-f:.]+)\/(\d{1,3})\]|([\d.]+)\/(\d{1,2})):(\*|\d{1,5})$/i;
const MAX_PORT = 65_535;
/** The schemes that a connector may have, and the ports that they mean. */
export const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

const LOOPBACK = blockListOf(['127.0.0.1', '::1']);
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');

/**
 * Reads a list such as `https://pay.example,10.0.0.0/8:*`; an empty one means loopback only.
 *
 * @throws {Error} naming the entry that is neither an origin nor a network
 */
export function readConnectorRules(spec: string, ownPorts: readonly number[]): ConnectorRules {
  const list = spec.trim() === '' ? LOOPBACK_ONLY : spec;
  const entries = list.split(',').flatMap((entry) => entry.trim() || []);
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
  throw new Error(
    `"${entry}" is neither an origin (http://pay.example:8080) nor a network and port (10.0.0.0/8:*)`,
  );
}

function readNetwork(entry: string): NetworkRule {
  const [, ipv6, bits6, ipv4, bits4, port = ''] = NETWORK_RULE.exec(entry) ?? [];
  const address = ipv6 ?? ipv4 ?? '';
  const network = new BlockList();
  try {
    network.addSubnet(address, Number(bits6 ?? bits4), ipv6 === undefined ? 'ipv4' : 'ipv6');
  } catch (error) {
    throw new Error(`"${entry}" is not a network`, { cause: error });
  }
  return { network, port: readPort(port, entry), isLoopback: contains(LOOPBACK, address) };
}

function readPort(text: string, entry: string): number | null {
  if (text === '*') return null;
  const port = Number(text);
  if (port >= 1 && port <= MAX_PORT) return port;
  throw new Error(`"${entry}" has no such port`);
}

function localAddresses(): BlockList {
  const interfaces = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const local = blockListOf(['0.0.0.0', '::', '::1', ...interfaces.map(({ address }) => address)]);
  local.addSubnet('127.0.0.0', 8, 'ipv4');
  return local;
}

/** A list of single addresses; a zone behind `%` is left out. */
export function blockListOf(addresses: readonly string[]): BlockList {
  const list = new BlockList();
  for (const address of addresses) {
    list.addAddress(address.replace(/%.*$/, ''), isIPv6(address) ? 'ipv6' : 'ipv4');
  }
  return list;
}

/** An IPv4 address in its IPv6 form (`::ffff:127.0.0.1`) is found by the rules for IPv4. */
export function contains(list: BlockList, ip: string): boolean {
  const bare = ip.replace(/%.*$/, '');
  return list.check(bare, isIPv6(bare) ? 'ipv6' : 'ipv4');
}
