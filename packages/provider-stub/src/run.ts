import { runUntilStopped } from '@payserver/shared/runtime/lifecycle';
import { createLogger } from '@payserver/shared/runtime/logger';
import { StartError } from '@payserver/shared/runtime/start-error';
import { startPart } from '@payserver/shared/runtime/start-part';
import { startStub } from './stub.ts';
import type { CreateProtocol, StubSettings } from './world.ts';

/**
 * Runs a stub as a process until a signal, by STUB_PORT, STUB_TLS_PORT, STUB_CONTROL_PORT (default: any free one),
 * STUB_DIR and STUB_SEED. When it serves it prints one line of JSON, and says the same to the process that started it.
 */
export function runStub(name: string, create: CreateProtocol, { hasTls }: { hasTls: boolean }) {
  void startPart(async () => {
    const settings = readSettings(name, hasTls);
    const stub = await startStub(settings, create);
    runUntilStopped({ log: createLogger(name, 'warn') }, stub);
    const { port, tlsPort, controlPort } = stub;
    const ready = { type: 'ready', port, tlsPort, controlPort };
    const line = { ...ready, phone: `http://127.0.0.1:${controlPort}/phone`, seed: settings.seed };
    process.stdout.write(`${JSON.stringify(line)}\n`);
    // `info` is where the supervisor reads.
    if (process.connected) process.send?.({ ...ready, info: { port, tlsPort, controlPort } });
  }, name);
}

function readSettings(name: string, hasTls: boolean): StubSettings {
  const { env } = process;
  return {
    port: portOf(env['STUB_PORT'], 'STUB_PORT'),
    tlsPort: hasTls ? portOf(env['STUB_TLS_PORT'], 'STUB_TLS_PORT') : null,
    controlPort: portOf(env['STUB_CONTROL_PORT'], 'STUB_CONTROL_PORT'),
    dir: env['STUB_DIR'] ?? `data/${name}`,
    seed: env['STUB_SEED'] ?? '1',
  };
}

function portOf(text: string | undefined, setting: string): number {
  const port = Number(text ?? '0');
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new StartError(`${setting} is no port: ${text}`);
}
