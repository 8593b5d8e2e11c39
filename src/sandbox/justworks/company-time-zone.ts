/** Where the company's days begin and end. */
export const COMPANY_TIME_ZONE = 'America/New_York';
