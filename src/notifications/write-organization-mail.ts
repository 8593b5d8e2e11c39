import type { NotificationContent } from '../db/schema/notifications.ts';

const WHY: Readonly<Record<string, string>> = {
  failing: 'It gave nothing but failures for five days.',
  gone: 'It answered 410 Gone, which asks for nothing more to be sent.',
};

/** Pure: that a webhook endpoint was disabled, why, and what to do. */
export function writeOrganizationMail({ code = '', subject = '', host = '' }: NotificationContent): {
  subject: string;
  text: string;
} {
  const headline = `a webhook endpoint at ${host} was disabled`;
  const parts = [
    `Webhooks: ${headline}. ${WHY[code] ?? ''}`,
    'Nothing more is sent to it, and what it misses is kept. Mend the receiver, then enable the endpoint and have sent what it ' +
      'missed in up to 14 days: POST /api/v1/webhook-endpoints/{id}/enable, then POST /api/v1/webhook-endpoints/{id}/replay.',
    `Webhook endpoint: ${subject}`,
    FOOTER,
  ];
  return { subject: `Webhooks: ${headline}`, text: `${parts.join('\n\n')}\n` };
}

const FOOTER = [
  '-- ',
  'You get this because your address is among the notification addresses of the organization, or of the operators of this',
  'service. PATCH /api/v1/organization changes or ends it: notification_addresses says who is written to.',
].join('\n');
