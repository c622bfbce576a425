import { createClient } from '../../test/support/client.ts';

/** One setting of a server and what became of a gateway that uses it. */
export interface SeenSetting {
  readonly setting: string;
  /** what /health/ready says of the server, or the line with which the start ends */
  readonly health: string;
  /** `not paid …` only where a payment should have been */
  readonly payments: string;
}

interface ReadyAnswer {
  readonly body: { readonly parts: Readonly<Record<'database' | 'queue', string>> };
}

/** What a running gateway says of one of its servers. */
export async function healthOf(url: string, part: 'database' | 'queue'): Promise<string> {
  const { body } = (await createClient(url, null).get('/health/ready')) as ReadyAnswer;
  return body.parts[part];
}
