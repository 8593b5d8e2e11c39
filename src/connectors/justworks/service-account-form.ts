import type { ServiceAccountFormField } from '../contract.ts';

/** The form behind "Add 3rd-party" in its own order and words (help.merge.dev 8358999). */
export function serviceAccountForm(input: {
  firstName: string;
  lastName: string;
  email: string;
}): ServiceAccountFormField[] {
  return [
    choose('Member Type', '3rd Party Admin / Accountant'),
    choose('Admin Access', 'Yes'),
    copy('First Name', input.firstName),
    copy('Last Name', input.lastName),
    copy('Title', 'Service Account'),
    choose('Manager', '(leave empty)'),
    choose('Department', 'No Department'),
    choose('Office', 'Remote (work from home)'),
    choose('Start Date', '(any date)'),
    copy('Work Email', input.email),
    choose('Send Invitation to', 'Work Email, Now'),
  ];
}

function copy(label: string, value: string): ServiceAccountFormField {
  return { label, value, isCopyable: true };
}

function choose(label: string, value: string): ServiceAccountFormField {
  return { label, value, isCopyable: false };
}
