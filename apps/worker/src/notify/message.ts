import { randomBytes } from 'node:crypto';
import { cnFieldsOf, cnFormOf, cnTextOf } from '@payserver/shared/domain/notify/cn-format';
import { bodyOf, type Message, type RenderContext } from '@payserver/shared/domain/notify/render';
import { cnSignature, webhookSignature } from '@payserver/shared/runtime/notify-signature';
import type { EndpointSecret } from '@payserver/shared/runtime/sealed-secret';
import type { ClaimedEndpoint } from '@payserver/shared/store/notify/claim';
import type { DueDelivery } from '@payserver/shared/store/notify/due';
import { messageOfFacts } from '@payserver/shared/store/notify/message-of';

/** One POST of a message. */
export interface NotifyRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a message is signed with: the present secret, and during a rotation the one before it. */
export type Secrets = readonly EndpointSecret[];

const NONCE_BYTES = 16;

/** What one attempt needs. */
export interface AttemptInput {
  readonly endpoint: Pick<ClaimedEndpoint, 'kind' | 'format' | 'signing' | 'url'>;
  readonly delivery: DueDelivery;
  readonly secrets: Secrets;
  /** of the attempt */
  readonly now: Date;
}

/** The POST of one attempt: signed at its own time with the secrets of now. */
export function requestOf(input: AttemptInput, context: RenderContext): NotifyRequest {
  const { endpoint, delivery, now } = input;
  const message = messageOfFacts(delivery, context);
  const id = `evt_${delivery.uuid}`;
  const timestamp = Math.floor(now.getTime() / 1_000);
  const signed =
    endpoint.format === 'standard'
      ? standardRequest(input, message, { id, timestamp })
      : cnRequest(input, message, { id, timestamp, notifyTime: context.time(delivery.eventAt) });
  return {
    // Registered endpoints hear of the order as well, at their own address.
    url: (endpoint.kind === 'adhoc' ? delivery.notifyUrl : null) ?? endpoint.url,
    body: signed.body,
    headers: {
      ...signed.headers,
      'user-agent': 'payserver-notify/1',
      'accept-encoding': 'identity',
      ...(delivery.isReplay && { 'payserver-replay': '1' }),
    },
  };
}

type Signed = Omit<NotifyRequest, 'url'>;

function standardRequest(
  { endpoint, secrets }: AttemptInput,
  message: Message,
  { id, timestamp }: { readonly id: string; readonly timestamp: number },
): Signed {
  const body = bodyOf(message);
  const { signing } = endpoint;
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': webhookSignature({ secrets, signing, id, timestamp, body }),
    },
  };
}

function cnRequest(
  { endpoint, secrets }: AttemptInput,
  message: Message,
  attempt: { readonly id: string; readonly timestamp: number; readonly notifyTime: string },
): Signed {
  const nonce = randomBytes(NONCE_BYTES).toString('hex');
  const fields = cnFieldsOf(message, { ...attempt, nonce });
  const text = cnTextOf(fields);
  const [sign, signPrev] = secrets.map((secret) => cnSignature(secret, text));
  const signed = { ...fields, ...(sign && { sign }), ...(signPrev && { signPrev }) };
  const isForm = endpoint.format === 'cnForm';
  return {
    body: isForm ? cnFormOf(signed) : JSON.stringify(signed),
    headers: {
      'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
    },
  };
}
