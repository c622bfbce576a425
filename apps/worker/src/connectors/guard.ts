import { lookup as dnsLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { ConnectorAllow } from '@payserver/shared/platform/connector-allow';

/**
 * A DNS lookup that answers only addresses where connectors may live, so that a name which resolves
 * elsewhere by now (rebinding) is never connected to. IP literals are not looked up: the caller checks
 * the URL itself first.
 */
export function createGuardedLookup(allow: ConnectorAllow, url: URL): LookupFunction {
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  return (hostname, options, callback) => {
    dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0);
      const denied = addresses
        .map(({ address }) => allow.checkAddress(address, port, url.origin))
        .find((reason) => reason !== null);
      const first = addresses[0];
      if (denied !== undefined || first === undefined) {
        return callback(new Error(denied ?? 'the name has no address'), '', 0);
      }
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
    });
  };
}
