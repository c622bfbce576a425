import type { NotifyEndpoint, NotifyEndpointRequest } from '@payserver/client';
import { useState } from 'react';

export type EventType = NonNullable<NotifyEndpointRequest['types']>[number];
export type Format = NonNullable<NotifyEndpointRequest['format']>;

/** What a person may say of an endpoint here; the API takes more. */
export interface EndpointFields {
  readonly merchantUUID: string;
  readonly url: string;
  readonly name: string;
  readonly types: readonly string[];
  readonly format: Format;
}

/** What is wrong with them, before the API is asked. */
export interface Missing {
  readonly merchant: boolean;
  readonly url: boolean;
}

/** The fields of a new endpoint, of this merchant where it is known. */
export function newFields(merchantUUID: string): EndpointFields {
  return { merchantUUID, url: '', name: '', types: [], format: 'standard' };
}

/** The fields of one that there is. */
export function fieldsOf({
  merchantUUID,
  url,
  name,
  types,
  format,
}: NotifyEndpoint): EndpointFields {
  return { merchantUUID, url, name, types, format: format as Format };
}

/** What is wrong with the fields. */
export function missingOf({ merchantUUID, url }: EndpointFields): Missing {
  return { merchant: merchantUUID.trim() === '', url: !/^https?:\/\/[^/\s]+\S*$/.test(url.trim()) };
}

/** The part of a request that the fields say. */
export function settingsOf({ url, name, types, format }: EndpointFields) {
  return { url: url.trim(), name: name.trim(), types: types as EventType[], format };
}

/** The fields of a form, what is wrong with them once a person has tried to send them, and how they change. */
export function useEndpointForm(initial: EndpointFields) {
  const [fields, setFields] = useState(initial);
  const [isTried, setIsTried] = useState(false);
  const missing = missingOf(fields);
  return {
    fields,
    missing: isTried ? missing : { merchant: false, url: false },
    isWhole: !missing.merchant && !missing.url,
    change: (changed: Partial<EndpointFields>) =>
      setFields((before) => ({ ...before, ...changed })),
    onTry: () => setIsTried(true),
  };
}

export type EndpointForm = ReturnType<typeof useEndpointForm>;
