import { wordMapping } from './enums.ts';

export const toTimeOffStatus = wordMapping({
  REQUESTED: ['pending', 'requested'],
  APPROVED: ['approved'],
  DECLINED: ['denied', 'declined', 'rejected'],
  CANCELLED: ['cancelled', 'canceled'],
  DELETED: ['deleted'],
});

export const toTimeOffUnits = wordMapping({ HOURS: ['hours', 'hour'], DAYS: ['days', 'day'] });

/** Kinds of policies (help 41413308099995); whatever is neither vacation nor sick leave is "other" there. */
export const toTimeOffType = wordMapping({ VACATION: ['vacation'], SICK: ['sick'] }, ['other']);

/** An hourly wage is neither a salary nor overtime. */
export const toEarningType = wordMapping(
  {
    SALARY: ['salary'],
    OVERTIME: ['overtime'],
    BONUS: ['bonus'],
    REIMBURSEMENT: ['reimbursement'],
  },
  ['hourly'],
);
