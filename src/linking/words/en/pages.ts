const GO_ON = 'You can close this window. The page that you came from goes on by itself.';

/** Small pages to which another site sends the browser. */
export const pages = {
  received: { title: 'Thank you', text: GO_ON },
  denied: { title: 'You declined', text: GO_ON },
  failed: {
    title: 'The consent could not be finished',
    text: 'Close this window and try again on the page that you came from.',
  },
  unknown: {
    title: 'This page has ended',
    text: 'It works once and for a short time only. Close this window and try again on the page that you came from.',
  },
  startsElsewhere: {
    title: 'This connection starts elsewhere',
    text: 'Open the product that you want to connect, and start the connection on its integrations page.',
  },
};
