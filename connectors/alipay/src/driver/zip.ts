import { crc32, inflateRawSync } from 'node:zlib';

/** A file of an archive. */
export interface ZipEntry {
  readonly name: string;
  readonly content: Buffer;
}

/** An archive that cannot be read, or is larger than it may be. */
export class ZipError extends Error {
  override readonly name = 'ZipError';
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const MAX_COMMENT = 0xffff;
const MAX_FILES = 100;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;
const IS_UTF8 = 0x800;

/**
 * The files of a zip archive, by its central directory. Names are GBK unless marked as UTF-8, as Alipay makes them. All of
 * it together has at most `maxBytes`; each file must have the length and the checksum that the directory says.
 *
 * @throws {ZipError}
 */
export function unzip(archive: Buffer, maxBytes: number): readonly ZipEntry[] {
  try {
    return read(archive, maxBytes);
  } catch (error) {
    if (error instanceof ZipError) throw error;
    throw new ZipError('the archive is damaged', { cause: error });
  }
}

function read(archive: Buffer, maxBytes: number): readonly ZipEntry[] {
  const end = endOf(archive);
  const count = archive.readUInt16LE(end + 10);
  if (count > MAX_FILES) throw new ZipError('too many files');
  const entries: ZipEntry[] = [];
  let left = maxBytes;
  let at = archive.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    const { entry, next } = entryAt(archive, at, left);
    left -= entry.content.length;
    entries.push(entry);
    at = next;
  }
  return entries;
}

function endOf(archive: Buffer): number {
  const last = archive.length - END_BYTES;
  for (let at = last; at >= 0 && at >= last - MAX_COMMENT; at -= 1) {
    if (archive.readUInt32LE(at) === END) return at;
  }
  throw new ZipError('no zip archive');
}

function entryAt(archive: Buffer, at: number, maxBytes: number) {
  if (archive.readUInt32LE(at) !== CENTRAL) throw new ZipError('the directory is damaged');
  const flags = archive.readUInt16LE(at + 8);
  const method = archive.readUInt16LE(at + 10);
  const checksum = archive.readUInt32LE(at + 16);
  const packed = archive.readUInt32LE(at + 20);
  const length = archive.readUInt32LE(at + 24);
  const names = archive.readUInt16LE(at + 28);
  const rest = archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  if ((flags & ENCRYPTED) !== 0) throw new ZipError('a file is encrypted');
  if (length > maxBytes) throw new ZipError('it is larger than it may be');
  const start = at + 46;
  const encoding = (flags & IS_UTF8) === 0 ? 'gb18030' : 'utf-8';
  const name = new TextDecoder(encoding).decode(archive.subarray(start, start + names));
  const bytes = dataAt(archive, archive.readUInt32LE(at + 42), packed);
  const content = unpacked(bytes, method, length);
  if (content.length !== length || crc32(content) !== checksum) {
    throw new ZipError('a file is not what the directory says');
  }
  return { entry: { name, content }, next: start + names + rest };
}

function dataAt(archive: Buffer, at: number, length: number): Buffer {
  if (archive.readUInt32LE(at) !== LOCAL) throw new ZipError('a file is not where it should be');
  const start = at + 30 + archive.readUInt16LE(at + 26) + archive.readUInt16LE(at + 28);
  return archive.subarray(start, start + length);
}

function unpacked(bytes: Buffer, method: number, length: number): Buffer {
  if (method === STORED) return bytes;
  if (method !== DEFLATED) throw new ZipError('a file is packed in an unknown way');
  return inflateRawSync(bytes, { maxOutputLength: Math.max(length, 1) });
}
