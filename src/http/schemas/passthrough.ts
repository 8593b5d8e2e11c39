import { Type, type TSchema } from 'typebox';
import { Nullable, Uuid } from '../../hris/model/index.ts';
import { OneOf } from './parts.ts';

const closed = { additionalProperties: false };

const MultipartFormField = Type.Object({
  name: Type.String(),
  data: Type.String(),
  encoding: Type.Optional(Nullable(OneOf('RAW', 'BASE64', 'GZIP_BASE64'))),
  file_name: Type.Optional(Nullable(Type.String())),
  content_type: Type.Optional(Nullable(Type.String())),
});

export const DataPassthroughRequest = Type.Object({
  method: OneOf('GET', 'OPTIONS', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'),
  path: Type.String({
    minLength: 1,
    maxLength: 2000,
    description: 'A path of the source’s API, with its query.',
    examples: ['/v1/members?limit=10'],
  }),
  base_url_override: Type.Optional(
    Nullable(Type.String({ description: 'Refused: requests go to the source’s own host.' })),
  ),
  data: Type.Optional(Nullable(Type.String({ description: 'Refused: a GET has no body.' }))),
  multipart_form_data: Type.Optional(
    Nullable(Type.Array(MultipartFormField, { description: 'Refused: a GET has no body.' })),
  ),
  headers: Type.Optional(
    Nullable(
      Type.Record(Type.String(), Type.Unknown(), {
        description:
          'accept-language, if-none-match and if-modified-since are passed on; others are left out.',
      }),
    ),
  ),
  request_format: Type.Optional(
    Nullable(Type.Unsafe<string>({ ...OneOf('JSON', 'XML', 'MULTIPART'), description: 'Without effect.' })),
  ),
  normalize_response: Type.Optional(
    Nullable(Type.Boolean({ description: 'Without effect: the answer is given as it is.' })),
  ),
});

const Headers = Type.Record(Type.String(), Type.String());

export const RemoteResponse = Type.Object(
  {
    method: Type.String(),
    path: Type.String(),
    status: Type.Integer({ description: 'What the source answered.' }),
    response: Type.Unknown({ description: 'The JSON of its answer; null where it has none.' }),
    response_headers: Nullable(Headers),
    response_type: Nullable(OneOf('JSON', 'BASE64_GZIP')),
    headers: Nullable(Headers),
  },
  { $id: 'RemoteResponse', ...closed },
);

export const AsyncPassthroughReceipt = Type.Object(
  { async_passthrough_receipt_id: Uuid },
  // As the contract spells it.
  { $id: 'AsyncPassthroughReciept', ...closed },
);

export const PASSTHROUGH_COMPONENTS: TSchema[] = [RemoteResponse, AsyncPassthroughReceipt];
