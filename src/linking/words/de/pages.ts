import type { Words } from '../catalogue.ts';

const GO_ON =
  'Sie können dieses Fenster schließen. Die Seite, von der Sie gekommen sind, geht von selbst weiter.';

export const pages: Words['pages'] = {
  received: { title: 'Vielen Dank', text: GO_ON },
  denied: { title: 'Sie haben abgelehnt', text: GO_ON },
  failed: {
    title: 'Die Zustimmung konnte nicht abgeschlossen werden',
    text: 'Schließen Sie dieses Fenster und versuchen Sie es noch einmal auf der Seite, von der Sie gekommen sind.',
  },
  unknown: {
    title: 'Diese Seite ist abgelaufen',
    text: 'Sie funktioniert einmal und nur kurze Zeit. Schließen Sie dieses Fenster und versuchen Sie es noch einmal auf der Seite, von der Sie gekommen sind.',
  },
  startsElsewhere: {
    title: 'Diese Verbindung beginnt an anderer Stelle',
    text: 'Öffnen Sie das Produkt, das Sie verbinden möchten, und beginnen Sie die Verbindung dort auf der Seite mit den Integrationen.',
  },
};
