import { invalidInput } from '../../lib/app-error.ts';

const MAX_PARTS = 100;

/** Fields of a form by name, the first of each, as the bytes that were sent: a signature may cover every one of them. */
export type FormFields = ReadonlyMap<string, Buffer>;

/**
 * Reads `multipart/form-data`, files and fields alike.
 * @throws AppError invalid_input `form_malformed`
 */
export function readMultipart(contentType: string, body: Buffer): FormFields {
  const boundary = /;\s*boundary=(?:"([^"\r\n]{1,70})"|([^\s;]{1,70}))/i.exec(contentType);
  if (!boundary) throw malformed();
  const delimiter = Buffer.from(`\r\n--${boundary[1] ?? boundary[2]}`, 'latin1');
  // The first delimiter may stand at the very beginning; then its line break is not there.
  const text = Buffer.concat([Buffer.from('\r\n'), body]);
  const fields = new Map<string, Buffer>();
  let start = text.indexOf(delimiter);
  for (let count = 0; start !== -1; count += 1) {
    if (count > MAX_PARTS) throw malformed();
    const from = start + delimiter.length;
    if (text.toString('latin1', from, from + 2) === '--') return fields;
    const end = text.indexOf(delimiter, from);
    if (end === -1) break;
    addPart(fields, text.subarray(from, end));
    start = end;
  }
  throw malformed();
}

/** Reads `application/x-www-form-urlencoded`, byte by byte. */
export function readUrlEncoded(body: Buffer): FormFields {
  const fields = new Map<string, Buffer>();
  for (const pair of body.toString('latin1').split('&', MAX_PARTS)) {
    const at = pair.indexOf('=');
    const name = decode(at === -1 ? pair : pair.slice(0, at)).toString('utf8');
    if (name !== '' && !fields.has(name))
      fields.set(name, at === -1 ? Buffer.alloc(0) : decode(pair.slice(at + 1)));
  }
  return fields;
}

function addPart(fields: Map<string, Buffer>, part: Buffer): void {
  const headEnd = part.indexOf('\r\n\r\n');
  if (headEnd === -1) throw malformed();
  const head = part.toString('utf8', 0, headEnd);
  const name = /^content-disposition:\s*form-data\b[^\r\n]*?;\s*name="([^"\r\n]*)"/im.exec(head)?.[1];
  if (name !== undefined && !fields.has(name)) fields.set(name, part.subarray(headEnd + 4));
}

function decode(text: string): Buffer {
  const bytes = text
    .replaceAll('+', ' ')
    .replace(/%([0-9a-f]{2})/gi, (_match, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}

function malformed(): Error {
  return invalidInput('form_malformed', 'The form is cut or malformed.');
}
