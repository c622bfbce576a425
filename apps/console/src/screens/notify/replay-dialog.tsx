import { Radio, TextInput } from '@mantine/core';
import type { NotifyEndpoint, NotifyReplayForecast } from '@payserver/client';
import { useTimeZone } from '../../api/use-session.ts';
import { useLocale, useText, wordOf } from '../../i18n/use-text.ts';
import acts from '../payment/acts/acts.module.css';
import selection from '../stuck/selection.module.css';
import classes from './notify.module.css';
import { NotifyDialog } from './notify-dialog.tsx';
import { type ReplayFields, replayTypes } from './replay-body.ts';
import { TypeBoxes } from './type-boxes.tsx';
import { type ReplayForm, useReplayForm } from './use-replay-form.ts';

interface ReplayDialogProps {
  readonly endpoint: NotifyEndpoint;
  readonly onClose: () => void;
}

/** Has the messages of a time sent again: it is counted first, then a person starts it. */
export function ReplayDialog({ endpoint, onClose }: ReplayDialogProps) {
  const { replays } = useText().notify;
  const format = new Intl.NumberFormat(useLocale());
  const form = useReplayForm(endpoint, onClose);
  const { count, start } = form;
  const forecast = count.state.is === 'done' ? count.state.answer : null;
  return (
    <NotifyDialog
      title={replays.formTitle}
      state={forecast === null ? countState(count) : start.state}
      submit={forecast === null ? replays.count : replays.start(format.format(forecast.willSend))}
      size="lg"
      isOff={forecast?.willSend === 0}
      onSubmit={form.submit}
      onClose={onClose}
    >
      <Times form={form} />
      <TypeBoxes
        label={replays.types}
        choices={replayTypes(endpoint)}
        chosen={form.fields.types}
        onChange={(types) => form.change({ types })}
      />
      <Choices form={form} />
      {forecast === null ? null : <Forecast forecast={forecast} />}
    </NotifyDialog>
  );
}

/** Counting changes nothing: after a lost answer it is safe to count again. */
function countState({ state }: ReplayForm['count']) {
  return state.is === 'unknown' ? ({ ...state, is: 'refused' } as const) : state;
}

function Times({ form }: { readonly form: ReplayForm }) {
  const text = useText();
  const { replays } = text.notify;
  const zone = useTimeZone();
  const { fields, trouble, change } = form;
  return (
    <div>
      <div className={classes['two']}>
        <TextInput
          type="datetime-local"
          label={replays.from}
          error={trouble === 'fromMissing' ? replays.fromMissing : null}
          value={fields.from}
          onChange={(event) => change({ from: event.currentTarget.value })}
          required
          data-autofocus
        />
        <TextInput
          type="datetime-local"
          label={replays.to}
          error={trouble === 'backwards' ? replays.backwards : null}
          value={fields.to}
          onChange={(event) => change({ to: event.currentTarget.value })}
        />
      </div>
      <p className={acts['help']}>
        {replays.toHelp}. {text.lists.inZone(zone)}
      </p>
    </div>
  );
}

const ONLY = ['failed', 'missing', 'all'] as const satisfies readonly ReplayFields['only'][];
const STATES = ['asOfThen', 'asOfNow'] as const satisfies readonly ReplayFields['state'][];

function Choices({ form }: { readonly form: ReplayForm }) {
  const { replays } = useText().notify;
  const { fields, change } = form;
  return (
    <div className={classes['two']}>
      <Radio.Group label={replays.only} value={fields.only} onChange={(only) => change({ only })}>
        {ONLY.map((only) => (
          <Radio
            key={only}
            value={only}
            label={replays.onlys[only]}
            description={replays.onlyHelp[only]}
            mt={8}
          />
        ))}
      </Radio.Group>
      <Radio.Group
        label={replays.state}
        value={fields.state}
        onChange={(state) => change({ state })}
      >
        {STATES.map((state) => (
          <Radio
            key={state}
            value={state}
            label={replays.states[state]}
            description={replays.stateHelp[state]}
            mt={8}
          />
        ))}
      </Radio.Group>
    </div>
  );
}

/** What the dry run says. */
function Forecast({ forecast }: { readonly forecast: NotifyReplayForecast }) {
  const text = useText();
  const { replays } = text.notify;
  const format = new Intl.NumberFormat(useLocale());
  const { willSend, byType } = forecast;
  return (
    <section className={classes['forecast']} aria-label={replays.dryRun} aria-live="polite">
      <p>
        <strong>{willSend === 0 ? replays.nothing : replays.will(format.format(willSend))}</strong>
      </p>
      {willSend === 0 ? null : (
        <dl className={selection['figures']}>
          {Object.entries(byType).map(([type, count]) => (
            <div key={type}>
              <dt>{wordOf(text.notifyType, type)}</dt>
              <dd>{format.format(count)}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
