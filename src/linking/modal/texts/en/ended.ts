export const ended = {
  expiredTitle: 'This link has expired',
  expiredText: (organization: string) =>
    `For your safety, links work for a short time only. Open the connection again in ${organization} and you go on where you stopped.`,
  expiredTextUnknown:
    'For your safety, links work for a short time only. Open the connection again where you found this link, and you go on where you stopped.',
  missingTitle: 'This page needs a link',
  missingText:
    'It was opened without one, or the link was cut off. Open the connection again in the product that sent you here.',
} as const;
