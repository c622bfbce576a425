// What the processes of the crash tests have instead of platform/crash-points. Preloaded (--import), it
// puts itself in the place of the build's empty function; the process then dies, like one whose machine
// lost its power, at the point that the test names over IPC or, from its start on, in CRASH_AT.
import { register } from 'node:module';

const ARMED = '?armed';

if (!import.meta.url.endsWith(ARMED)) {
  const url = JSON.stringify(import.meta.url + ARMED);
  const hooks = `export async function resolve(specifier, context, next) {
    const found = await next(specifier, context);
    return found.url.endsWith('/platform/crash-points.js') ? { ...found, url: ${url} } : found;
  }`;
  register(`data:text/javascript,${encodeURIComponent(hooks)}`);
}

let armed = process.env['CRASH_AT'] ?? '';

process.on('message', ({ type, point }) => {
  if (type !== 'arm' || !import.meta.url.endsWith(ARMED)) return;
  armed = point;
  process.send({ type: 'armed' });
});
// The listener alone must not keep a process that is done.
process.channel?.unref();

export function crashPoint(point) {
  if (point === armed) process.kill(process.pid, 'SIGKILL');
}
