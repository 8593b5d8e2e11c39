/** Around the modal, in the partner's page. */
export const overlay = {
  title: 'Ihr Personalsystem verbinden',
  close: 'Schließen',
} as const;
