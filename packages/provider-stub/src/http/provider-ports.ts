import type { RequestListener } from 'node:http';
import type { Ports, Protocol, StubSettings } from '../world.ts';
import { type Listener, listen } from './listen.ts';

/** The ports of the provider, which a test closes and opens. */
export interface ProviderPorts {
  setUp(isUp: boolean): Promise<void>;
  ports(): Omit<Ports, 'controlPort'>;
}

/** Closed until they are set up; the numbers stay the same from then on. */
export function createProviderPorts(
  settings: Pick<StubSettings, 'port' | 'tlsPort'>,
  protocol: Pick<Protocol, 'tls'>,
  onRequest: RequestListener,
): ProviderPorts {
  const known = { port: settings.port, tlsPort: settings.tlsPort };
  let open: readonly Listener[] = [];
  const openAll = async () => {
    const plain = await listen(known.port, onRequest);
    known.port = plain.port;
    const tls = known.tlsPort === null ? null : protocol.tls();
    const secure = tls === null ? null : await listen(known.tlsPort ?? 0, onRequest, tls);
    known.tlsPort = secure?.port ?? null;
    return secure === null ? [plain] : [plain, secure];
  };
  return {
    ports: () => ({ ...known }),
    async setUp(isUp) {
      if (isUp === open.length > 0) return;
      if (isUp) open = await openAll();
      else {
        await Promise.all(open.map(async (listener) => await listener.stop()));
        open = [];
      }
    },
  };
}
