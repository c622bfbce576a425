import { Popover, VisuallyHidden } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { Text } from '../i18n/en.ts';
import { useText, wordOf } from '../i18n/use-text.ts';
import { useShortcuts } from '../keys/use-shortcuts.ts';
import classes from './filter-bar.module.css';
import { FilterEditor } from './filter-editor.tsx';
import { type Filter, type FilterField, type ListSearch, PERIOD } from './list-search.ts';

/** The words of a field's values. */
export type ChoiceWords = (text: Text, field: FilterField) => Readonly<Record<string, string>>;

export interface FilterBarProps {
  readonly fields: readonly FilterField[];
  readonly search: ListSearch;
  readonly words: ChoiceWords;
  readonly onSet: (field: FilterField, values: Readonly<Record<string, string>> | null) => void;
  readonly onClear: () => void;
}

/** The filters that are set, as chips, and a way to set more. What it shows is what the URL says. */
export function FilterBar(props: FilterBarProps) {
  const { fields, search, onClear } = props;
  const text = useText();
  const unused = fields.filter((field) => !search.filters.some((one) => one.field === field));
  return (
    <div className={classes['bar']}>
      {search.filters.map((filter) => (
        <Chip key={filter.field.name} {...props} filter={filter} />
      ))}
      {unused.length > 0 ? <AddFilter {...props} fields={unused} /> : null}
      {search.filters.length > 1 ? (
        <button type="button" className={classes['clear']} onClick={onClear}>
          {text.lists.clearFilters}
        </button>
      ) : null}
    </div>
  );
}

function Chip({ filter, words, onSet }: FilterBarProps & { readonly filter: Filter }) {
  const text = useText();
  const [isOpen, setIsOpen] = useState(false);
  const { field } = filter;
  const name = fieldName(text, field);
  const value = valueText(filter, words(text, field));
  return (
    <span className={classes['chip']}>
      <Popover opened={isOpen} onChange={setIsOpen} position="bottom-start" trapFocus returnFocus>
        <Popover.Target>
          <button
            type="button"
            className={classes['chipMain']}
            onClick={() => setIsOpen((before) => !before)}
          >
            <VisuallyHidden>{text.lists.editFilter} </VisuallyHidden>
            <span className={classes['chipName']}>{name}</span>
            {value === '' ? null : <span className={classes['chipValue']}>{value}</span>}
          </button>
        </Popover.Target>
        <Popover.Dropdown aria-label={text.lists.filterBy(name)}>
          <FilterEditor
            field={field}
            label={name}
            words={words(text, field)}
            values={filter.values}
            onSet={(values) => {
              setIsOpen(false);
              onSet(field, values);
            }}
          />
        </Popover.Dropdown>
      </Popover>
      <button
        type="button"
        className={classes['chipRemove']}
        aria-label={text.lists.removeFilter(name)}
        onClick={() => onSet(field, null)}
      >
        <IconX size={13} aria-hidden="true" />
      </button>
    </span>
  );
}

function AddFilter({ fields, words, onSet }: FilterBarProps) {
  const text = useText();
  const [isOpen, setIsOpen] = useState(false);
  const [chosen, setChosen] = useState<FilterField | null>(null);
  const toggle = (next: boolean) => {
    setIsOpen(next);
    setChosen(null);
  };
  const set = (field: FilterField, values: Readonly<Record<string, string>> | null) => {
    toggle(false);
    onSet(field, values);
  };
  useShortcuts({ f: () => toggle(true) });
  return (
    <Popover opened={isOpen} onChange={toggle} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={classes['add']} onClick={() => toggle(!isOpen)}>
          <IconPlus size={13} aria-hidden="true" />
          {text.lists.addFilter}
        </button>
      </Popover.Target>
      <Popover.Dropdown p={chosen === null ? 4 : 12} aria-label={text.lists.addFilter}>
        {chosen === null ? (
          <ul className={classes['fields']}>
            {fields.map((field) => (
              <li key={field.name}>
                <button
                  type="button"
                  className={classes['field']}
                  onClick={() =>
                    field.kind === 'flag' ? set(field, { [field.name]: '1' }) : setChosen(field)
                  }
                >
                  {fieldName(text, field)}
                </button>
              </li>
            ))}
          </ul>
        ) : (
          <FilterEditor
            field={chosen}
            label={fieldName(text, chosen)}
            words={words(text, chosen)}
            values={{}}
            onSet={(values) => set(chosen, values)}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function fieldName(text: Text, field: FilterField): string {
  return wordOf(text.lists.fields, field.kind === 'period' ? 'createdAt' : field.name);
}

function valueText(filter: Filter, words: Readonly<Record<string, string>>): string {
  const { field, values } = filter;
  if (field.kind === 'flag') return '';
  if (field.kind !== 'period') return wordOf(words, values[field.name] ?? '');
  const [from, to] = PERIOD.map((name) => values[name]?.slice(0, 16));
  if (from === undefined) return `≤ ${to}`;
  return to === undefined ? `≥ ${from}` : `${from} – ${to}`;
}
