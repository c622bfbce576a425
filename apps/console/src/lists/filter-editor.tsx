import { Button, TextInput } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTimeZone } from '../api/use-session.ts';
import { writeTime } from '../format/time.ts';
import { useText, wordOf } from '../i18n/use-text.ts';
import classes from './filter-bar.module.css';
import { type FilterField, fromInputTime, toInputTime } from './list-search.ts';

interface FilterEditorProps {
  readonly field: FilterField;
  readonly label: string;
  readonly words: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, string>>;
  readonly onSet: (values: Readonly<Record<string, string>> | null) => void;
}

/** Sets one filter. */
export function FilterEditor(props: FilterEditorProps) {
  const { field } = props;
  if (field.kind === 'choice') return <Choices {...props} choices={field.choices} />;
  if (field.kind === 'period') return <Period {...props} />;
  return <TextValue {...props} name={field.name} />;
}

function Choices({
  choices,
  words,
  values,
  field,
  onSet,
}: FilterEditorProps & { readonly choices: readonly string[] }) {
  return (
    <ul className={classes['fields']}>
      {choices.map((choice) => (
        <li key={choice}>
          <button
            type="button"
            className={classes['field']}
            aria-pressed={values[field.name] === choice}
            onClick={() => onSet({ [field.name]: choice })}
          >
            {wordOf(words, choice)}
            {values[field.name] === choice ? <IconCheck size={14} aria-hidden="true" /> : null}
          </button>
        </li>
      ))}
    </ul>
  );
}

function TextValue({ name, label, values, onSet }: FilterEditorProps & { readonly name: string }) {
  const text = useText();
  const [value, setValue] = useState(values[name] ?? '');
  return (
    <form
      className={classes['editor']}
      onSubmit={(event) => {
        event.preventDefault();
        onSet(value.trim() === '' ? null : { [name]: value });
      }}
    >
      <TextInput
        label={label}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        data-autofocus
      />
      <Button type="submit" size="xs">
        {text.common.apply}
      </Button>
    </form>
  );
}

const DAY_MS = 86_400_000;

function Period({ values, onSet }: FilterEditorProps) {
  const text = useText();
  const timeZone = useTimeZone();
  const [from, setFrom] = useState(toInputTime(values['createdFrom'] ?? ''));
  const [to, setTo] = useState(toInputTime(values['createdTo'] ?? ''));
  const daysAgo = (days: number) => writeTime(Date.now() - days * DAY_MS, timeZone);
  const presets = [
    { label: text.lists.today, from: `${daysAgo(0).slice(0, 10)} 00:00:00` },
    { label: text.lists.lastHours(24), from: daysAgo(1) },
    { label: text.lists.lastDays(7), from: daysAgo(7) },
    { label: text.lists.lastDays(30), from: daysAgo(30) },
  ];
  return (
    <form
      className={classes['editor']}
      onSubmit={(event) => {
        event.preventDefault();
        const moments = {
          createdFrom: fromInputTime(from, '00'),
          createdTo: fromInputTime(to, '59'),
        };
        onSet(from === '' && to === '' ? null : moments);
      }}
    >
      <div className={classes['presets']}>
        {presets.map((preset) => (
          <button
            key={preset.label}
            type="button"
            className={classes['preset']}
            onClick={() => onSet({ createdFrom: preset.from })}
          >
            {preset.label}
          </button>
        ))}
      </div>
      <TextInput
        type="datetime-local"
        label={text.lists.fields.createdFrom}
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <TextInput
        type="datetime-local"
        label={text.lists.fields.createdTo}
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <p className={classes['note']}>{text.lists.inZone(timeZone)}</p>
      <Button type="submit" size="xs">
        {text.common.apply}
      </Button>
    </form>
  );
}
