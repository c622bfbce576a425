import { StartError } from '@payserver/shared/runtime/start-error';

const KNOWN: ReadonlyArray<readonly [RegExp, string]> = [
  [/No space left on device|Check free disk space/i, 'the disk is full'],
  [/Disk quota exceeded/i, 'the disk quota is used up'],
  [/Permission denied|Operation not permitted/i, 'permission denied'],
  [/Read-only file system/i, 'the file system is read-only'],
  [/Cannot allocate memory|could not map anonymous shared memory/i, 'there is not enough memory'],
];

/** What a PostgreSQL program printed before it gave up, as the one line that a person needs. */
export function explainOutput(doing: string, output: string, hint = ''): StartError {
  const known = KNOWN.find(([pattern]) => pattern.test(output))?.[1];
  return new StartError(`cannot ${doing}: ${known ?? firstComplaint(output)}${hint}`);
}

/** The first line that complains, without PostgreSQL's prefixes: the later ones are its consequences. */
function firstComplaint(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '' && !OWN_POLLS.test(line));
  const complaint = lines.find((line) => /(FATAL|PANIC|error):/.test(line)) ?? lines.at(-1);
  return (complaint ?? 'no reason given').replace(/^.*?(FATAL|PANIC|error):\s*/, '').trim();
}

/** What the server says to whoever asks too early whether it is ready. */
const OWN_POLLS =
  /the database system is (starting up|not yet accepting connections|shutting down)/;
