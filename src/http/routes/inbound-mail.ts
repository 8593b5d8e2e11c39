import type { FastifySchemaCompiler } from 'fastify';
import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { AppError } from '../../lib/app-error.ts';
import { receiveMessage } from '../../linking/index.ts';
import { readPostedMail } from '../inbound-mail/read-posted-mail.ts';
import type { RouteApp } from '../route-app.ts';
import { List, OneOf, problems } from '../schemas/parts.ts';
import { compileValidator } from '../validation.ts';

const TYPES = [
  'message/rfc822',
  'multipart/form-data',
  'application/x-www-form-urlencoded',
  'application/json',
];
/** A form may need three characters for a byte, and has fields of its own. */
const FORM_FACTOR = 3;
const FORM_EXTRA_BYTES = 65_536;

const DESCRIPTION = `Where port 25 is closed, a mail service receives for the domain of the service e-mails and posts each
message here, raw: as the body (\`message/rfc822\`, the main way), or in a form or JSON field \`message\` or \`raw\` (text or
base64), \`email\` (SendGrid, "POST the raw, full MIME message"), \`body-mime\` (Mailgun, a URL that ends in \`mime\`) or
\`RawEmail\` (Postmark). The recipient is taken from the query (\`recipient\` or \`to\`), else from the field \`recipient\`,
\`OriginalRecipient\`, \`envelope\` or \`to\`, else from the header \`X-Original-To\`, \`Delivered-To\`, \`X-Envelope-To\` or
\`Envelope-To\`. The secret of the deployment comes as Bearer token or as Basic password. The sender's IP address is not
known here, so SPF proves nothing: the message must carry its DKIM signature unchanged. It is stored, sealed, before
the answer; the same bytes again change nothing.`;

/** A scope of its own: nowhere else are bodies anything but JSON. */
export function addInboundMailRoute(app: RouteApp, context: AppContext): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(TYPES, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.post(
    '/inbound-mail',
    {
      config: { access: 'inbound_mail' },
      bodyLimit: FORM_FACTOR * context.config.smtp.maxMessageBytes + FORM_EXTRA_BYTES,
      // Bytes are no JSON: they are passed on as they came.
      validatorCompiler: exceptBody,
      schema: {
        summary: 'Take one inbound message',
        description: DESCRIPTION,
        tags: ['linking'],
        operationId: 'inbound-mail_create',
        consumes: TYPES,
        querystring: Type.Object({
          recipient: Type.Optional(List(Type.String({ maxLength: 320 }))),
          to: Type.Optional(List(Type.String({ maxLength: 320 }))),
        }),
        body: Type.Unknown({
          description: 'The raw message, or a form or object that holds it.',
          examples: [
            'From: no-reply@source.example\r\nTo: hr@link.example\r\nSubject: You are invited\r\n\r\n…',
          ],
        }),
        response: {
          200: Type.Object({ result: OneOf('kept', 'duplicate') }, { additionalProperties: false }),
          ...problems(400, 401, 404, 413),
        },
      },
    },
    async (request) => {
      const { message, recipients } = readPostedMail(
        request.headers['content-type'] ?? '',
        Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
        request.query,
      );
      const result = await receiveMessage(context, { recipients, message, envelope: null });
      if (result === 'no_such_recipient') {
        throw new AppError('not_found', 'recipient_unknown', 'No such recipient.');
      }
      context.log.info({ bytes: message.length, result }, 'message_received_by_hook');
      return { result };
    },
  );
}

const exceptBody = ((input: Parameters<typeof compileValidator>[0]) =>
  input.httpPart === 'body'
    ? (value: unknown) => ({ value })
    : compileValidator(input)) as FastifySchemaCompiler<unknown>;
