import type { SMTPServerDataStream } from 'smtp-server';
import { SmtpRefusal } from './smtp-refusal.ts';

/**
 * The message's bytes. One that grows beyond the size limit is read to its end, as the protocol wants, but kept no
 * longer: the client's own word on the size is not trusted.
 */
export async function readMessage(stream: SMTPServerDataStream): Promise<Buffer> {
  let chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (stream.sizeExceeded) chunks = [];
    else chunks.push(chunk);
  }
  if (stream.sizeExceeded) throw new SmtpRefusal(552, 'Message too large');
  return Buffer.concat(chunks);
}
