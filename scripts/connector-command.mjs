// `npm run connector:selftest -- --provider wechat --merchant UUID` and `connector:bill`: the command of a provider's
// connector, with the folder of merchants' files that `npm start` gives it.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, parseEnv } from 'node:util';

const ROOT = join(import.meta.dirname, '..');
const PROVIDERS = ['wechat', 'alipay'];
const [command, ...options] = process.argv.slice(2);
const { values } = parseArgs({
  args: options,
  options: { provider: { type: 'string' }, stub: { type: 'boolean' } },
  strict: false,
});
const { provider } = values;
if (!PROVIDERS.includes(provider)) {
  process.stderr.write(`--provider must be one of ${PROVIDERS.join(', ')}\n`);
  process.exit(1);
}
const file = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {};
const setting = (name) => process.env[name] || file[name] || '';
const data = setting('DATA_DIR') || './data';
const merchants = values.stub
  ? join(data, 'stubs', provider, 'merchants')
  : setting(`${provider.toUpperCase()}_MERCHANTS`) || join(data, provider);
const at = options.indexOf('--provider');
const rest =
  at === -1 ? options.filter((one) => !one.startsWith('--provider=')) : options.toSpliced(at, 2);
const { status } = spawnSync(
  process.execPath,
  [join(ROOT, `connectors/${provider}/dist/bundle/main.mjs`), command, ...rest],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      MERCHANTS_DIR: merchants,
      BILLS_DIR: setting('BILLS_DIR') || join(data, 'bills'),
    },
  },
);
process.exit(status ?? 1);
