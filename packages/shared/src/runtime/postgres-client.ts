import { Client, type ClientConfig, Connection, type PoolConfig } from 'pg';
import { type DatabaseUrl, readDatabaseUrl } from './database-url.ts';
import { KEEP_ALIVE_DELAY_MS } from './heartbeat.ts';
import { type ServerSettings, settingsStatement } from './server-settings.ts';
import { warnOfUnknownInside } from './unknown-inside.ts';

/** What a connection is for. */
export interface ConnectionNeeds {
  /** shown in pg_stat_activity */
  readonly name: string;
  /** server settings beside those that every connection has; those that the URL itself makes come first */
  readonly settings?: ServerSettings;
  /** instead of the URL's own, for BullMQ's tables */
  readonly schema?: string;
}

interface OurOptions extends ClientConfig {
  readonly firstStatement: string;
  readonly isTlsOptional: boolean;
}

const CONNECT_MS = 5_000;

/**
 * Options for a pool of connections to the database of this URL, each of which has its settings before it is used.
 * Every pool and every single connection of the gateway comes from here or from {@link newClient}.
 *
 * @throws {DatabaseUrlError} one line about the URL
 */
export function connectionOptions(url: string, needs: ConnectionNeeds): PoolConfig {
  const read = readDatabaseUrl(url);
  return { ...ourOptions(read, needs), Client: OurClient as unknown as PoolConfig['Client'] };
}

/** One connection that is not made yet, with its settings as soon as it is. */
export function newClient(url: string, needs: ConnectionNeeds): Client {
  return new OurClient(ourOptions(readDatabaseUrl(url), needs));
}

function ourOptions(read: DatabaseUrl, needs: ConnectionNeeds): OurOptions {
  return {
    connectionString: read.connectionString,
    ssl: read.tls,
    application_name: needs.name,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_DELAY_MS,
    isTlsOptional: read.isTlsOptional,
    firstStatement: settingsStatement({
      schema: needs.schema ?? read.schema,
      settings: needs.settings ?? {},
      keep: read.ownSettings,
    }),
  };
}

/**
 * Makes its settings with a statement instead of at the start of the connection: a pooler in between refuses most of
 * what is said there, and one of them depends on what the server has.
 */
class OurClient extends Client {
  readonly #firstStatement: string;

  constructor(options: OurOptions) {
    const needsFallback = options.isTlsOptional && options.ssl !== false && canFallBack();
    const connection = needsFallback ? { connection: new ConnectionOfEither(options) } : {};
    super({ ...options, ...connection });
    this.#firstStatement = options.firstStatement;
    // Until a caller listens: an error without a listener ends the process.
    this.on('error', () => undefined);
  }

  override connect(): Promise<Client>;
  override connect(callback: ((err: Error) => void) | ((err: null, c: Client) => void)): void;
  override connect(
    callback?: ((err: Error) => void) | ((err: null, c: Client) => void),
  ): Promise<Client> | undefined {
    const connected = this.#connectWithSettings();
    if (callback === undefined) return connected;
    const tell = callback as (error: Error | null, client?: Client) => void;
    connected.then(
      () => tell(null, this),
      (error: Error) => tell(error),
    );
    return undefined;
  }

  async #connectWithSettings(): Promise<Client> {
    await super.connect();
    try {
      // The time-out is the driver's own word; its types do not have it.
      const first = { text: this.#firstStatement, query_timeout: CONNECT_MS };
      await this.query(first);
    } catch (error) {
      // Nobody else knows of it, and it may not answer to a farewell either.
      const { connection }: { readonly connection?: Partial<Connection> } = this;
      if (connection?.stream === undefined) void this.end().catch(() => undefined);
      else connection.stream.destroy();
      throw error;
    }
    return this;
  }
}

/** The part of pg's connection that begins it. */
type Beginning = Partial<Pick<ConnectionOfEither, 'connect' | 'attachListeners'>>;
const PROTOTYPE: object = Connection.prototype;
const INSIDE: Beginning = PROTOTYPE;

function canFallBack(): boolean {
  if (INSIDE.connect !== undefined && INSIDE.attachListeners !== undefined) return true;
  warnOfFallback();
  return false;
}

function warnOfFallback(): void {
  warnOfUnknownInside(
    "How pg's connection begins",
    'sslmode=prefer and allow mean require, and a server without TLS is not taken',
  );
}

/** TLS where the server has it, none where it says that it has not: `sslmode=prefer`. */
class ConnectionOfEither extends Connection {
  declare ssl: unknown;
  declare attachListeners: (stream: Connection['stream']) => void;
  declare connect: (port: number | string, host?: string) => void;

  constructor(options: ClientConfig) {
    super(options);
    const { connect } = INSIDE;
    this.connect = (port, host) => {
      connect?.call(this, port, host);
      const [goOn] = this.stream.listeners('data') as Array<(answer: Buffer) => void>;
      if (goOn === undefined) return warnOfFallback();
      this.stream.removeAllListeners('data');
      this.stream.once('data', (answer: Buffer) => {
        if (answer.toString() !== 'N') return goOn.call(this.stream, answer);
        this.ssl = false;
        this.attachListeners(this.stream);
        // As after the handshake: now it says who it is.
        return this.emit('sslconnect');
      });
    };
  }
}
