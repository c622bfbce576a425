// npm run check:server-settings: what the gateway makes of settings that a borrowed server may have, as a table.
import { postgresRows } from './server-settings/postgres-table.ts';

const rows = await postgresRows();
console.log('| the database says | our connections have | seen |\n|---|---|---|');
for (const row of rows) console.log(`| ${row.map((cell) => `\`${cell}\``).join(' | ')} |`);
const bad = rows.filter(([, , seen]) => seen !== 'ok' && !seen?.startsWith('no writes'));
console.log(`\n${rows.length} settings, ${bad.length} bad`);
process.exitCode = bad.length > 0 ? 1 : 0;
