// Preloaded (--import) into API and worker: writes V8's CPU profile of the whole process when it ends.
// Not --cpu-prof: Node 20 does not take it from NODE_OPTIONS.
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { basename, dirname, join } from 'node:path';

const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.start');

process.on('exit', () => {
  const name = basename(dirname(dirname(process.argv[1] ?? 'process')));
  const file = join(process.env['PROFILE_IN'] ?? '.', `${name}-${process.pid}.cpuprofile`);
  session.post('Profiler.stop', (error, result) => {
    if (error === null) writeFileSync(file, JSON.stringify(result.profile));
  });
});
