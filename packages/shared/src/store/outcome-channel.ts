import { channelIn } from '../runtime/database-url.ts';

const CHANNEL = 'payserver_outcome';

/** NOTIFY carries less than 8000 bytes. */
export const MAX_PAYLOAD = 7_900;

/** Where ends of orders are signalled, in the database with this schema. */
export function outcomeChannelIn(schema: string): string {
  return channelIn(schema, CHANNEL);
}

/**
 * SQL that signals the end of the payment `o` when its statement commits, as an outcome publisher would: in the words that
 * its listeners read. What is too large for a signal says only which payment it is, so that no settlement fails for it.
 */
export function signalOutcome(channel: string): string {
  const whole = `json_build_array(json_build_array(o.uuid, o.status, o."thirdPayNo", o."resultCode",
    (extract(epoch FROM o."payFinishAt") * 1000)::bigint, o."hasPayData"::int))::text`;
  return `pg_notify(${channel}, (SELECT CASE WHEN octet_length(said) <= ${MAX_PAYLOAD} THEN said
    ELSE json_build_array(json_build_array(o.uuid))::text END FROM (SELECT ${whole}) AS signal(said)))`;
}
