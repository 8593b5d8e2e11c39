/** Around the modal, in the partner's page. */
export const overlay = {
  title: 'Connect your HR system',
  close: 'Close',
} as const;
