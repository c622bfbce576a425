import { IconDownload, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { fetchExport, saveFile } from '../api/exports.ts';
import { useLocale, useText } from '../i18n/use-text.ts';
import { ToolButton } from './tool-button.tsx';

interface CsvButtonProps {
  readonly url: string;
  /** null: begun, or done */
  readonly onError: (error: unknown) => void;
}

interface Download {
  readonly bytes: number;
  readonly abort: AbortController;
}

const MB = 1_000_000;

/** Downloads a list as CSV; while it comes, shows how much has come, and cancels it. */
export function CsvButton({ url, onError }: CsvButtonProps) {
  const text = useText();
  const locale = useLocale();
  const [download, setDownload] = useState<Download | null>(null);
  useEffect(() => () => download?.abort.abort(), [download?.abort]);
  const start = async () => {
    const abort = new AbortController();
    const onProgress = (bytes: number) => setDownload({ bytes, abort });
    onProgress(0);
    onError(null);
    try {
      saveFile(await fetchExport(url, { signal: abort.signal, onProgress }));
    } catch (error) {
      if (!abort.signal.aborted) onError(error);
    }
    setDownload(null);
  };
  if (download === null) {
    return (
      <ToolButton
        title={text.lists.csvHelp}
        icon={IconDownload}
        label={text.lists.csv}
        onClick={() => void start()}
      />
    );
  }
  const size = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  return (
    <ToolButton
      title={text.lists.csvCancel}
      icon={IconX}
      label={text.lists.csvRunning(size.format(download.bytes / MB))}
      onClick={() => download.abort.abort()}
    />
  );
}
