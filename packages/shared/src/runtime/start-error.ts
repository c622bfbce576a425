/**
 * The gateway cannot start, and a person can do something about it. `message` is one line that says
 * what is wrong and what to do; whoever starts the gateway prints it alone and exits with 1.
 */
export class StartError extends Error {
  override readonly name = 'StartError';
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOENT: 'a part of the path does not exist',
  ENOTDIR: 'a part of the path is not a directory',
  EEXIST: 'a file is in its place',
  ENAMETOOLONG: 'the path is too long',
  EISDIR: 'it is a directory',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be resolved now',
  EADDRINUSE: 'it is already in use',
  EADDRNOTAVAIL: 'this machine does not have that address',
};

/** The code of a system error (ENOSPC, EACCES, ...), or undefined for any other. */
export function systemErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/**
 * Runs `step` and turns a system error that a person can mend (full disk, no permission, ...) into a
 * StartError that begins with `doing`. Everything else passes unchanged: a bug must keep its stack.
 *
 * @throws {StartError} "cannot <doing>: <reason>"
 */
export async function explainFailure<T>(doing: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    const reason = REASONS[systemErrorCode(error) ?? ''];
    if (reason === undefined) throw error;
    throw new StartError(`cannot ${doing}: ${reason}`, { cause: error });
  }
}
