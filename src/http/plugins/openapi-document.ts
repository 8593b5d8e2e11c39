import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import type { Access } from './authentication.ts';

const DESCRIPTION = `The unified HRIS API. Everything under \`/api/hris/v1\` is served under \`/hris/v1\` as well, and
unknown query parameters and body fields are ignored.`;

const SECURITY: Record<Access, Record<string, string[]>[]> = {
  organization: [{ api_key: [] }],
  linked_account: [{ api_key: [], account_token: [] }],
  link_session: [{ link_token: [] }],
  inbound_mail: [{ inbound_mail_secret: [] }, { inbound_mail_basic: [] }],
  public: [],
};

/** Collects the routes' schemas; `app.swagger()` gives the document once the app is ready. */
export function addOpenApiDocument(app: FastifyInstance): void {
  void app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Muster', version: '1.0.0', description: DESCRIPTION },
      components: {
        securitySchemes: {
          api_key: { type: 'http', scheme: 'bearer', description: "The organization's API key." },
          account_token: { type: 'apiKey', in: 'header', name: 'X-Account-Token' },
          inbound_mail_secret: {
            type: 'http',
            scheme: 'bearer',
            description: 'The secret of the deployment for the mail service.',
          },
          inbound_mail_basic: {
            type: 'http',
            scheme: 'basic',
            description: 'The same secret as password, with any user name.',
          },
          link_token: {
            type: 'http',
            scheme: 'bearer',
            description: 'The link token that opened the modal.',
          },
        },
      },
    },
    refResolver: {
      buildLocalReference: (json, _baseUri, _fragment, index) =>
        typeof json['$id'] === 'string' ? json['$id'] : `schema-${index}`,
    },
    transform: ({ schema, url, route }) => ({
      url,
      schema: {
        ...schema,
        // The same handlers at a second address; the description says so once.
        hide: schema?.hide ?? url.startsWith('/hris/v1'),
        security: SECURITY[route.config?.access ?? 'public'],
      },
    }),
  });
}
