/** The few bytes of RFC 1035 that a server of TXT records needs. */
export interface DnsQuestion {
  id: number;
  recursionDesired: boolean;
  name: string;
  type: number;
  /** The question section as it came, to be sent back. */
  raw: Buffer;
}

export const TYPE_TXT = 16;
const HEADER_BYTES = 12;
const MAX_STRING_BYTES = 255;
const POINTER_TO_QUESTION = 0xc00c;

/** Reads the first question. Undefined for a packet that holds none. */
export function parseQuestion(packet: Buffer): DnsQuestion | undefined {
  if (packet.length < HEADER_BYTES || packet.readUInt16BE(4) === 0) return undefined;
  const labels: string[] = [];
  let offset = HEADER_BYTES;
  for (;;) {
    const length = packet[offset];
    if (length === undefined || length > 63) return undefined;
    offset += 1;
    if (length === 0) break;
    labels.push(packet.toString('latin1', offset, offset + length));
    offset += length;
  }
  if (offset + 4 > packet.length) return undefined;
  return {
    id: packet.readUInt16BE(0),
    recursionDesired: (packet.readUInt16BE(2) & 0x0100) !== 0,
    name: labels.join('.').toLowerCase(),
    type: packet.readUInt16BE(offset),
    raw: packet.subarray(HEADER_BYTES, offset + 4),
  };
}

/** An answer with these TXT values; undefined values mean NXDOMAIN, none mean "the name has other records". */
export function writeAnswer(question: DnsQuestion, values: readonly string[] | undefined): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  const flags = 0x8400 | (question.recursionDesired ? 0x0180 : 0) | (values === undefined ? 3 : 0);
  header.writeUInt16BE(question.id, 0);
  header.writeUInt16BE(flags, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(values?.length ?? 0, 6);
  return Buffer.concat([header, question.raw, ...(values ?? []).map(txtRecord)]);
}

function txtRecord(value: string): Buffer {
  const content = characterStrings(Buffer.from(value, 'utf8'));
  const head = Buffer.alloc(HEADER_BYTES);
  head.writeUInt16BE(POINTER_TO_QUESTION, 0);
  head.writeUInt16BE(TYPE_TXT, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(1, 6);
  head.writeUInt16BE(content.length, 10);
  return Buffer.concat([head, content]);
}

/** A TXT value is a row of strings of at most 255 bytes; readers join them. */
function characterStrings(value: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let offset = 0; offset === 0 || offset < value.length; offset += MAX_STRING_BYTES) {
    const part = value.subarray(offset, offset + MAX_STRING_BYTES);
    parts.push(Buffer.from([part.length]), part);
  }
  return Buffer.concat(parts);
}
