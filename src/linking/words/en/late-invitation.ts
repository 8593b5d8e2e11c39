/** To the admin whose invitation came after the link had ended. */
export const lateInvitation = {
  subject: (organization: string, source: string) => `Go on linking ${source} with ${organization}`,
  arrived: (organization: string, source: string) =>
    `The invitation for ${organization}'s service account in ${source} has arrived.`,
  goOn: 'Your earlier link had ended by then. Go on here within seven days:',
  ignore: 'If you did not start this, you can ignore this mail.',
};
