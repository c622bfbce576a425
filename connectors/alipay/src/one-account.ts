import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readingOf } from '@payserver/connector-kit/merchant-files';
import { isRecord } from '@payserver/shared/domain/said';
import { StartError } from '@payserver/shared/runtime/start-error';
import { AccountError, type AlipayAccount, readAccount } from './account.ts';

/**
 * The account of one merchant, for a command.
 *
 * @throws {StartError} what is wrong with its file
 */
export function readOneAccount(dir: string, merchantUUID: string): AlipayAccount {
  const path = join(dir, `${merchantUUID}.json`);
  try {
    const json: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (!isRecord(json)) throw new AccountError('it is no JSON object');
    return readAccount(json, readingOf(path).files);
  } catch (error) {
    throw new StartError(`${path}: ${reasonOf(error)}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  // The parser's message shows a piece of the file.
  if (error instanceof SyntaxError) return 'it is no JSON';
  if (error instanceof AccountError || error instanceof StartError) return error.message;
  return 'it cannot be read';
}
