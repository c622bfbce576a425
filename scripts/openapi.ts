// Writes docs/openapi.json, the description of the API at its default settings, and the types of
// packages/client from it. With --check it only compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '@payserver/shared/runtime/config';
import { createLogger } from '@payserver/shared/runtime/logger';
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { type ApiDeps, buildApp } from '../apps/api/src/app.ts';
import { createDrain } from '../apps/api/src/http/drain.ts';

const ROOT = join(import.meta.dirname, '..');

const description = await describe();
const wanted = {
  'docs/openapi.json': `${JSON.stringify(description, null, 2)}\n`,
  'packages/client/src/generated/schema.ts': await typesOf(description),
};

const stale = Object.entries(wanted).filter(([file, text]) => read(file) !== text);
if (process.argv.includes('--check')) {
  for (const [file] of stale) console.error(`${file} is out of date: run "npm run openapi"`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const [file, text] of stale) writeFileSync(join(ROOT, file), text);
}

async function typesOf(document: OpenAPI3): Promise<string> {
  const head = '// Written by `npm run openapi` from docs/openapi.json.\n\n';
  return head + astToString(await openapiTS(document));
}

async function describe(): Promise<OpenAPI3> {
  // The routes are only registered, never called, so they need little but the settings.
  const parts = { config: readConfig({}), log: createLogger('openapi', 'silent') };
  const deps = { ...parts, drain: createDrain() } as unknown as ApiDeps;
  const app = await buildApp(deps);
  await app.ready();
  const { body } = await app.inject('/openapi.json');
  await app.close();
  return JSON.parse(body) as OpenAPI3;
}

function read(file: string): string | null {
  try {
    return readFileSync(join(ROOT, file), 'utf8');
  } catch {
    return null;
  }
}
