import { Checkbox } from '@mantine/core';
import { useText, wordOf } from '../../i18n/use-text.ts';
import classes from './notify.module.css';

interface TypeBoxesProps {
  readonly label: string;
  readonly choices: readonly string[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: string[]) => void;
}

/** Chooses types of events; none are all of them. */
export function TypeBoxes({ label, choices, chosen, onChange }: TypeBoxesProps) {
  const text = useText();
  return (
    <Checkbox.Group
      label={label}
      description={text.notify.form.typesHelp}
      value={[...chosen]}
      onChange={onChange}
    >
      <div className={classes['boxes']}>
        {choices.map((type) => (
          <Checkbox key={type} value={type} label={wordOf(text.notifyType, type)} size="xs" />
        ))}
      </div>
    </Checkbox.Group>
  );
}
