import { crc32, deflateRawSync } from 'node:zlib';

const DEFLATE = 8;
const VERSION = 20;

/** A zip of files, each `[name, content]`; names are bytes in whatever encoding. */
export function zip(files: ReadonlyArray<readonly [Buffer, Buffer]>): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of files) {
    const data = deflateRawSync(content);
    const about = describe(name, content, data);
    const local = Buffer.concat([word32(0x04034b50), about, name, data]);
    central.push(
      Buffer.concat([
        ...[word32(0x02014b50), word16(VERSION), about, word16(0), word16(0), word16(0)],
        ...[word32(0), word32(offset), name],
      ]),
    );
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.concat([
    ...[word32(0x06054b50), word16(0), word16(0), word16(files.length), word16(files.length)],
    ...[word32(directory.length), word32(offset), word16(0)],
  ]);
  return Buffer.concat([...locals, directory, end]);
}

/** What both headers of a file have in common, from the version to the length of the extra field. */
function describe(name: Buffer, content: Buffer, data: Buffer): Buffer {
  return Buffer.concat([
    ...[word16(VERSION), word16(0), word16(DEFLATE), word16(0), word16(0x21)],
    ...[word32(crc32(content)), word32(data.length), word32(content.length)],
    ...[word16(name.length), word16(0)],
  ]);
}

function word16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function word32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
