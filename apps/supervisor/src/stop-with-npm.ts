const POLL_MS = 500;

/**
 * Makes this process stop, as if it had got a SIGTERM, when the shell that `npm start` put around it is
 * gone. npm passes SIGTERM on to that shell only, which dies and tells nobody: whoever stops npm (a
 * container, a service manager) would leave a gateway running that no one knows of. Does nothing in a
 * process that npm did not start: leaving one behind is then somebody's decision.
 */
export function stopWithNpm(): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, POLL_MS);
  timer.unref();
}
