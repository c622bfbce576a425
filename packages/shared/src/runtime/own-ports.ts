import type { Config } from './config.ts';

const DEFAULT_PORTS: Readonly<Record<string, number>> = {
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
  return Number(url.searchParams.get('port') ?? url.port) || DEFAULT_PORTS[url.protocol] || 0;
}
