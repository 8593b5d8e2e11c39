import type { PayGroupItem } from '../../../hris/snapshot.ts';
import { payGroupKey } from './source-keys.ts';

/** A pay group has no page of its own: paystubs name it. */
export function toPayGroupItem(name: string): PayGroupItem {
  return {
    model: 'pay_group',
    sourceKey: payGroupKey(name),
    remoteId: null,
    fields: { pay_group_name: name.trim() },
    enumOrigins: {},
    remoteData: [],
  };
}
