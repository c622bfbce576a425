import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const PACKAGE = join(ROOT, 'packages/client');

let folder: string;
let unpacked: string;
let files: string[];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'payserver-client-'));
  // The test checks what was built: packing must not build it anew.
  const options = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
  const archive = execFileSync('npm', options, { cwd: PACKAGE, encoding: 'utf8' }).trim();
  unpacked = join(folder, 'node_modules/@payserver/client');
  mkdirSync(unpacked, { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, archive), '-C', unpacked, '--strip-components=1']);
  symlinkSync(join(ROOT, 'node_modules/openapi-fetch'), join(folder, 'node_modules/openapi-fetch'));
  files = readdirSync(unpacked, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(unpacked.length + 1));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (file: string) => readFileSync(join(unpacked, file), 'utf8');

test('the packed client holds its code, its types, its source and its licence, and nothing of the build', () => {
  const odd = files.filter((file) => !/^(?:dist|src)\/[\w/.-]+\.(?:ts|js|map)$/.test(file));
  expect(odd.toSorted()).toEqual(['LICENSE', 'README.md', 'package.json']);
  expect(files).toEqual(expect.arrayContaining(['dist/client.js', 'dist/client.d.ts']));
  expect(files.filter((file) => /tsbuildinfo|\.test\./.test(file))).toEqual([]);
});

test('every source that a map of it names is in it', () => {
  const maps = files.filter((file) => file.endsWith('.map'));
  expect(maps.length).toBeGreaterThan(0);
  const missing = maps.flatMap((file) => {
    const { sources } = JSON.parse(read(file)) as { sources: string[] };
    return sources.filter((source) => !existsSync(join(unpacked, dirname(file), source)));
  });
  expect(missing).toEqual([]);
});

test('it may be published: it is not private, its entries exist, and no link of its text leads out of it', () => {
  const manifest = JSON.parse(read('package.json')) as {
    private?: boolean;
    exports: Record<string, Record<string, string>>;
    dependencies: Record<string, string>;
  };
  expect(manifest.private).toBeUndefined();
  const entries = Object.values(manifest.exports).flatMap((one) => Object.values(one));
  expect(entries.filter((entry) => !existsSync(join(unpacked, entry)))).toEqual([]);
  expect(Object.keys(manifest.dependencies)).toEqual(['openapi-fetch']);
  expect(read('README.md')).not.toMatch(/\]\((?!https:)/);
});

test('a program that installed it can import it', async () => {
  const program = `import { createPayServerClient } from '@payserver/client';
    import { createReceiver } from '@payserver/client/receiver';
    const client = createPayServerClient({ baseUrl: 'http://localhost/api/v1.0.0', token: null });
    const secret = 'whsec_' + Buffer.alloc(32).toString('base64');
    console.log(typeof client.POST, typeof createReceiver({ secrets: [secret] }).verify);`;
  const url = pathToFileURL(folder);
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: url,
    encoding: 'utf8',
  });
  expect(said.trim()).toBe('function function');
});
