import { Textarea } from '@mantine/core';
import { useText } from '../../../i18n/use-text.ts';

/** The API's most. */
const MOST_REASON = 500;

interface ReasonFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly help?: string;
  /** says that it is missing */
  readonly isMissing: boolean;
  readonly isFirst?: boolean;
}

/** Why a person does something; it is recorded. */
export function ReasonField({
  value,
  onChange,
  help,
  isMissing,
  isFirst = false,
}: ReasonFieldProps) {
  const { dialog } = useText().payment;
  return (
    <Textarea
      label={dialog.reason}
      description={help ?? dialog.reasonHelp}
      error={isMissing ? dialog.reasonMissing : null}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      maxLength={MOST_REASON}
      minRows={2}
      required
      {...(isFirst ? { 'data-autofocus': true } : {})}
    />
  );
}
