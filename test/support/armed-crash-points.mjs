// What the processes of the crash tests have in the place of runtime/crash-points (armed-app.ts builds them
// so). The process dies, like one whose machine lost its power, at the point that the test names over IPC
// or, from its start on, in CRASH_AT; and it remembers which points it passed.
import process from 'node:process';

let armed = process.env['CRASH_AT'] ?? '';
let passed = new Set();

process.on('message', ({ type, point }) => {
  if (type === 'arm') {
    armed = point;
    passed = new Set();
    process.send({ type: 'armed' });
  }
  if (type === 'passed?') process.send({ type: 'passed', points: [...passed] });
});
// The listener alone must not keep a process that is done.
process.channel?.unref();

export function crashPoint(point, subject) {
  const at = subject === undefined ? point : `${point} ${subject}`;
  passed.add(at);
  if (at === armed) process.kill(process.pid, 'SIGKILL');
}
