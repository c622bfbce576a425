const POLL_MS = 500;

/**
 * Makes this process stop, as if it had got a SIGTERM, when what started it for npm is gone. The scripts of
 * package.json end in `exec`, so that npm's SIGTERM reaches this process and npm waits for its end, also where
 * npm is a container's process 1. But npm may be killed, and another script may put a shell in
 * between, which dies of that SIGTERM and tells nobody: a gateway would be left running that no one knows of.
 * Does nothing in a process that npm did not start: its parent decides whether it stays.
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
