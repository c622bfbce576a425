import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { copyText } from '../app/copy-text.ts';
import { useText } from '../i18n/use-text.ts';

const SHOWN_MS = 1_600;

interface CopyButtonProps {
  readonly value: string;
  /** what it is, for screen readers: `Gateway number` */
  readonly of: string;
}

/** Copies a number; says so. */
export function CopyButton({ value, of }: CopyButtonProps) {
  const text = useText();
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  useEffect(() => {
    if (state === 'idle') return undefined;
    const timer = setTimeout(() => setState('idle'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const label = {
    idle: text.common.copyOf(of),
    copied: text.common.copied,
    failed: text.common.copyFailed,
  }[state];
  return (
    <Tooltip label={label} {...(state === 'idle' ? {} : { opened: true })}>
      <ActionIcon
        size={24}
        aria-label={label}
        onClick={(event) => {
          event.preventDefault();
          void copyText(value).then((isCopied) => setState(isCopied ? 'copied' : 'failed'));
        }}
      >
        {state === 'copied' ? <IconCheck size={14} /> : <IconCopy size={14} />}
      </ActionIcon>
    </Tooltip>
  );
}
