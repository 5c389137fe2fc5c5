import { crc32 } from "node:zlib";

interface Member {
  /** A folder's ends in a slash. */
  readonly name: string;
  readonly text: string;
  /** Octal, with the type: 0o100644. */
  readonly mode: number;
}

/** A zip archive, members stored as they are, as a Unix machine writes it (PKWARE APPNOTE 4.3). */
export function zip(members: readonly Member[]): Uint8Array {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const member of members) {
    const body = Buffer.concat([localHeader(member), Buffer.from(member.name), Buffer.from(member.text)]);
    directory.push(centralHeader(member, offset), Buffer.from(member.name));
    bodies.push(body);
    offset += body.length;
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([...bodies, central, endOf(members.length, central.length, offset)]);
}

/** 2 January 2020, 00:00. */
const date = (40 << 9) | (1 << 5) | 2;
/** Bit 11: names are UTF-8. */
const flags = 0x0800;

function localHeader({ name, text }: Member): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(date, 12);
  writeSizes(header, 14, { name, text });
  return header;
}

function centralHeader({ name, text, mode }: Member, offset: number): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE((3 << 8) | 30, 4);
  header.writeUInt16LE(20, 6);
  header.writeUInt16LE(flags, 8);
  header.writeUInt16LE(date, 14);
  writeSizes(header, 16, { name, text });
  header.writeUInt32LE(mode * 0x10000, 38);
  header.writeUInt32LE(offset, 42);
  return header;
}

function writeSizes(header: Buffer, at: number, { name, text }: Omit<Member, "mode">): void {
  const bytes = Buffer.from(text);
  header.writeUInt32LE(crc32(bytes), at);
  header.writeUInt32LE(bytes.length, at + 4);
  header.writeUInt32LE(bytes.length, at + 8);
  header.writeUInt16LE(Buffer.byteLength(name), at + 12);
}

function endOf(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}
