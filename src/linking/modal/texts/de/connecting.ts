import type { Texts } from '../catalogue.ts';

export const connecting: Texts['connecting'] = {
  title: 'Die Einladung ist da',
  lead: (source) =>
    `Wir nehmen sie an und melden uns bei ${source} an. Das dauert bis zu einer Minute, und Sie müssen nichts tun.`,
  arrived: 'Einladung erhalten',
  accepting: 'Wir nehmen sie an und melden uns an',
  checking: 'Wir prüfen die Berechtigungen',
  tickMeanwhile: 'Falls Sie die Berechtigungen noch nicht angehakt haben, ist jetzt ein guter Moment:',
  inProgress: 'läuft',
  waits: 'kommt danach',
  isDone: 'erledigt',
};
