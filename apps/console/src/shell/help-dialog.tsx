import { Kbd, Modal } from '@mantine/core';
import { Fragment } from 'react';
import type { Text } from '../i18n/en.ts';
import { useText } from '../i18n/use-text.ts';
import { useShortcutsOn } from '../keys/use-shortcuts.ts';
import classes from './help-dialog.module.css';
import { NAV_ITEMS } from './nav-items.ts';

interface Shortcut {
  readonly keys: readonly string[];
  readonly label: string;
}

interface HelpDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Every shortcut. */
export function HelpDialog({ isOpen, onClose }: HelpDialogProps) {
  const text = useText();
  const isOn = useShortcutsOn();
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={text.keys.title}
      size="lg"
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      {isOn ? null : <p className={classes['note']}>{text.keys.off}</p>}
      <div className={classes['columns']}>
        {groups(text).map(({ title, shortcuts }) => (
          <section key={title}>
            <h3 className={classes['title']}>{title}</h3>
            <dl className={classes['list']}>
              {shortcuts.map(({ keys, label }) => (
                <Fragment key={label}>
                  <dt>{label}</dt>
                  <dd>
                    {keys.map((key) => (
                      <Kbd key={key} size="xs">
                        {key}
                      </Kbd>
                    ))}
                  </dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}

function groups(text: Text): { title: string; shortcuts: Shortcut[] }[] {
  const { keys } = text;
  const goTo = NAV_ITEMS.flatMap(({ key, label }) =>
    key === null ? [] : [{ keys: ['g', key], label: keys.goTo(label(text)) }],
  );
  return [
    {
      title: keys.anywhere,
      shortcuts: [
        { keys: ['/'], label: keys.search },
        ...goTo,
        { keys: ['r'], label: keys.refresh },
        { keys: ['?'], label: keys.help },
      ],
    },
    {
      title: keys.inLists,
      shortcuts: [
        { keys: ['j'], label: keys.nextRow },
        { keys: ['k'], label: keys.previousRow },
        { keys: ['Enter'], label: keys.open },
        { keys: ['o'], label: keys.openTab },
        { keys: ['c'], label: keys.copyNumber },
        { keys: ['f'], label: keys.filter },
      ],
    },
    { title: keys.onPayment, shortcuts: [{ keys: ['c'], label: keys.copyNumber }] },
  ];
}
