import { join } from 'node:path';
import type { Logger } from '@payserver/shared/runtime/logger';
import { explainFailure, StartError } from '@payserver/shared/runtime/start-error';
import { createTimeFormat, systemClock } from '@payserver/shared/runtime/time';
import { Webhook } from 'standardwebhooks';
import { buildApp } from './app.ts';
import { createThirdOrderNos } from './calls/effects.ts';
import { createBook } from './ledger/book.ts';
import { createTimelines } from './notices/timelines.ts';

export interface SandboxSettings {
  readonly dataDir: string;
  /** 0: any free port */
  readonly port: number;
  readonly timeZone: string;
  /** Standard Webhooks secret of the notices; empty: unsigned */
  readonly notifySecret: string;
}

/** The running sandbox. */
export interface Sandbox {
  readonly port: number;
  /** Stops answering and waits for the ledger; plans that are not finished go on after a restart. */
  stop(): Promise<void>;
}

/**
 * Starts the sandbox connectors on 127.0.0.1. The port is taken before the ledger is touched, so a
 * second start on the same port harms nothing.
 *
 * @param onFailure called when the ledger can no longer be written; the process must end then
 * @throws {StartError} when the port is taken, or the ledger or the secret cannot be used
 */
export async function startSandbox(
  settings: SandboxSettings,
  log: Logger,
  onFailure: (error: unknown) => void,
): Promise<Sandbox> {
  checkSecret(settings.notifySecret);
  const clock = systemClock;
  const formatTime = createTimeFormat(settings.timeZone);
  const folder = join(settings.dataDir, 'sandbox');
  const book = createBook({ folder, formatTime, clock, log, onFailure });
  const nextThirdOrderNo = createThirdOrderNos(clock);
  const { notifySecret } = settings;
  const deps = { book, nextThirdOrderNo, formatTime, log };
  const timelines = createTimelines({ ...deps, notifySecret, clock });
  const control = new Map<string, string>();
  const app = buildApp({ ...deps, timelines, control });
  const stop = async () => {
    await timelines.stop();
    await app.close();
    await book.close();
  };
  try {
    const url = await explainFailure(`listen on 127.0.0.1:${settings.port}`, () =>
      app.listen({ host: '127.0.0.1', port: settings.port }),
    );
    await explainFailure(`open the sandbox ledger in ${folder}`, () => book.open());
    for (const tx of book.all()) if (tx.plan !== null) void timelines.follow(tx);
    return { port: Number(new URL(url).port), stop };
  } catch (error) {
    await app.close().catch(() => undefined);
    throw error;
  }
}

/** Found out now, not when the first notice is due. */
function checkSecret(secret: string): void {
  if (secret === '') return;
  try {
    new Webhook(secret).sign('id', new Date(), '');
  } catch (error) {
    const line = 'SANDBOX_NOTIFY_SECRET: must be base64, with or without whsec_ in front';
    throw new StartError(line, { cause: error });
  }
}
