import { Button, Checkbox, Popover } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { useText } from '../i18n/use-text.ts';
import type { ListColumn } from './list-column.ts';
import classes from './menus.module.css';
import { ToolButton } from './tool-button.tsx';

interface ColumnMenuProps {
  readonly columns: readonly ListColumn<never>[];
  readonly shown: readonly string[];
  readonly usual: readonly string[];
  readonly onChange: (shown: readonly string[]) => void;
}

/** Which columns are shown; the choice is part of the URL. The first stays: it holds the row's link. */
export function ColumnMenu({ columns, shown, usual, onChange }: ColumnMenuProps) {
  const text = useText();
  const [first] = columns;
  return (
    <Popover position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <ToolButton icon={IconColumns3} label={text.lists.columns} />
      </Popover.Target>
      <Popover.Dropdown p={8} aria-label={text.lists.columns}>
        <div className={classes['checks']}>
          {columns.map(({ id, header }) => (
            <Checkbox
              key={id}
              size="xs"
              label={header(text)}
              checked={shown.includes(id)}
              disabled={id === first?.id}
              onChange={(event) =>
                onChange(
                  columns
                    .map((column) => column.id)
                    .filter((one) =>
                      one === id ? event.currentTarget.checked : shown.includes(one),
                    ),
                )
              }
            />
          ))}
        </div>
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          fullWidth
          mt={6}
          onClick={() => onChange(usual)}
        >
          {text.lists.resetColumns}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
