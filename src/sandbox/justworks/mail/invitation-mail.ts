import { html } from '../pages/html.ts';

export interface InvitationMail {
  to: string;
  firstName: string;
  companyName: string;
  invitationUrl: string;
  helpUrl: string;
}

/** Subject, text and HTML of the invitation. Both parts carry the link, and a help link that is none. */
export function composeInvitation(mail: InvitationMail): { subject: string; text: string; html: string } {
  const { firstName, companyName, invitationUrl, helpUrl } = mail;
  return {
    subject: `You have been invited to ${companyName} on Justworks`,
    text: [
      `Hello ${firstName},`,
      `${companyName} has invited you to its Justworks account. Open this link to set your password:`,
      invitationUrl,
      `The link is good for 7 days. Questions? ${helpUrl}`,
      'Sandbox: a simulated Justworks sent this mail.',
    ].join('\n\n'),
    html: html`<!doctype html>
      <html lang="en">
        <body>
          <p>Hello ${firstName},</p>
          <p>${companyName} has invited you to its Justworks account.</p>
          <p><a href="${invitationUrl}">Accept invitation</a></p>
          <p>The link is good for 7 days. Questions? <a href="${helpUrl}">Get help</a>.</p>
          <p>Sandbox: a simulated Justworks sent this mail.</p>
        </body>
      </html>`.text,
  };
}
