/** The mail by which somebody in the modal asks an administrator to go on. */
export const adminLink = {
  subject: (source: string, organization: string) => `Please connect ${source} with ${organization}`,
  greeting: (name: string) => `Hello ${name},`,
  why: (source: string, organization: string, employer: string | null) =>
    `Somebody${employer === null ? '' : ` at ${employer}`} asks you to connect ${source} with ${organization}, because it takes an administrator of ${source}.`,
  goOn: (day: string) => `Go on here until ${day}. What was done already is kept:`,
  ignore: 'If you do not know what this is about, you can ignore this mail.',
};
