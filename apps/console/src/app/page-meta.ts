/** What the server writes into the page: it knows its prefix, the build does not. */
function meta(name: string): string {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? '';
}

/** For `<style>` elements that components add; the content security policy asks for it. */
export function styleNonce(): string {
  return meta('csp-nonce');
}

/** The path of the API that takes the session's cookie: `/console/api/v1.0.0`. */
export function apiBase(): string {
  return meta('payserver-api') || new URL('api/v1.0.0', document.baseURI).pathname;
}

/** The console's own path without a slash at its end: `/console`. */
export function consoleBase(): string {
  return new URL('.', document.baseURI).pathname.replace(/\/$/, '');
}
