import type { ConnectionMethod } from '../../connectors/contract.ts';
import type { Step } from './steps.ts';
import { accessTexts } from './texts.access.en.ts';

type ByMethod = Record<ConnectionMethod, (organization: string, source: string) => string>;

/** Ends with one full stop, whatever a company's name ends with. */
function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}

/** Every word of the modal. {source} is the HR system as it calls itself, {organization} the partner. */
export const texts = {
  documentTitle: (title: string, source: string) => `${title} · Connect ${source}`,
  close: 'Close',
  loading: 'Loading',
  stepperLabel: 'Progress',
  stepOf: (number: number, count: number) => `Step ${number} of ${count}`,
  steps: {
    agree: 'Agree',
    add_user: 'Connect',
    permissions: 'Permissions',
    done: 'Done',
  } satisfies Record<Step, string>,
  stepDone: 'done',
  connects: (organization: string, source: string) => `${organization} and ${source}`,

  trouble: 'We can’t reach the service right now. We keep trying; nothing is lost.',
  support: (organization: string) => `Need help? Ask ${organization}:`,
  supportUnknown: (organization: string) => sentence(`Need help? Ask your contact at ${organization}`),
  actionFailed: 'That did not work. Please try again in a moment.',

  consent: {
    title: (organization: string, source: string) => `Let ${organization} read your ${source} roster`,
    lead: (organization: string, employer: string, source: string) =>
      `${organization} asks to read the people records of ${employer} in ${source}. Please read what that means, then agree.`,
    who: 'Who reads',
    whoText: {
      service_account: (organization, source) =>
        `${organization}, through a user of its own that you add in ${source}. Your own password stays with you.`,
      credentials: (organization, source) =>
        `${organization}, with a ${source} log-in that you enter in the next step. It is kept encrypted and used for reading only.`,
      oauth: (organization, source) =>
        `${organization}, by a consent that you give in ${source}. No password is shared.`,
    } satisfies ByMethod,
    what: 'What is read',
    often: 'How often',
    oftenText: (organization: string) =>
      `Once right after connecting, then on a regular schedule and whenever ${organization} asks for an update.`,
    never: 'What never happens',
    neverText: (source: string) =>
      `Nothing in ${source} is changed. Some permissions are called “edit” or “manage” because ${source} ties reading to them.`,
    stop: 'How to stop',
    stopText: {
      service_account: (organization, source) =>
        `Remove that user in ${source}, or disconnect in ${organization}. Reading ends at once.`,
      credentials: (organization, source) =>
        `Change that password in ${source}, or disconnect in ${organization}. Reading ends at once.`,
      oauth: (organization, source) =>
        `Withdraw the consent in ${source}, or disconnect in ${organization}. Reading ends at once.`,
    } satisfies ByMethod,
    need: (source: string) => `You need to be an administrator in ${source}. It takes about five minutes.`,
    authority: (employer: string) =>
      sentence(`By agreeing you confirm that you may decide this for ${employer}`),
    agree: 'Agree and continue',
    agreeing: 'One moment',
    decline: 'Not now',
  },

  ...accessTexts,

  guide: {
    title: (organization: string, source: string) => `Add ${organization}’s user in ${source}`,
    lead: (source: string) =>
      `Open ${source} in a second tab or window and keep this page open. It moves on by itself when the invitation arrives.`,
    open: 'Open the form',
    openText: (source: string) => `Sign in to ${source} as an administrator and go to:`,
    path: ['Employees', 'Add', 'Add third party or temp', 'Add 3rd-party'],
    pathNote:
      'Scroll down and expand “Add third party or temp” to find the last one. In newer menus the way is Manage › Third Party › Add.',
    fill: 'Fill in the form',
    fillText: 'Use exactly these values. A value is ticked off when you copy it, or tick it yourself.',
    copy: 'Copy',
    copied: 'Copied',
    copyDone: (label: string) => `${label} copied`,
    copyByHand: (label: string) => `${label} is selected. Copy it with your keyboard or your phone’s menu.`,
    tickField: (label: string) => `${label} is filled in`,
    filled: (done: number, count: number) => `${done} of ${count} filled in`,
    send: 'Send the invitation',
    sendText: 'At the end of the form, choose:',
    sendLabel: 'Send Invitation to',
    sendValue: 'Work Email, Now',
    sendNote: (email: string) => `The invitation must go to ${email} and right away, not “Later”.`,
    tick: 'Tick these permissions',
    tickText: (source: string) =>
      `When ${source} asks for permissions, tick all of these. We check them together with you in the next step.`,
    tickPermission: (name: string) => `${name} is ticked`,
    optional: 'optional',
    unlocks: (count: number) => (count === 1 ? 'It lets us read:' : 'Together they let us read:'),
    waiting: 'Waiting for the invitation',
    waitingNote: 'Usually arrives within a minute of sending.',
    late: 'The invitation does not arrive?',
    lateFixes: (email: string, source: string) => [
      `Open the new person in ${source} and compare the work e-mail letter by letter with ${email}.`,
      'If the invitation was set to “Later”, send it now.',
      'If it went to a personal e-mail, send it again to the work e-mail.',
      `Make sure the member type is “3rd Party Admin / Accountant”. If it isn’t, remove the person and add it again.`,
    ],
  },

  connecting: {
    title: 'The invitation arrived',
    lead: (source: string) =>
      `We are accepting it and signing in to ${source}. This takes up to a minute, and you have nothing to do.`,
    arrived: 'Invitation received',
    accepting: 'Accepting it and signing in',
    checking: 'Checking the permissions',
    tickMeanwhile: 'If you have not ticked the permissions yet, now is a good moment:',
    inProgress: 'in progress',
    waits: 'comes next',
    isDone: 'done',
  },

  permissions: {
    checkingTitle: 'Checking the permissions',
    checkingLead: (source: string) => `We try out what ${source} lets us read. This takes a few seconds.`,
    missingTitle: (count: number) =>
      count === 1 ? 'One thing can’t be read yet' : `${count} things can’t be read yet`,
    missingLead: {
      service_account: (source: string) =>
        `Tick the missing permissions in ${source}, then check again. Everything else is ready.`,
      credentials: (source: string) =>
        `Have the missing permissions granted to this log-in in ${source}, then check again. Everything else is ready.`,
      oauth: (source: string) =>
        `The consent leaves something out. Agree to it in ${source}. Everything else is ready.`,
    } satisfies Record<ConnectionMethod, (source: string) => string>,
    agreeAgain: (source: string) => `Agree again in ${source}`,
    noneMissingTitle: 'The permissions need another check',
    noneMissingLead: (source: string) => `${source} gave no clear answer yet. Nothing else is left to do.`,
    listLabel: 'Permissions',
    isGranted: 'granted',
    needs: 'Needs',
    why: 'Why',
    where: 'Where to tick it',
    states: { granted: 'Granted', missing: 'Missing', unknown: 'Not checked yet' },
    unclear: 'No clear answer',
    checkingState: 'Checking',
    optional: 'Optional',
    checkAgain: 'Check again',
    checking: 'Checking',
    checkedAt: (time: string) => `Last checked at ${time}`,
    announceMissing: (names: string) => `Still missing: ${names}`,
  },

  linked: {
    title: (source: string) => `${source} is connected`,
    lead: (organization: string, company: string) =>
      sentence(`${organization} can now read the roster of ${company}`),
    syncTitle: 'First reading',
    sync: {
      starting: 'Starting. You can close this page; it goes on by itself.',
      reading: 'Reading your people. You can close this page; it goes on by itself.',
      done: 'All people were read.',
      done_partly: 'Read. Some entries could not be matched and wait for a second look.',
      held: 'Something in the first reading needs a second look before it is used.',
      failed: 'The first reading did not finish. It is tried again by itself.',
    },
    people: (count: number) => (count === 1 ? 'person' : 'people'),
    granted: 'What can be read',
    stop: {
      service_account: (organization, source) =>
        sentence(`To stop, remove the user in ${source} or disconnect in ${organization}`),
      credentials: (organization, source) =>
        sentence(`To stop, change that password in ${source} or disconnect in ${organization}`),
      oauth: (organization, source) =>
        sentence(`To stop, withdraw the consent in ${source} or disconnect in ${organization}`),
    } satisfies ByMethod,
    done: 'Done',
    mayClose: 'You can close this page now.',
    tokenFailed: (organization: string) =>
      `The account is connected, but ${organization}’s page could not be told yet.`,
    tellAgain: 'Tell it again',
  },

  failed: {
    title: 'We could not finish connecting',
    lead: 'Nothing is lost. Here is what happened and what to do.',
    unknown: {
      message: 'Something unexpected happened.',
      fix: 'Try again. If it happens again, ask for help.',
    },
    fix: 'What to do',
    code: (code: string) => `Code for support: ${code}`,
    tryAgain: 'Try again',
    trying: 'Trying again',
    needsInvitation: 'This can’t go on by itself: first send a new invitation as described above.',
    formAgain: 'Show the values for the form again',
    movesOn: 'When a new invitation arrives, this page moves on by itself.',
  },

  ended: {
    expiredTitle: 'This link has expired',
    expiredText: (organization: string) =>
      `For your safety, links work for a short time only. Open the connection again in ${organization} and you go on where you stopped.`,
    expiredTextUnknown:
      'For your safety, links work for a short time only. Open the connection again where you found this link, and you go on where you stopped.',
    missingTitle: 'This page needs a link',
    missingText:
      'It was opened without one, or the link was cut off. Open the connection again in the product that sent you here.',
  },
} as const;
