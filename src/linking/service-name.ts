/** Of our user at the source; the organization chooses the first name. */
export const SERVICE_LAST_NAME = 'Service Account';
