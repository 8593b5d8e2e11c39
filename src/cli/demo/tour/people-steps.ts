import { addDays } from '../../../lib/calendar-date.ts';
import { waitUntil } from '../wait-until.ts';
import { expectThat, given, type TourStep, type TourWorld } from './tour-world.ts';

const WAIT_MS = 60_000;
const DAYS_TO_START = 12;
const DAYS_TO_END = 30;

const isAbout = (workEmail: string | null) => (data: Record<string, unknown>) =>
  (data['record'] as { work_email?: string } | undefined)?.work_email === workEmail?.toLowerCase();

const futureHire: TourStep = {
  title: 'Somebody is hired who starts later',
  tells: `The admin enters a new hire in Justworks who starts in ${DAYS_TO_START} days. The next sync finds her; the product's own clock is then moved to the day before.`,
  look: 'the tasks: an onboarding "to come" with her first day, and then its reminder, which is a mail in the mailbox (link at the foot of the page).',
  async play({ product, control, left }) {
    const start = (await product.inbox()).length;
    const { today } = await control.state();
    const [department] = (await product.groups()).departments;
    left.hire = await control.hire({
      firstName: 'Odalys',
      lastName: 'Wren',
      workEmail: 'odalys.wren@juniper-vale.example',
      jobTitle: 'Support Engineer',
      department: given(department, 'department').name,
      startDate: addDays(today, DAYS_TO_START),
    });
    await product.sync();
    await product.waitForEvent(start, 'employee.created', isAbout(left.hire.workEmail));
    const data = await product.waitForEvent(
      start,
      'employee.onboarding_scheduled',
      isAbout(left.hire.workEmail),
    );
    const task = await product.waitForTask(nameOf(data), 'Onboarding', 'to come');
    expectThat(task.reminded === null, 'nobody is reminded so early');
    const group = await groupOf(product, data);
    const day = await product.passDays(DAYS_TO_START - 1);
    await waitForMail(product, `Onboarding of ${task.name}`);
    return [
      `Webhook: employee.onboarding_scheduled for ${task.name}, first day ${task.day}.`,
      `She is in the group "${group}" by her department already.`,
      `On ${day} by the product's clock a reminder was mailed.`,
    ];
  },
};

const canceledTermination: TourStep = {
  title: 'A termination is entered, and taken back',
  tells: `The admin gives somebody a last day in ${DAYS_TO_END} days, and takes it back after the product has heard of it. Then that day comes.`,
  look: 'the tasks: an offboarding appears and is canceled. When the day comes nobody is reminded of it, and no laptop is taken away.',
  async play({ product, control }) {
    const start = (await product.inbox()).length;
    const { today, members } = await control.state();
    const leaver = given(
      members.find((one) => one.status === 'Active' && one.workEmail && one.terminationDate === null),
      'person who stays',
    );
    await control.terminate(leaver.id, addDays(today, DAYS_TO_END));
    await product.sync();
    const data = await product.waitForEvent(
      start,
      'employee.offboarding_scheduled',
      isAbout(leaver.workEmail),
    );
    await product.waitForTask(nameOf(data), 'Offboarding', 'to come');
    await control.cancelTermination(leaver.id);
    await product.sync();
    await product.waitForEvent(start, 'employee.offboarding_canceled', isAbout(leaver.workEmail));
    const task = await product.waitForTask(nameOf(data), 'Offboarding', 'canceled');
    const day = await product.passDays(DAYS_TO_END);
    const subjects = (await product.mails()).map(({ subject }) => subject);
    expectThat(
      !subjects.some((subject) => subject.startsWith(`Offboarding of ${task.name}`)),
      'nobody is reminded of a canceled task',
    );
    return [
      `Webhooks: employee.offboarding_scheduled, then employee.offboarding_canceled for ${task.name}.`,
      `It is ${day} by the product's clock, and no reminder of it was sent.`,
    ];
  },
};

const nameOf = (data: Record<string, unknown>): string =>
  String((data['record'] as { display_full_name: unknown }).display_full_name);

async function groupOf(product: TourWorld['product'], data: Record<string, unknown>): Promise<string> {
  const { id } = data['record'] as { id: string };
  const { members } = await product.groups();
  const member = given(
    members.find(({ employeeId }) => employeeId === id),
    'group of the new hire',
  );
  expectThat(member.group !== 'Everyone', 'the rule of the department took her');
  return member.group;
}

async function waitForMail(product: TourWorld['product'], subject: string): Promise<void> {
  const find = async (): Promise<boolean> =>
    (await product.mails()).some((mail) => mail.subject.startsWith(subject));
  await waitUntil(find, Boolean, `A mail "${subject}"`, WAIT_MS);
}

export const PEOPLE_STEPS: readonly TourStep[] = [futureHire, canceledTermination];
