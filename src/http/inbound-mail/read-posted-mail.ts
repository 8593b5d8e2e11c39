import { invalidInput } from '../../lib/app-error.ts';
import { readMultipart, readUrlEncoded, type FormFields } from './read-form.ts';

export interface PostedMail {
  message: Buffer;
  /** Addresses, whoever's they are; the use case takes those that are ours. */
  recipients: string[];
}

/** Where the usual services put the raw message: `email` SendGrid, `body-mime` Mailgun, `RawEmail` Postmark. */
const MESSAGE_FIELDS = ['message', 'raw', 'email', 'body-mime', 'RawEmail'];
const RECIPIENT_FIELDS = ['recipient', 'OriginalRecipient'];
/** Fields that a relay adds for the envelope's recipient; `To` is the author's and may say anything. */
const ENVELOPE_HEADERS = ['x-original-to', 'delivered-to', 'x-envelope-to', 'envelope-to'];
const MAX_HEAD_BYTES = 64 * 1024;
const ADDRESS = /[^\s<>,;:"]+@[^\s<>,;:"]+/g;
/** Long enough to be a message and without the colon that every header has. */
const BASE64 = /^[A-Za-z0-9+/_=\s-]+$/;

/**
 * The message and its recipients, in whichever of the usual forms a mail service posts them.
 * @throws AppError invalid_input `form_malformed`, `message_missing`
 */
export function readPostedMail(
  contentType: string,
  body: Buffer,
  query: { recipient?: string[] | undefined; to?: string[] | undefined },
): PostedMail {
  const named = [...(query.recipient ?? []), ...(query.to ?? [])];
  const type = contentType.split(';', 1)[0]!.trim().toLowerCase();
  if (type === 'message/rfc822')
    return { message: body, recipients: firstOf([named, envelopeHeaders(body)]) };
  const fields = readFields(type, contentType, body);
  const message = findMessage(fields);
  const text = (name: string): string => fields.get(name)?.toString('utf8') ?? '';
  const inForm = RECIPIENT_FIELDS.map(text);
  return {
    message,
    recipients: firstOf([
      named,
      inForm,
      envelopeField(text('envelope')),
      [text('to')],
      envelopeHeaders(message),
    ]),
  };
}

function readFields(type: string, contentType: string, body: Buffer): FormFields {
  if (type === 'multipart/form-data') return readMultipart(contentType, body);
  if (type === 'application/x-www-form-urlencoded') return readUrlEncoded(body);
  return readJson(body);
}

function readJson(body: Buffer): FormFields {
  const entries = Object.entries(parseObject(body.toString('utf8')) ?? {});
  if (entries.length === 0) throw invalidInput('form_malformed', 'The JSON body must be an object.');
  return new Map(entries.map(([name, value]) => [name, Buffer.from(toText(value))]));
}

function toText(value: unknown): string {
  if (Array.isArray(value)) return value.filter((item) => typeof item === 'string').join(',');
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}

function findMessage(fields: FormFields): Buffer {
  const found = MESSAGE_FIELDS.map((name) => fields.get(name)).find((field) => field && field.length > 0);
  if (!found) {
    throw invalidInput(
      'message_missing',
      'Send the raw message: as the body (message/rfc822), or in one of the documented fields.',
    );
  }
  const text = found.toString('latin1');
  return BASE64.test(text) ? Buffer.from(text, 'base64') : found;
}

/** SendGrid's `envelope`: `{"to":["a@b"],"from":"c@d"}`. */
function envelopeField(json: string): string[] {
  const to = parseObject(json)?.['to'];
  return [to ?? []].flat().filter((item) => typeof item === 'string');
}

function envelopeHeaders(message: Buffer): string[] {
  const head = message.toString('latin1', 0, MAX_HEAD_BYTES).split(/\r?\n\r?\n/, 1)[0]!;
  const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  return lines.flatMap((line) => {
    const at = line.indexOf(':');
    return ENVELOPE_HEADERS.includes(line.slice(0, at).toLowerCase()) ? [line.slice(at + 1)] : [];
  });
}

/** The first source that names any address at all. */
function firstOf(sources: readonly (readonly string[])[]): string[] {
  for (const source of sources) {
    const addresses = source.flatMap((text) => text.match(ADDRESS) ?? []);
    if (addresses.length > 0) return [...new Set(addresses)];
  }
  return [];
}

function parseObject(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
