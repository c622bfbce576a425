const CODE = /^#code=([\w.~%-]{1,4096})$/;

let code: string | null = null;

/**
 * Takes the code of a one-time link out of the address, before anything else sees it: it must not stay in the history,
 * nor go anywhere as part of a link.
 */
export function captureOneTimeCode(): void {
  const match = CODE.exec(location.hash);
  if (match === null) return;
  history.replaceState(null, '', location.pathname + location.search);
  code = decodeURIComponent(match[1] ?? '');
}

/** The code, once. */
export function takeOneTimeCode(): string | null {
  const taken = code;
  code = null;
  return taken;
}
