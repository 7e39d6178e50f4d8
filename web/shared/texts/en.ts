import type { fr } from './fr.ts';

/** The same in English. */
export const en: typeof fr = {
  loading: 'Loading…',
  retry: 'Try again',
  cancel: 'Cancel',
  close: 'Close',
  remove: 'Delete',
  requestId: 'Reference: {{id}}',
  problemUnknown: 'An error occurred.',
  advice: {
    NETWORK: 'The server does not answer. Check that it is started and that you are online, then try again.',
    NOT_FOUND: 'It may have been moved or deleted, or is no longer open to you.',
    TOO_MANY_REQUESTS: 'Wait a few seconds, then try again.',
    NOT_READY: 'Wait a few seconds, then try again.',
    STORE_UNAVAILABLE: 'Wait a few seconds, then try again.',
    FILE_TOO_LARGE: 'The file is too large: add a lighter copy, or parts of it.',
    FORBIDDEN: 'Ask the owner of the space for this right.',
    MODEL_UNAVAILABLE: 'Try again in a minute; if it goes on, tell your administrator.',
    MODEL_RATE_LIMITED: 'Try again in a minute.',
    MODEL_REFUSED_KEY: 'Tell your administrator: the provider’s key must be corrected.',
    MODEL_BAD_REPLY: 'Ask again; if it goes on, tell your administrator.',
    TOKEN_INVALID: 'Reload the page to open a new session.',
    INTERNAL: 'Try again; if it goes on, give the reference below to your administrator.',
  },
};
