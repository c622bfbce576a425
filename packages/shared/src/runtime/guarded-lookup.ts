import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { ConnectorAllow } from './connector-allow.ts';

/**
 * A DNS lookup for one URL that answers only when every address of the name is one where connectors may
 * live, so that a name which leads elsewhere by now (rebinding) is never connected to. IP literals are
 * not looked up: check the URL itself first.
 */
export function createGuardedLookup(allow: ConnectorAllow, url: URL): LookupFunction {
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  const deny = (address: string) => allow.checkAddress(address, port, url.origin);
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0);
      const denied = addresses.map(({ address }) => deny(address)).find((why) => why !== null);
      const first = addresses[0];
      if (denied !== undefined || first === undefined) {
        return callback(new Error(denied ?? 'the name has no address'), '', 0);
      }
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
    });
  };
}
