import { apiBase } from '../app/page-meta.ts';
import { answerOf, FROM_CONSOLE } from './client.ts';
import { ApiFailure } from './failure.ts';

/** Where a list is as CSV: all rows of its filters in its order, with headings in this language. */
export function exportUrl(
  resource: string,
  query: Readonly<Record<string, string>>,
  language: string,
): string {
  const params = new URLSearchParams({ ...query, lang: language });
  return `${apiBase()}/exports/${resource}?${params.toString()}`;
}

/** A file that has arrived whole. */
export interface ExportedFile {
  readonly content: Blob;
  readonly name: string;
}

interface FetchOptions {
  readonly signal: AbortSignal;
  /** how much has arrived, bytes */
  readonly onProgress: (bytes: number) => void;
}

/**
 * Fetches an export to its end. A browser that downloads by itself shows a refusal as a file that failed, without
 * what the API said, and gives what was cut off a name like any other.
 *
 * @throws ApiFailure for a refusal, and with status 0 when the connection broke
 * @throws DOMException AbortError
 */
export async function fetchExport(
  url: string,
  { signal, onProgress }: FetchOptions,
): Promise<ExportedFile> {
  const response = await answerOf(
    fetch(url, { headers: FROM_CONSOLE, signal }).then(async (answer) =>
      answer.ok
        ? { data: answer, response: answer }
        : { error: (await answer.json().catch(() => null)) as unknown, response: answer },
    ),
  );
  let bytes = 0;
  const counting = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform: (chunk, controller) => {
      bytes += chunk.byteLength;
      onProgress(bytes);
      controller.enqueue(chunk);
    },
  });
  try {
    const content = await new Response(response.body?.pipeThrough(counting)).blob();
    return { content, name: fileNameOf(response) };
  } catch (error) {
    if (signal.aborted) throw error;
    throw new ApiFailure(0, { message: String(error) });
  }
}

function fileNameOf({ headers }: Response): string {
  const [, name] = /filename="([^"]+)"/.exec(headers.get('content-disposition') ?? '') ?? [];
  return name ?? 'export.csv';
}

/** Gives it to the person, as the browser does with downloads. */
export function saveFile({ content, name }: ExportedFile): void {
  const href = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  link.click();
  // Browsers read it after the click; none takes a minute to begin.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
