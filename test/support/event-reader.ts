/** What came of a request for events. */
export interface EventReader {
  readonly status: number;
  readonly headers: Headers;
  /** The next event that is not a comment, with its data; null when there is none any more. */
  // oxlint-disable-next-line typescript/no-explicit-any -- events of every shape
  next(): Promise<{ readonly event: string; readonly data: any } | null>;
  close(): void;
}

/** Follows events at this address, as a browser does. */
export async function readEvents(url: string, token: string): Promise<EventReader> {
  const aborting = new AbortController();
  const headers = { authorization: `Bearer ${token}`, accept: 'text/event-stream' };
  const response = await fetch(url, { headers, signal: aborting.signal });
  const parts = partsOf(response.body);
  return {
    status: response.status,
    headers: response.headers,
    async next() {
      for (;;) {
        const { value, done } = await parts.next();
        if (done === true) return null;
        const event = /^event: (.*)$/m.exec(value)?.[1];
        const data = /^data: (.*)$/m.exec(value)?.[1];
        if (event !== undefined) return { event, data: JSON.parse(data ?? 'null') };
      }
    },
    close: () => aborting.abort(),
  };
}

/** The events, comments included, each as it is written. */
async function* partsOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    yield* parts;
  }
}
