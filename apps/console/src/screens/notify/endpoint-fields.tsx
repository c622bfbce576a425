import { Radio, TextInput } from '@mantine/core';
import { useText } from '../../i18n/use-text.ts';
import { wordsEn } from '../../i18n/words-en.ts';
import type { EndpointForm, Format } from './endpoint-form.ts';
import { TypeBoxes } from './type-boxes.tsx';

/** The API's most. */
const MOST_URL = 512;
const MOST_NAME = 64;
const FORMATS = ['standard', 'cn', 'cnForm'] as const satisfies readonly Format[];
const TYPES = Object.keys(wordsEn.notifyType);

interface EndpointFieldsProps {
  readonly form: EndpointForm;
  /** asked for by those who may name any merchant */
  readonly asksMerchant?: boolean;
  /** of one that belongs to its orders the URL is theirs */
  readonly isUrlFixed?: boolean;
}

/** Where messages go, which ones, and in which format. */
export function EndpointFieldsInputs(props: EndpointFieldsProps) {
  const { form, asksMerchant = false, isUrlFixed = false } = props;
  const text = useText();
  const words = text.notify.form;
  const { fields, missing, change } = form;
  return (
    <>
      {asksMerchant ? (
        <TextInput
          label={words.merchant}
          error={missing.merchant ? words.merchantMissing : null}
          value={fields.merchantUUID}
          onChange={(event) => change({ merchantUUID: event.currentTarget.value })}
          autoComplete="off"
          spellCheck={false}
          required
          data-autofocus
        />
      ) : null}
      <TextInput
        type="url"
        label={words.url}
        description={isUrlFixed ? words.urlOfOrders : words.urlHelp}
        error={missing.url ? words.urlBad : null}
        value={fields.url}
        onChange={(event) => change({ url: event.currentTarget.value })}
        maxLength={MOST_URL}
        autoComplete="off"
        spellCheck={false}
        disabled={isUrlFixed}
        required
        {...(asksMerchant ? {} : { 'data-autofocus': true })}
      />
      <TextInput
        label={words.name}
        description={words.nameHelp}
        value={fields.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        maxLength={MOST_NAME}
        autoComplete="off"
      />
      <TypeBoxes
        label={words.types}
        choices={TYPES}
        chosen={fields.types}
        onChange={(types) => change({ types })}
      />
      <FormatChoice form={form} />
    </>
  );
}

function FormatChoice({ form }: { readonly form: EndpointForm }) {
  const text = useText();
  const words = text.notify.form;
  const { fields, change } = form;
  return (
    <Radio.Group
      label={words.format}
      value={fields.format}
      onChange={(format) => change({ format })}
    >
      {FORMATS.map((format) => (
        <Radio
          key={format}
          value={format}
          label={text.notifyFormat[format]}
          description={words.formats[format]}
          mt={8}
        />
      ))}
    </Radio.Group>
  );
}
